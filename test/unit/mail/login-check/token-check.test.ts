import assert from 'node:assert/strict';
import { readableClaims } from '../../../../src/mail/login-check/token-claims.js';
import { checkToken, type TokenContext } from '../../../../src/mail/login-check/token-check.js';
import { profileForHost } from '../../../../src/providers/catalogue.js';
import { inspectToken, type TokenMetadata } from '../../../../src/mail/login-check/token-info.js';

const now = Date.UTC(2026, 0, 1);
const jwt = (claims: object) =>
  ['{"alg":"none"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

function check(host: string, token: { text?: string; known?: TokenMetadata }, changes: Partial<TokenContext> = {}) {
  const facts = inspectToken(token.text ?? 'opaque', token.known);
  return checkToken(facts, {
    protocol: 'imap',
    host,
    user: 'alice@example.com',
    mechanism: 'XOAUTH2',
    profile: profileForHost(host),
    now,
    ...changes,
  });
}

describe('the token check before connecting', () => {
  const microsoft = 'outlook.office365.com';
  const encodedTwice = Buffer.from(jwt({ sub: 'alice' })).toString('base64');
  const faults: readonly [string, ReturnType<typeof check>, string, RegExp][] = [
    [
      'that is base64-encoded an additional time',
      check('mail.example.com', { text: encodedTwice }),
      'invalid-credential',
      /base64-encoded an additional time/,
    ],
    [
      'that is bound to a key',
      check('mail.example.com', { text: jwt({ cnf: { jkt: 'made-up' } }) }),
      'invalid-credential',
      /DPoP/,
    ],
    [
      'that is an app password',
      check('imap.gmail.com', { text: 'abcdefghijklmnop' }),
      'invalid-credential',
      /app password/,
    ],
    [
      'that is a placeholder',
      check('imap.gmail.com', { text: 'your-access-token' }),
      'invalid-credential',
      /placeholder/,
    ],
    [
      'that is a refresh token',
      check('imap.gmail.com', { text: `1//0${'a'.repeat(40)}` }),
      'invalid-credential',
      /refresh token/,
    ],
    [
      'expired by the server’s answer',
      check('imap.gmail.com', { known: { expiresAt: now - 90_000 } }),
      'token-expired',
      /expired 1 min ago/,
    ],
    [
      'expired by its own claim',
      check('mail.example.com', { text: jwt({ exp: now / 1000 - 7200 }) }),
      'token-expired',
      /expired 2 h ago/,
    ],
    [
      'not valid yet',
      check('mail.example.com', { text: jwt({ nbf: now / 1000 + 3600 }) }),
      'token-not-yet-valid',
      /clock/,
    ],
    [
      'for Microsoft Graph',
      check(microsoft, { text: jwt({ aud: 'https://graph.microsoft.com', scp: 'Mail.Read' }) }),
      'wrong-audience',
      /graph\.microsoft\.com.*outlook\.office\.com/,
    ],
    [
      'without the scope of IMAP',
      check(microsoft, { text: jwt({ aud: 'https://outlook.office.com', scp: 'SMTP.Send' }) }),
      'scope-missing',
      /IMAP\.AccessAsUser\.All.*SMTP\.Send/,
    ],
    [
      'with a scope of Google’s REST API',
      check('imap.gmail.com', { known: { scopes: ['https://www.googleapis.com/auth/gmail.send'] } }),
      'scope-missing',
      /https:\/\/mail\.google\.com\//,
    ],
    [
      'without the slash',
      check('imap.gmail.com', { known: { scopes: ['https://mail.google.com'] } }),
      'scope-missing',
      /https:\/\/mail\.google\.com\//,
    ],
    [
      'of another owner at Gmail',
      check('imap.gmail.com', { known: { owner: 'bob@example.com' } }),
      'wrong-owner',
      /belongs to bob@example\.com.*not alice@example\.com/,
    ],
    [
      'for a mechanism that the provider does not take',
      check(microsoft, {}, { mechanism: 'OAUTHBEARER' }),
      'mechanism-not-offered',
      /supports: XOAUTH2/,
    ],
  ];
  for (const [name, { failure, summary }, code, says] of faults) {
    it(`detects a token ${name}`, () => {
      assert.equal(failure?.code, code);
      assert.match(summary, says);
    });
  }

  const otherForms: readonly [string, RegExp][] = [
    ['alice@example.com', /belongs to alice@example\.com; unknown/],
    ['ALICE@example.com', /alice@example\.com differs in upper and lower case/],
    ['alice+tag@example.com', /alice@example\.com may be another form of this address/],
    ['alice', /alice@example\.com may be another form of this address/],
    ['alice_example.com#EXT#@contoso.onmicrosoft.com', /may be another form of this address/],
  ];
  for (const [owner, says] of otherForms) {
    it(`accepts the owner ${owner} with a remark`, () => {
      const { failure, summary } = check('imap.gmail.com', { known: { owner } });
      assert.equal(failure, undefined);
      assert.match(summary, says);
    });
  }

  const good: readonly [string, ReturnType<typeof check>, RegExp][] = [
    [
      'a full one of Google’s',
      check('imap.gmail.com', {
        known: { expiresAt: now + 3_540_000, scopes: ['https://mail.google.com/'], owner: 'Alice@Example.com' },
      }),
      /expires in 59 min; has the scope for IMAP; belongs to Alice@Example\.com; alice@example\.com differs in upper and lower case$/,
    ],
    [
      'Microsoft’s bare scope names',
      check(microsoft, {
        text: jwt({
          aud: 'https://outlook.office365.com',
          scp: 'IMAP.AccessAsUser.All',
          exp: now / 1000 + 90,
          upn: 'alice@example.com',
        }),
      }),
      /^JWT, .*expires in 1 min/,
    ],
    [
      'an application’s own',
      check(microsoft, { text: jwt({ aud: '00000002-0000-0ff1-ce00-000000000000', roles: ['IMAP.AccessAsApp'] }) }),
      /unknown: expiry, owner/,
    ],
    [
      'a delegate’s for a shared mailbox',
      check(microsoft, {
        known: { owner: 'bob@example.com', scopes: ['https://outlook.office.com/IMAP.AccessAsUser.All'] },
      }),
      /shared mailbox only/,
    ],
    [
      'one of the US Government’s cloud',
      check('outlook.office365.us', {
        text: jwt({ aud: 'https://outlook.office365.us', scp: 'IMAP.AccessAsUser.All' }),
      }),
      /has the scope for IMAP/,
    ],
    [
      'one of China’s cloud',
      check('partner.outlook.cn', { known: { scopes: ['https://partner.outlook.cn/IMAP.AccessAsUser.All'] } }),
      /has the scope for IMAP/,
    ],
    ['one that nothing is known of', check('mail.example.com', {}), /opaque, 6 characters, #[0-9a-f]{4}; unknown/],
  ];
  for (const [name, { failure, summary }, says] of good) {
    it(`accepts ${name}`, () => {
      assert.equal(failure, undefined, summary);
      assert.match(summary, says);
    });
  }

  it('accepts short words as tokens for unknown servers', () => {
    for (const text of ['abcdefghijklmnop', 'your-access-token', 'token']) {
      assert.equal(check('mail.example.com', { text }).failure, undefined);
    }
  });

  it('distinguishes app-only tokens from user tokens', () => {
    assert.equal(inspectToken(jwt({ roles: ['IMAP.AccessAsApp'] })).appOnly, true);
    assert.equal(inspectToken(jwt({ idtyp: 'app' })).appOnly, true);
    assert.equal(inspectToken(jwt({ scp: 'SMTP.Send', roles: ['x'] })).appOnly, undefined);
    assert.equal(inspectToken('opaque').appOnly, undefined);
  });

  it('ignores invalid claims of a JWT, and escapes control characters', () => {
    for (const claims of [
      [],
      'x',
      null,
      { exp: 1.7e16, nbf: 1.7e15 },
      { exp: 'soon', aud: 7, scp: {}, email: ['\u001b[31m@evil'] },
    ]) {
      const facts = inspectToken(jwt(claims as object));
      assert.equal(facts.expiresAt, undefined);
      assert.doesNotMatch(JSON.stringify(facts), /\u001b/);
    }
    assert.equal(inspectToken('eyJ.not-json.x').form, 'opaque');
  });

  it('matches whole host names only', () => {
    assert.equal(profileForHost('imap.gmail.com')?.provider, 'Google');
    assert.equal(profileForHost('smtp.office365.com')?.provider, 'Microsoft');
    for (const host of ['imap.aol.com', 'smtp.aol.com', 'imap.mail.yahoo.com']) {
      assert.equal(profileForHost(host)?.provider, 'Yahoo', host);
    }
    assert.equal(profileForHost('imap.gmail.com.evil.example'), undefined);
    assert.equal(profileForHost('notgmail.com'), undefined);
  });
});

describe('a token with claims that are nested too deeply', () => {
  it('is opaque, and has no readable claims', () => {
    const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const token = ['{"alg":"RS256"}', deep, 'signature']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    assert.equal(inspectToken(token).form, 'opaque');
    assert.deepEqual(readableClaims(token), []);
  });
});
