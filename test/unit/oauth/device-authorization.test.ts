import assert from 'node:assert/strict';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { requestDeviceAuthorization } from '../../../src/oauth/device-authorization.js';
import { awaitDeviceTokens } from '../../../src/oauth/device-polling.js';
import { OAuthError } from '../../../src/oauth/errors.js';
import { readBack } from '../../support/read-back.js';
import { startTokenEndpoint, type Answer } from '../../support/token-endpoint.js';

const client = { clientId: 'client' };
const scopes = ['https://mail.example.com/'];
const deviceCode = `DeViCe-${'q8-Lw2_'.repeat(8)}`;
const given = {
  device_code: deviceCode,
  user_code: 'WDJB-MJHT',
  verification_uri: 'https://login.example.com/device',
  expires_in: 600,
  interval: 5,
};
const refuses = (error: string, description?: string): Answer => ({
  status: 400,
  body: { error, ...(description === undefined ? {} : { error_description: description }) },
});
const tokens: Answer = { body: { access_token: 'access', token_type: 'Bearer', expires_in: 60 } };
const codeOf = (error: unknown) => (error instanceof OAuthError ? (error.serverError ?? error.code) : error);

describe('the device grant', () => {
  let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
  let answers: (Answer | undefined)[];
  let now: number;
  let waits: number[];

  beforeEach(async () => {
    now = 1_000_000;
    waits = [];
    answers = [];
    endpoint = await startTokenEndpoint(() => answers.shift());
  });

  afterEach(() => endpoint.stop());

  const server = () => ({
    authorizationEndpoint: endpoint.url,
    tokenEndpoint: endpoint.url,
    deviceAuthorizationEndpoint: endpoint.url,
  });
  const request = () => ({ server: server(), client, scopes });
  const clock = {
    now: () => now,
    wait: (ms: number) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  const begin = (body: Record<string, unknown> = given) => {
    answers.push({ body });
    return requestDeviceAuthorization(request(), clock);
  };
  const poll = async (...next: Answer[]) => {
    const authorization = await begin();
    answers.push(...next);
    return awaitDeviceTokens(request(), authorization, clock);
  };

  it('requests a code with the client and the scopes, and parses the response', async () => {
    const { userCode, verificationUri, verificationUriComplete, expiresAt, intervalMs } = await begin({
      ...given,
      verification_uri_complete: 'https://login.example.com/device?user_code=WDJB-MJHT',
    });
    assert.deepEqual(Object.fromEntries(endpoint.requests[0]?.parameters ?? []), {
      scope: scopes[0],
      client_id: 'client',
    });
    assert.deepEqual(
      { userCode, verificationUri, verificationUriComplete, expiresAt, intervalMs },
      {
        userCode: 'WDJB-MJHT',
        verificationUri: 'https://login.example.com/device',
        verificationUriComplete: 'https://login.example.com/device?user_code=WDJB-MJHT',
        expiresAt: now + 600_000,
        intervalMs: 5000,
      },
    );
  });

  it('accepts variants: times as strings, no interval, the old name of the URL', async () => {
    const { verification_uri: url, interval: _, ...rest } = given;
    const read = await begin({ ...rest, verification_url: url, expires_in: '900' });
    assert.deepEqual([read.verificationUri, read.expiresAt - now, read.intervalMs], [url, 900_000, 5000]);
  });

  for (const uri of [
    'javascript:alert(1)',
    'vscode://x/y',
    'file:///etc/passwd',
    'https://a:b@login.example.com/',
    '',
  ]) {
    it(`neither shows nor opens a URL that is not http or https: ${uri}`, async () => {
      await assert.rejects(begin({ ...given, verification_uri: uri }), (error) => codeOf(error) === 'bad-response');
      assert.equal((await begin({ ...given, verification_uri_complete: uri })).verificationUriComplete, undefined);
    });
  }

  it('reports at once that a server has no such endpoint', () => {
    const { deviceAuthorizationEndpoint: _, ...without } = server();
    assert.throws(
      () => requestDeviceAuthorization({ ...request(), server: without }),
      (error) => codeOf(error) === 'no-device-endpoint',
    );
  });

  it('waits for the interval before each request, and 5 s more after each slow_down', async () => {
    const { accessToken } = await poll(
      refuses('authorization_pending', 'AADSTS70016: pending'),
      refuses('slow_down'),
      refuses('slow_down'),
      refuses('authorization_pending'),
      tokens,
    );
    assert.equal(accessToken, 'access');
    assert.deepEqual(waits, [5000, 5000, 10_000, 15_000, 15_000]);
    assert.deepEqual(Object.fromEntries(endpoint.requests[1]?.parameters ?? []), {
      client_id: 'client',
      device_code: deviceCode,
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    });
  });

  it('backs off while the server cannot respond', async () => {
    const busy: Answer = { status: 503, body: '' };
    await poll(busy, busy, { status: 429, body: '' }, tokens);
    assert.deepEqual(waits, [5000, 10_000, 20_000, 40_000]);
  });

  it('ends when the code expires, by the clock or by the server’s error', async () => {
    const authorization = await begin({ ...given, expires_in: 12 });
    answers.push(refuses('authorization_pending'), refuses('authorization_pending'));
    await assert.rejects(
      awaitDeviceTokens(request(), authorization, clock),
      (error) => codeOf(error) === 'device-code-expired',
    );
    assert.equal(now, 1_000_000 + 12_000);
    assert.deepEqual(answers, []);
    await assert.rejects(poll(refuses('expired_token')), (error) => codeOf(error) === 'device-code-expired');
  });

  for (const denied of ['access_denied', 'authorization_declined']) {
    it(`reports denied access: ${denied}`, async () => {
      await assert.rejects(poll(refuses(denied)), (error) =>
        describeError(error).includes('denied on the sign-in page'),
      );
    });
  }

  it('ends on cancellation, while waiting and during a request', async () => {
    const authorization = await begin();
    const waiting = new AbortController();
    const wait = awaitDeviceTokens(request(), authorization, { now: () => now, signal: waiting.signal });
    waiting.abort();
    await assert.rejects(wait, { name: 'AbortError' });
    const asking = new AbortController();
    answers.push(undefined);
    const ask = awaitDeviceTokens(request(), authorization, { ...clock, signal: asking.signal });
    setImmediate(() => asking.abort());
    await assert.rejects(ask, { name: 'AbortError' });
  });

  it('includes neither the device code nor the client secret in an error', async () => {
    const clientSecret = `SeCrEt-${'z7Qm3'.repeat(6)}`;
    const authorization = await begin();
    answers.push(refuses('invalid_grant', `unknown ${deviceCode} of ${clientSecret}`));
    await assert.rejects(
      awaitDeviceTokens({ ...request(), client: { ...client, clientSecret } }, authorization, clock),
      (error) => {
        const shown = describeError(error) + JSON.stringify(error);
        return [deviceCode, clientSecret].every((secret) => readBack(shown, secret).length === 0);
      },
    );
  });
});
