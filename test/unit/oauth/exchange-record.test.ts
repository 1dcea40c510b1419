import assert from 'node:assert/strict';
import { authorizationExchange, redirectExchange, type OAuthExchange } from '../../../src/oauth/exchange-record.js';
import { exchangeCode } from '../../../src/oauth/authorization-code.js';
import { refreshTokens } from '../../../src/oauth/refresh.js';
import { formatExchange } from '../../../src/report/sign-in-text.js';
import { signInChecks } from '../../../src/report/sign-in-checks.js';
import { startTokenEndpoint, type Answer, type Arrived } from '../../support/token-endpoint.js';

const secrets = {
  code: 'made-up-code-0123456789',
  verifier: 'made-up-verifier-0123456789-0123456789-0123456789',
  client: 'made-up secret/0123456789',
  access: 'made-up-access-0123456789',
  refresh: 'made-up-refresh-0123456789',
  state: 'made-up-state-0123456789',
};

describe('the record of exchanges with an authorization server', () => {
  const heard: OAuthExchange[] = [];
  let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
  let answer: (request: Arrived) => Answer;

  before(async () => {
    endpoint = await startTokenEndpoint((request) => answer(request));
  });
  beforeEach(() => heard.splice(0));
  after(() => endpoint.stop());

  const server = () => ({ authorizationEndpoint: `${endpoint.origin}/auth`, tokenEndpoint: endpoint.url });
  const client = { clientId: 'a-client', clientSecret: secrets.client };
  const onExchange = (exchange: OAuthExchange) => heard.push(exchange);
  const valueOf = (fields: OAuthExchange['request'] | undefined, name: string) =>
    fields?.find((field) => field.name === name)?.value;

  function exchange(): Promise<unknown> {
    const response = new URLSearchParams({ code: secrets.code, state: secrets.state });
    return exchangeCode(
      {
        server: server(),
        client,
        scopes: ['mail'],
        state: secrets.state,
        codeVerifier: secrets.verifier,
        redirectUri: 'http://127.0.0.1:1/callback?vscode-reqid=1',
        response,
      },
      { onExchange, now: () => 1_000_000 },
    );
  }

  function assertNoSecret(): void {
    const text = [JSON.stringify(heard), heard.flatMap(formatExchange).join('\n')].join('\n');
    for (const secret of Object.values(secrets)) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        assert.ok(!text.includes(form), text);
      }
    }
  }

  it('has the parameters of the token request, the fields of the response, and the duration', async () => {
    answer = () => ({
      body: {
        access_token: secrets.access,
        refresh_token: secrets.refresh,
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'mail',
      },
    });
    await exchange();
    const [one] = heard;
    assert.equal(one?.kind, 'token');
    assert.equal(one.status, 200);
    assert.equal(one.at, 1_000_000);
    assert.equal(typeof one.ms, 'number');
    assert.equal(valueOf(one.request, 'grant_type'), 'authorization_code');
    assert.equal(valueOf(one.request, 'redirect_uri'), 'http://127.0.0.1:1/callback');
    assert.match(valueOf(one.request, 'code') ?? '', /^<23 characters, #[0-9a-f]{4}>$/);
    assert.match(valueOf(one.request, 'Authorization') ?? '', /^Basic <\d+ characters/);
    assert.equal(valueOf(one.response, 'expires_in'), '3600');
    assert.match(valueOf(one.response, 'access_token') ?? '', /^<25 characters/);
    assertNoSecret();
  });

  it('redacts secrets that the server echoes', async () => {
    answer = ({ parameters, authorization = '' }) => ({
      status: 400,
      body: {
        error: 'invalid_grant',
        error_description: `${parameters.get('code') ?? ''} ${authorization} ${secrets.client} is not good`,
      },
    });
    await assert.rejects(exchange());
    assert.equal(valueOf(heard[0]?.response, 'error'), 'invalid_grant');
    assertNoSecret();
  });

  for (const [name, body] of [
    ['as the name of a field', { [secrets.client]: true, [`code ${secrets.code}`]: 1 }],
    ['in words that hold an equals sign', `${secrets.code} of ${secrets.client}=bad`],
    ['as a token alone with the padding of base64', `${secrets.refresh}==`],
  ] as const) {
    it(`redacts secrets that stand in a response ${name}`, async () => {
      answer = () => ({ status: 400, body });
      await assert.rejects(exchange());
      assertNoSecret();
    });
  }

  it('takes a body that is nested too deeply for none of an authorization server', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    answer = () => ({ body: `{"access_token":"${secrets.access}","token_type":"Bearer","more":${deep}}` });
    await assert.rejects(exchange(), { code: 'bad-response', message: /did not answer like an authorization server/ });
    assert.equal(heard[0]?.status, 200);
    assertNoSecret();
  });

  it('has a refresh, and why there was no response', async () => {
    const closed = await startTokenEndpoint(() => undefined);
    await closed.stop();
    const lost = { ...server(), tokenEndpoint: closed.url };
    await assert.rejects(
      refreshTokens({ server: lost, client, tokens: { refreshToken: secrets.refresh } }, { onExchange }),
    );
    assert.equal(heard[0]?.kind, 'refresh');
    assert.match(heard[0].error ?? '', /ECONNREFUSED|fetch failed/);
    assertNoSecret();
  });

  it('determines the four checks of a sign-in', async () => {
    heard.push(
      authorizationExchange(`${endpoint.origin}/auth?response_type=code&client_id=a-client&state=${secrets.state}`, 1),
      redirectExchange(
        'http://127.0.0.1:1/callback',
        new URLSearchParams({ code: secrets.code, state: secrets.state }),
        2,
      ),
    );
    answer = () => ({ status: 401, body: { error: 'invalid_client', error_description: 'Unknown client' } });
    await assert.rejects(exchange());
    assert.deepEqual(
      signInChecks(heard).map(({ status }) => status),
      ['failed', 'ok', 'unknown', 'failed'],
    );
    assert.equal(signInChecks(heard)[0]?.summary, 'invalid_client: Unknown client');
    assert.equal(valueOf(heard[0]?.request, 'client_id'), 'a-client');
    assertNoSecret();
  });
});
