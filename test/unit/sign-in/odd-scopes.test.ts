import assert from 'node:assert/strict';
import { providerById, providers } from '../../../src/providers/catalogue.js';
import { describeOddScopes } from '../../../src/sign-in/odd-scopes.js';

describe('scopes that a user types', () => {
  const server = { authorizationEndpoint: 'https://a.example/a', tokenEndpoint: 'https://a.example/t' };
  const odd = (id: string, ...scopes: string[]) => describeOddScopes(providerById(id), server, scopes);

  it('cause a warning if none of them grants access to mail at the provider', () => {
    assert.match(odd('google', 'bob@gmail.com') ?? '', /at Google\. A scope that does: https:\/\/mail\.google\.com\//);
    assert.match(odd('google', 'openid', 'email') ?? '', /opens a mailbox/);
    assert.match(odd('microsoft', 'https://graph.microsoft.com/Mail.Read') ?? '', /IMAP\.AccessAsUser\.All/);
    assert.equal(odd('google', 'https://mail.google.com/'), undefined);
    assert.equal(odd('microsoft', 'SMTP.Send', 'offline_access'), undefined);
    assert.equal(odd('microsoft', 'https://outlook.office365.com/.default'), undefined);
  });

  it('cause a warning if the authorization server lists its scopes without them', () => {
    const offering = { ...server, scopesSupported: ['openid', 'mail'] };
    const typed = (...scopes: string[]) => describeOddScopes(providerById('other'), offering, scopes);
    assert.match(typed('openid', 'imap') ?? '', /does not list the scope imap/);
    assert.equal(typed('openid', 'mail'), undefined);
    assert.equal(odd('other', 'anything'), undefined);
  });

  it('cause no warning if they are the provider’s default', () => {
    for (const provider of providers) {
      if (provider.scopes.length === 0) continue;
      assert.equal(describeOddScopes(provider, provider.server, provider.scopes), undefined, provider.name);
    }
  });
});
