import assert from 'node:assert/strict';
import { constants, createPublicKey, verify } from 'node:crypto';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { requestClientCredentials } from '../../../src/oauth/client-credentials.js';
import { parseClientCertificate } from '../../../src/sign-in/client-certificate.js';
import { makeClientCertificate, type MadeCertificate } from '../../support/client-certificate.js';
import { readBack } from '../../support/read-back.js';
import { startTokenEndpoint, type Answer, type Arrived } from '../../support/token-endpoint.js';

const clientSecret = `SeCrEt-${'z7Qm3'.repeat(6)}`;
const scopes = ['https://outlook.office365.com/.default'];
const tokens: Answer = {
  body: { access_token: 'access', token_type: 'Bearer', expires_in: 3599, refresh_token: 'not to be kept' },
};

describe('client credentials', () => {
  let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
  let answer: (request: Arrived) => Answer;
  let made: MadeCertificate;

  before(async () => {
    made = await makeClientCertificate();
  });

  beforeEach(async () => {
    answer = () => tokens;
    endpoint = await startTokenEndpoint((request) => answer(request));
  });

  afterEach(() => endpoint.stop());

  const server = () => ({
    authorizationEndpoint: endpoint.url,
    tokenEndpoint: endpoint.url,
    clientAuthMethods: ['client_secret_post'],
  });
  const key = async (forRsa?: 'PS256') =>
    (await parseClientCertificate(Buffer.from(made.keyPem + made.certificatePem), { forRsa })).key;

  it('sends grant, scope, client and secret, and keeps no refresh token', async () => {
    const client = { clientId: 'app', clientSecret };
    const { obtainedAt: _, ...got } = await requestClientCredentials(
      { server: server(), client, scopes },
      { now: () => 0 },
    );
    assert.deepEqual(got, {
      accessToken: 'access',
      expiresAt: 3_599_000,
      scopes,
      clientAuthMethod: 'client_secret_post',
    });
    assert.deepEqual(Object.fromEntries(endpoint.requests[0]?.parameters ?? []), {
      grant_type: 'client_credentials',
      scope: scopes[0],
      client_id: 'app',
      client_secret: clientSecret,
    });
  });

  it('sends no scope if none is requested', async () => {
    await requestClientCredentials({ server: server(), client: { clientId: 'app', clientSecret }, scopes: [] });
    assert.equal(endpoint.requests[0]?.parameters.has('scope'), false);
  });

  for (const [algorithm, padding] of [
    ['PS256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
    ['RS256', { padding: constants.RSA_PKCS1_PADDING }],
  ] as const) {
    it(`sends an assertion with the certificate’s thumbprint, signed with ${algorithm}`, async () => {
      const client = { clientId: 'app', key: await key(algorithm === 'PS256' ? 'PS256' : undefined) };
      const { clientAuthMethod } = await requestClientCredentials({ server: server(), client, scopes });
      assert.equal(clientAuthMethod, 'private_key_jwt');
      const { parameters } = endpoint.requests[0]!;
      assert.equal(parameters.get('client_assertion_type'), 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      const [header = '', claims = '', signature = ''] = parameters.get('client_assertion')?.split('.') ?? [];
      const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
      assert.deepEqual(read(header), { alg: algorithm, typ: 'JWT', 'x5t#S256': client.key.thumbprint });
      const { iss, sub, aud, iat, exp, jti } = read(claims);
      assert.deepEqual([iss, sub, aud], ['app', 'app', endpoint.url]);
      assert.ok(Number(exp) - Number(iat) <= 600 && Math.abs(Number(iat) * 1000 - Date.now()) < 60_000);
      assert.ok(typeof jti === 'string' && jti.length > 20);
      const publicKey = createPublicKey(made.certificatePem);
      assert.ok(
        verify(
          'sha256',
          Buffer.from(`${header}.${claims}`),
          { key: publicKey, ...padding },
          Buffer.from(signature, 'base64url'),
        ),
      );
    });
  }

  it('uses the issuer as the audience if it is known (RFC 7523 §3)', async () => {
    const client = { clientId: 'app', key: await key() };
    await requestClientCredentials({ server: { ...server(), issuer: 'https://login.example.com' }, client, scopes });
    const claims = endpoint.requests[0]?.parameters.get('client_assertion')?.split('.')[1] ?? '';
    const { aud } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string };
    assert.equal(aud, 'https://login.example.com');
  });

  it('includes neither secret nor assertion nor key in an error', async () => {
    for (const client of [
      { clientId: 'app', clientSecret },
      { clientId: 'app', key: await key() },
    ]) {
      let sent = '';
      answer = ({ parameters }) => {
        sent = parameters.get('client_assertion') ?? parameters.get('client_secret') ?? '';
        return { status: 401, body: { error: 'invalid_client', error_description: `AADSTS700027: ${sent}` } };
      };
      await assert.rejects(requestClientCredentials({ server: server(), client, scopes }), (error) => {
        const shown = describeError(error) + JSON.stringify(error);
        assert.ok(sent.length > 20);
        return readBack(shown, sent).length === 0 && !shown.includes('PRIVATE KEY');
      });
    }
  });
});
