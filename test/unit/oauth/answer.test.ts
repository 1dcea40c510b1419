import assert from 'node:assert/strict';
import { normalizeTokenAnswer } from '../../../src/oauth/answer.js';
import { OAuthError } from '../../../src/oauth/errors.js';
import { describeIdTokenProblem } from '../../../src/oauth/id-token-problem.js';

const context = {
  endpoint: 'https://login.example.com/token',
  redact: (text: string) => text.replaceAll('sent-secret', '<redacted>'),
  now: () => Date.parse('2026-01-01T00:00:00Z'),
};

const normalize = (body: string, init?: ResponseInit) => normalizeTokenAnswer(new Response(body, init), context);

describe('an answer of a token endpoint', () => {
  const token = { access_token: 'made-up' };
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
  ] as const) {
    it(`is used ${name}`, async () => {
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
    ['429 without a wait', { status: 429 }, '{"error":"slow_down"}', /too many requests.*later/],
    ['503', { status: 503 }, '<h1>Down</h1>', /login\.example\.com has a problem \(HTTP 503\)\. Try again later/],
    ['a web page', {}, '<html><title>Log in</title></html>', /web page “Log in”/],
    [
      'a redirect, without what it carries',
      { status: 301, headers: { location: '/new/token?code=made-up' } },
      '',
      /redirects to https:\/\/login\.example\.com\/new\/token \(/,
    ],
    ['a token that is bound to a key', {}, '{"access_token":"made-up","token_type":"DPoP"}', /DPoP/],
    ['what was sent, redacted', { status: 400 }, 'bad sent-secret', /“bad <redacted>”/],
  ] as const) {
    it(`is explained: ${name}`, async () => {
      await assert.rejects(
        normalize(body, init),
        (error) => error instanceof OAuthError && expected.test(error.message),
      );
    });
  }

  it('is not called wrong at its endpoint where the server only has a problem', async () => {
    for (const status of [429, 500, 502, 503, 504]) {
      await assert.rejects(normalize('', { status }), (error: Error) => !error.message.includes('Check the endpoint'));
    }
  });
});

describe('an ID token that is not used', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const idToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
  const seconds = now / 1000;

  it('is told from a wrong clock, with the difference', () => {
    const early = idToken({ iss: 'https://a.example', iat: seconds + 7200, exp: seconds + 10_800 });
    assert.match(describeIdTokenProblem(early, 'https://a.example', now), /differs from this machine’s clock by 2 h/);
  });

  it('is told from another issuer, with both names', () => {
    const other = idToken({ iss: 'https://b.example', iat: seconds, exp: seconds + 60 });
    const said = describeIdTokenProblem(other, 'https://a.example', now);
    assert.match(said, /https:\/\/b\.example.*https:\/\/a\.example/);
    assert.doesNotMatch(said, /clock/);
  });

  it('is no exception where it is nothing at all', () => {
    assert.match(describeIdTokenProblem('..', 'https://a.example', now), /does not fit/);
  });
});
