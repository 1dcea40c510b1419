import assert from 'node:assert/strict';
import { normalizeTokenAnswer } from '../../../src/oauth/answer.js';
import { OAuthError } from '../../../src/oauth/errors.js';
import { describeIdTokenProblem } from '../../../src/oauth/id-token-problem.js';

const context = {
  endpoint: 'https://login.example.com/token',
  redact: (text: string) => text.replaceAll('sent-secret', '<redacted>'),
  now: () => Date.parse('2026-01-01T00:00:00Z'),
};

const normalize = (body: string | Uint8Array<ArrayBuffer>, init?: ResponseInit) =>
  normalizeTokenAnswer(new Response(body === '' ? null : body, init), context);

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('a response of a token endpoint', () => {
  const token = { access_token: 'made-up' };
  const now = context.now();
  const bearer = { access_token: 'made-up', token_type: 'Bearer' };

  for (const [name, body, expected] of [
    ['without token_type', JSON.stringify(token), bearer],
    ['with another word for Bearer', JSON.stringify({ ...token, token_type: 'access_token' }), bearer],
    ['with a byte order mark', `\ufeff${JSON.stringify(token)}`, bearer],
    ['form-encoded', 'access_token=made-up&expires_in=60', { ...bearer, expires_in: 60 }],
    ['with a list of scopes', JSON.stringify({ ...token, scope: ['a', 'b'] }), { ...bearer, scope: 'a b' }],
    ['with null and empty fields', JSON.stringify({ ...token, expires_in: null, refresh_token: '' }), bearer],
    ['with a life that is a text', JSON.stringify({ ...token, expires_in: '3599' }), { ...bearer, expires_in: 3599 }],
    ['with a life that is no number', JSON.stringify({ ...token, expires_in: 'never' }), bearer],
    ['with a life that is blank', JSON.stringify({ ...token, expires_in: ' ' }), bearer],
    ['with a life below nothing', JSON.stringify({ ...token, expires_in: -1 }), bearer],
    ['with a life that is a date', JSON.stringify({ ...token, expires_in: 1_767_225_600 }), bearer],
    ['with a life beyond all dates', JSON.stringify({ ...token, expires_in: 1e300 }), bearer],
    ['with a life in fractions', JSON.stringify({ ...token, expires_in: 3599.7 }), { ...bearer, expires_in: 3599 }],
    ['with token_type in capitals', JSON.stringify({ ...token, token_type: 'BEARER' }), bearer],
    ['with token_type N_A', JSON.stringify({ ...token, token_type: 'N_A' }), bearer],
    [
      'with a list of scopes that holds more',
      JSON.stringify({ ...token, scope: ['a', 3, null] }),
      { ...bearer, scope: 'a' },
    ],
    ['with blanks around the token', JSON.stringify({ access_token: ' made-up\n' }), bearer],
    ['with an error that is none', JSON.stringify({ ...token, error: false }), bearer],
    ['with an error that is 0', JSON.stringify({ ...token, error: 0, error_description: '' }), bearer],
    ['form-encoded in another order', 'expires_in=60&access_token=made-up', { ...bearer, expires_in: 60 }],
    [
      'with its end in s',
      JSON.stringify({ ...token, expires_on: String(now / 1000 + 3599) }),
      { ...bearer, expires_in: 3599 },
    ],
    ['with its end in ms', JSON.stringify({ ...token, expires_at: now + 60_000 }), { ...bearer, expires_in: 60 }],
    [
      'with its end as a date',
      JSON.stringify({ ...token, expires_at: '2026-01-01T01:00:00Z' }),
      { ...bearer, expires_in: 3600 },
    ],
    ['with an end in the past', JSON.stringify({ ...token, expires_at: 1 }), bearer],
    ['in the letter case of JavaScript', '{"accessToken":"made-up","expiresIn":60}', { ...bearer, expires_in: 60 }],
    ['in both letter cases', '{"access_token":"made-up","accessToken":"other"}', bearer],
    ['in an envelope', JSON.stringify({ code: 0, data: token }), bearer],
    ['in a list of one', `[${JSON.stringify(token)}]`, bearer],
    ['with a life called expires', JSON.stringify({ ...token, expires: 60 }), { ...bearer, expires_in: 60 }],
    ['after a warning', `<b>Warning</b>: {closure}\n${JSON.stringify(token)}`, bearer],
    ['with a guard against scripts', `)]}',\n${JSON.stringify(token)}`, bearer],
    ['in UTF-16 with a mark', utf16(`\ufeff${JSON.stringify(token)}`), bearer],
    ['in UTF-16 without a mark', utf16(JSON.stringify(token)), bearer],
    ['in UTF-16, big end first', utf16(`\ufeff${JSON.stringify(token)}`).swap16(), bearer],
  ] as const) {
    it(`is accepted ${name}`, async () => {
      assert.deepEqual(await normalize(body, { headers: { 'content-type': 'text/plain' } }), expected);
    });
  }

  for (const [name, init, body, expected] of [
    ['an error with HTTP 200', {}, '{"error":"invalid_code"}', /invalid_code/],
    ['an error beside a token', {}, '{"access_token":"made-up","error":"invalid_scope"}', /invalid_scope/],
    ['an error object', { status: 400 }, '{"error":{"code":400,"message":"Bad","status":"INVALID"}}', /INVALID.*“Bad”/],
    ['an error in a message', { status: 400 }, '{"message":"Invalid code"}', /HTTP 400.*“Invalid code”/],
    ['an error in a list', { status: 400 }, '{"errors":[{"message":"No such app"}]}', /“No such app”/],
    ['plain text', { status: 400 }, 'Missing parameter', /“Missing parameter”/],
    ['an empty 401', { status: 401 }, '', /invalid_client/],
    [
      'a 401 that says why in its header',
      { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token", error_description="gone"' } },
      '',
      /invalid_token.*“gone”/,
    ],
    ['429 with a wait in seconds', { status: 429, headers: { 'retry-after': '30' } }, '', /too many requests.*in 30 s/],
    [
      '429 with a date',
      { status: 429, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:10:00 GMT' } },
      '',
      /too many requests.*in 10 min/,
    ],
    [
      '429 with a date that is over',
      { status: 429, headers: { 'retry-after': 'Thu, 01 Jan 2015 00:10:00 GMT' } },
      '',
      /later/,
    ],
    ['429 in fractions', { status: 429, headers: { 'retry-after': '1.5' } }, '', /in 2 s/],
    [
      '429 in its own words',
      { status: 429 },
      '{"message":"Slow down, alice"}',
      /later\. The server says: “Slow down, alice”/,
    ],
    [
      '503 with a wait',
      { status: 503, headers: { 'retry-after': '120' } },
      '',
      /has a problem \(HTTP 503\)\. Try again in 2 min/,
    ],
    ['500 in its own words', { status: 500 }, 'database is down', /HTTP 500.*“database is down”/],
    ['502 with a page', { status: 502 }, '<title>Maintenance &amp; more</title>', /HTTP 502.*“Maintenance & more”/],
    ['429 without a wait', { status: 429 }, '{"error":"slow_down"}', /too many requests.*later/],
    ['503', { status: 503 }, '<h1>Down</h1>', /login\.example\.com has a problem \(HTTP 503\)\. Try again later/],
    ['a web page', {}, '<html><title>Log in</title></html>', /web page “Log in”.*Check the endpoint/],
    ['a page with references', {}, '<title>Caf&eacute; &#8211; &#x41;&unknown;</title>', /“Café – A&unknown;”/],
    ['a page with a heading only', {}, '<html><h1 class="x">Not here</h1></html>', /web page “Not here”/],
    [
      'a page in an older charset',
      { headers: { 'content-type': 'text/html; charset=iso-8859-2' } },
      Buffer.from('<title>\xa3\xf3d\xbc</title>', 'latin1'),
      /“Łódź”/,
    ],
    [
      'a page that names its charset',
      {},
      Buffer.from('<meta charset="windows-1251"><title>\xc2\xf5\xee\xe4</title>', 'latin1'),
      /“Вход”/,
    ],
    ['a page in no charset', {}, Buffer.from('<title>G\xe4ste</title>', 'latin1'), /“Gäste”/],
    [
      'a firewall’s page',
      { status: 403 },
      '<title>Blocked</title>',
      /“Blocked”.*firewall or a proxy may have answered/,
    ],
    ['a proxy’s page', { status: 401 }, '<title>Proxy login</title>', /“Proxy login”.*asks for a login/],
    ['407', { status: 407 }, '', /HTTP 407.*asks for a login/],
    [
      'a 401 whose page comes with a challenge',
      { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
      '<title>401</title>',
      /invalid_client/,
    ],
    ['a 401 in plain text', { status: 401 }, 'Bad client credentials', /invalid_client.*“Bad client credentials”/],
    ['408', { status: 408 }, '', /HTTP 408.*Try again/],
    ['413', { status: 413 }, '<title>Too large</title>', /HTTP 413.*too large for it/],
    ['nothing', {}, '', /sent an empty response \(HTTP 200\)/],
    ['204', { status: 204 }, '', /sent an empty response \(HTTP 204\)/],
    ['a number', { status: 400 }, '{"error":400,"error_description":"bad thing"}', /\(400\).*“bad thing”/],
    ['an error that is only true', { status: 400 }, '{"error":true,"message":"bad thing"}', /“bad thing”/],
    ['an error list of texts', { status: 400 }, '{"error":["invalid_grant"]}', /invalid_grant/],
    [
      'an error object in a list',
      { status: 400 },
      '[{"error":{"code":403,"message":"Denied","status":"DENIED"}}]',
      /DENIED.*“Denied”/,
    ],
    ['names in capitals', { status: 400 }, '{"ErrorMessage":"Wrong app"}', /“Wrong app”/],
    ['a fault', { status: 400 }, '{"fault":{"faultstring":"Wrong key"}}', /“Wrong key”/],
    ['an error by number with HTTP 200', {}, '{"errcode":40029,"errmsg":"wrong code"}', /“wrong code”/],
    [
      'a subtype that the description leaves out',
      { status: 400 },
      '{"error":"invalid_grant","error_description":"Bad","error_subtype":"invalid_rapt"}',
      /“Bad \(invalid_rapt\)”/,
    ],
    [
      'an error that is form-encoded',
      { status: 400 },
      'error_description=gone+now&error=invalid_grant',
      /invalid_grant.*“gone now”/,
    ],
    ['a list', {}, '[1,2]', /did not answer like an authorization server/],
    [
      'a redirect to another host',
      { status: 308, headers: { location: '//other.example.com/token' } },
      '',
      /redirects to https:\/\/other\.example\.com\/token \(HTTP 308/,
    ],
    [
      'a redirect to a login page',
      { status: 302, headers: { location: 'https://sso.example.com/?next=x' } },
      '',
      /redirects to https:\/\/sso\.example\.com\/ \(/,
    ],
    ['a redirect to nowhere', { status: 307 }, '', /empty response \(HTTP 307\)/],
    [
      'a token that is bound by MAC',
      {},
      '{"access_token":"made-up","token_type":"mac"}',
      /bound to a key \(its type is mac\)/,
    ],
    [
      'a redirect, without what it carries',
      { status: 301, headers: { location: '/new/token?code=made-up' } },
      '',
      /redirects to https:\/\/login\.example\.com\/new\/token \(/,
    ],
    ['a token that is bound to a key', {}, '{"access_token":"made-up","token_type":"DPoP"}', /DPoP/],
    ['a token that clears the terminal', {}, '{"access_token":"x\\u001b[2J"}', /characters that are not allowed/],
    [
      'a refresh token that reverses the line',
      {},
      '{"access_token":"x","refresh_token":"x\u202e"}',
      /characters that are not allowed/,
    ],
    ['what was sent, redacted', { status: 400 }, 'bad sent-secret', /“bad <redacted>”/],
  ] as const) {
    it(`is explained: ${name}`, async () => {
      await assert.rejects(
        normalize(body, init),
        (error) => error instanceof OAuthError && expected.test(error.message),
      );
    });
  }

  it('is not quoted if it may contain a token', async () => {
    for (const body of [
      'callback({"access_token":"issued-token"',
      'ok access_token=issued-token',
      'token: issued-token',
      utf16('{"access_token":"issued-token"').swap16(),
      '{"access_token":["issued-token","issued-other"]}',
      '{"token_type":"Bearer","access_token":"issued-tok',
      "{'access_token': 'issued-token'",
      '<Access_Token><Token>issued-token</Access_Token>',
    ]) {
      await assert.rejects(normalize(body), (error: Error) => !error.message.includes('issued'));
    }
  });

  it('does not blame the endpoint for a server failure', async () => {
    for (const status of [429, 500, 502, 503, 504]) {
      await assert.rejects(normalize('', { status }), (error: Error) => !error.message.includes('Check the endpoint'));
    }
  });
});

describe('an ID token that is not used', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const idToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
  const seconds = now / 1000;

  it('is explained by a wrong clock, with the difference', () => {
    const early = idToken({ iss: 'https://a.example', iat: seconds + 7200, exp: seconds + 10_800 });
    assert.match(describeIdTokenProblem(early, 'https://a.example', now), /differs from this machine’s clock by 2 h/);
  });

  it('is explained by another issuer, with both names', () => {
    const other = idToken({ iss: 'https://b.example', iat: seconds, exp: seconds + 60 });
    const said = describeIdTokenProblem(other, 'https://a.example', now);
    assert.match(said, /https:\/\/b\.example.*https:\/\/a\.example/);
    assert.doesNotMatch(said, /clock/);
  });

  it('does not throw if it is not a token at all', () => {
    assert.match(describeIdTokenProblem('..', 'https://a.example', now), /does not match/);
  });
});
