import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { MailOAuthError } from '../../src/common/errors.js';
import { describeError } from '../../src/diagnosis/describe-error.js';
import { requestDeviceAuthorization, type DeviceAuthorization } from '../../src/oauth/device-authorization.js';
import { discover } from '../../src/oauth/discovery.js';
import { refreshTokens } from '../../src/oauth/refresh.js';
import { revokeTokens } from '../../src/oauth/revoke.js';
import type { TokenSet } from '../../src/oauth/types.js';
import { hostileText } from '../support/hostile-texts.js';
import { control } from './login.js';

const refreshToken = `1//RtCaNaRy${'pL9-vB2_mN4x'.repeat(6)}`;
const clientSecret = `GOCSPX-CsCaNaRy${'hJ6kD8s'.repeat(3)}`;

const text = fc.oneof(
  { weight: 6, arbitrary: hostileText() },
  { weight: 1, arbitrary: fc.constantFrom(refreshToken, clientSecret, `bad ${refreshToken}`) },
);

const names = [
  'access_token',
  'refresh_token',
  'token_type',
  'expires_in',
  'scope',
  'id_token',
  'error',
  'error_description',
  'error_uri',
  'message',
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'revocation_endpoint',
  'device_authorization_endpoint',
  'device_code',
  'user_code',
  'verification_uri',
  'verification_uri_complete',
  'interval',
];

const usual = ['Bearer', 'invalid_grant', 'invalid_client', 'https://as.example/', 'http://127.0.0.1/', 'javascript:x'];
const value = fc.oneof(
  text,
  fc.constantFrom(...usual),
  fc.double(),
  fc.constantFrom(null, true, 3600, {}),
  fc.array(text, { maxLength: 3 }),
);
const fields = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 });

const header = text.map((one) => one.replace(/[^\t\u0020-\u007e]/g, ' ').slice(0, 4000));

const answer = fc.record({
  status: fc.constantFrom(200, 200, 200, 204, 302, 400, 401, 403, 404, 429, 500, 503),
  type: fc.oneof(fc.constantFrom('application/json', 'text/html', 'application/x-www-form-urlencoded'), header),
  challenge: fc.oneof(
    fc.constant(undefined),
    header,
    text.map((one) => `Basic error="${one.replace(/[^ -~]|"/g, '')}"`),
  ),
  location: fc.oneof(fc.constant(undefined), header),
  retryAfter: fc.oneof(fc.constant(undefined), header, fc.constantFrom('5', '-1', '99999999999')),
  body: fc.oneof(
    { weight: 3, arbitrary: fields.map((one) => JSON.stringify(one)) },
    { weight: 1, arbitrary: fields.map((one) => new URLSearchParams(one as Record<string, string>).toString()) },
    { weight: 1, arbitrary: text },
  ),
});

/** Gives so many requests of each kind to an authorization server that answers anything. */
export async function fuzzAnswers(inputs: number, seed?: number): Promise<void> {
  let next: typeof answer extends fc.Arbitrary<infer T> ? T : never;
  const listener = http.createServer((request, response) => {
    const { status, type, challenge, location, retryAfter, body } = next;
    response.writeHead(status, {
      'content-type': type,
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
      ...(location === undefined ? {} : { location }),
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    });
    request.resume();
    response.end(body);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const server = {
    authorizationEndpoint: url,
    tokenEndpoint: url,
    revocationEndpoint: url,
    deviceAuthorizationEndpoint: url,
  };
  const client = { clientId: 'cid', clientSecret };
  /** With the secrets that each sends. */
  const requests = [
    { ask: () => refreshTokens({ server, client, tokens: { refreshToken } }), sent: [refreshToken, clientSecret] },
    { ask: () => revokeTokens(server, client, { refreshToken }), sent: [refreshToken, clientSecret] },
    { ask: () => requestDeviceAuthorization({ server, client, scopes: ['a'] }), sent: [clientSecret] },
    { ask: () => discover(url), sent: [] },
  ];

  const property = fc.asyncProperty(answer, fc.constantFrom(...requests), async (input, { ask, sent }) => {
    next = input;
    try {
      const result = await ask();
      // What is shown or printed of it.
      const {
        accessToken = '',
        refreshToken: rotated = '',
        scopes,
        identity,
        userCode,
        verificationUri,
      } = (result ?? {}) as Partial<TokenSet & DeviceAuthorization>;
      assert.doesNotMatch([accessToken, rotated, scopes, identity, userCode, verificationUri].flat().join(), control);
      if (verificationUri !== undefined) assert.match(verificationUri, /^https?:/);
    } catch (error) {
      if (!(error instanceof MailOAuthError)) throw error;
      const shown = `${error.message} ${describeError(error)}`;
      assert.doesNotMatch(shown, control, 'no control in an error');
      for (const secret of sent) assert.ok(!shown.includes(secret), 'no secret in an error');
      assert.ok(shown.length < 4000, 'an error is short');
    }
  });
  try {
    await fc.assert(property, { numRuns: inputs, ...(seed === undefined ? {} : { seed }) });
  } finally {
    listener.closeAllConnections();
    listener.close();
  }
}
