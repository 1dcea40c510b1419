import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { requestJwtBearer } from '../../../src/oauth/jwt-bearer.js';
import { makeClientCertificate, type MadeCertificate } from '../../support/client-certificate.js';
import { readBack } from '../../support/read-back.js';
import { startTokenEndpoint, type Answer, type Arrived } from '../../support/token-endpoint.js';

const issuer = 'mailer@project.iam.gserviceaccount.com';
const subject = 'alice@example.com';
const scopes = ['https://mail.google.com/'];

describe('the JWT bearer grant', () => {
  let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
  let answer: (request: Arrived) => Answer;
  let made: MadeCertificate;

  before(async () => {
    made = await makeClientCertificate();
  });

  beforeEach(async () => {
    answer = () => ({ body: { access_token: 'access', token_type: 'Bearer', expires_in: 3599 } });
    endpoint = await startTokenEndpoint((request) => answer(request));
  });

  afterEach(() => endpoint.stop());

  const request = () => ({
    server: { authorizationEndpoint: endpoint.url, tokenEndpoint: endpoint.url },
    key: { algorithm: 'RS256', privateKey: made.keyPem, keyId: 'key-1' } as const,
    issuer,
    subject,
    scopes,
  });

  it('sends an assertion for the mailbox, signed with RS256, without a client', async () => {
    const { accessToken, expiresAt, scopes: granted } = await requestJwtBearer(request(), { now: () => 1_000_000_500 });
    assert.deepEqual([accessToken, expiresAt, granted], ['access', 1_000_000_500 + 3_599_000, scopes]);
    const { parameters, authorization } = endpoint.requests[0]!;
    assert.equal(authorization, undefined);
    assert.deepEqual([...parameters.keys()].sort(), ['assertion', 'grant_type']);
    assert.equal(parameters.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [header = '', claims = '', signature = ''] = parameters.get('assertion')?.split('.') ?? [];
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    assert.deepEqual(read(header), { alg: 'RS256', typ: 'JWT', kid: 'key-1' });
    const { jti, ...rest } = read(claims);
    assert.equal(typeof jti, 'string');
    assert.deepEqual(rest, {
      iss: issuer,
      sub: subject,
      scope: 'https://mail.google.com/',
      aud: endpoint.url,
      iat: 1_000_000,
      exp: 1_000_300,
    });
    const signed = Buffer.from(`${header}.${claims}`);
    assert.ok(verify('sha256', signed, createPublicKey(made.keyPem), Buffer.from(signature, 'base64url')));
  });

  for (const [error, description, explained] of [
    [
      'unauthorized_client',
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      /domain-wide delegation/,
    ],
    ['invalid_grant', 'Invalid email or User ID', /does not know the mailbox/],
    ['invalid_grant', 'Not a valid email.', /does not know the mailbox/],
    [
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      /clock/,
    ],
    ['invalid_grant', 'Invalid JWT Signature.', /key of the service account/],
    ['invalid_grant', 'Invalid grant: account not found', /service account does not exist/],
    ['disabled_client', 'The OAuth client was disabled.', /client, or its service account, was disabled/],
  ] as const) {
    it(`explains Google’s ${error}: ${description}`, async () => {
      answer = () => ({ status: 400, body: { error, error_description: description } });
      await assert.rejects(requestJwtBearer(request()), (thrown) => {
        assert.match(describeError(thrown), explained);
        return true;
      });
      assert.equal(endpoint.requests.length, 1);
    });
  }

  it('includes neither assertion nor key in an error', async () => {
    let sent = '';
    answer = ({ parameters }) => {
      sent = parameters.get('assertion') ?? '';
      return { status: 400, body: { error: 'invalid_grant', error_description: `bad assertion ${sent}` } };
    };
    await assert.rejects(requestJwtBearer(request()), (error) => {
      const shown = describeError(error) + JSON.stringify(error);
      return sent.length > 100 && readBack(shown, sent).length === 0 && !shown.includes('PRIVATE KEY');
    });
  });
});
