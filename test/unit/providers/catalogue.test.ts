import assert from 'node:assert/strict';
import { profileForDomain, profileForMx, profiles, providerById, providers } from '../../../src/providers/catalogue.js';
import { tenantOf, withTenant } from '../../../src/providers/microsoft-clouds.js';

describe('the catalogue of providers', () => {
  it('has unique IDs and names', () => {
    const ids = providers.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    const names = profiles.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });

  it('has https endpoints, and an authorization server for every selectable provider', () => {
    for (const { id, server, issuerExample } of providers) {
      if (id === 'other') continue;
      assert.ok(server !== undefined || issuerExample !== undefined, id);
      for (const url of [server?.authorizationEndpoint, server?.tokenEndpoint, server?.issuer, issuerExample]) {
        if (url !== undefined) assert.match(url, /^https:\/\//, id);
      }
    }
  });

  it('never has the scope of another provider', () => {
    for (const { id, scopes } of providers) {
      assert.equal(scopes.includes('https://mail.google.com/'), id === 'google', id);
    }
    assert.deepEqual(providerById('unknown').scopes, []);
  });

  const domains: readonly (readonly [domain: string, name: string | undefined])[] = [
    ['gmail.com', 'Google'],
    ['outlook.com', 'Microsoft'],
    ['hotmail.co.uk', 'Microsoft'],
    ['fastmail.fm', 'Fastmail'],
    ['yahoo.co.jp', 'Yahoo'],
    ['aol.com', 'AOL'],
    ['ya.ru', 'Yandex'],
    ['bk.ru', 'Mail.ru'],
    ['comcast.net', 'Comcast'],
    ['me.com', 'iCloud'],
    ['web.de', 'GMX'],
    ['thundermail.com', 'Thundermail'],
    ['notgmail.com', undefined],
    ['gmail.com.example.test', undefined],
    ['outlook.example.com', undefined],
  ];
  for (const [domain, name] of domains) {
    it(`assigns ${domain} to ${name ?? 'no provider'}`, () => assert.equal(profileForDomain(domain)?.name, name));
  }

  const hosts: readonly (readonly [host: string, name: string | undefined])[] = [
    ['aspmx.l.google.com', 'Google'],
    ['smtp.google.com', 'Google'],
    ['example-com.mail.protection.outlook.com', 'Microsoft'],
    ['example-com.mail.protection.partner.outlook.cn', 'Microsoft (China)'],
    ['in1-smtp.messagingengine.com', 'Fastmail'],
    ['mx.zoho.eu', 'Zoho (Europe)'],
    ['mx2.zoho.com', 'Zoho (United States)'],
    ['mx.yandex.net', 'Yandex'],
    ['mx01.mail.icloud.com', 'iCloud'],
    ['mail.example.test', undefined],
  ];
  for (const [host, name] of hosts) {
    it(`assigns the MX ${host} to ${name ?? 'no provider'}`, () => assert.equal(profileForMx(host)?.name, name));
  }

  it('replaces the tenant only in endpoints of Microsoft’s identity platform', () => {
    const { tokenEndpoint = '' } = providerById('microsoft').server ?? {};
    assert.equal(tenantOf(tokenEndpoint), 'common');
    assert.equal(
      withTenant(tokenEndpoint, 'contoso.com'),
      'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
    );
    assert.equal(
      withTenant('https://login.example.com/common/token', 'contoso.com'),
      'https://login.example.com/common/token',
    );
    assert.equal(withTenant(tokenEndpoint, '../x'), 'https://login.microsoftonline.com/..%2Fx/oauth2/v2.0/token');
  });
});
