import assert from 'node:assert/strict';
import { signIn, type SignInOptions } from '../../../src/sign-in/loopback-sign-in.js';
import { OAuthError } from '../../../src/oauth/errors.js';
import { startTokenEndpoint } from '../../support/token-endpoint.js';

const hasServerError = (code: string) => (error: unknown) => error instanceof OAuthError && error.serverError === code;

describe('signIn', () => {
  let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;

  beforeEach(async () => {
    endpoint = await startTokenEndpoint(() => ({
      body: { access_token: 'access', token_type: 'bearer', expires_in: 3600 },
    }));
  });

  afterEach(() => endpoint.stop());

  const start = (options: Partial<SignInOptions> & Pick<SignInOptions, 'openBrowser'>) =>
    signIn({
      server: { authorizationEndpoint: `${endpoint.origin}/authorize`, tokenEndpoint: endpoint.url },
      client: { clientId: 'client' },
      scopes: ['mail'],
      now: () => 1_000,
      ...options,
    });

  /** Where the browser is sent from the address that it is given. */
  const requestOf = async (url: string) => {
    const { headers } = await fetch(url, { redirect: 'manual' });
    return new URL(headers.get('location') ?? '');
  };

  /** Answers the authorization request as the server does by way of the browser. */
  const redirect = async (url: string, answer: Record<string, string>) => {
    const { searchParams } = await requestOf(url);
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ state: searchParams.get('state') ?? '', ...answer }).toString();
    return fetch(back);
  };

  it('opens the browser and exchanges the returned code', async () => {
    let page: Promise<string> | undefined;
    const tokens = await start({
      redirectUri: 'http://127.0.0.1/registered',
      openBrowser: (url) => {
        page = redirect(url, { code: 'the code' }).then((answer) => answer.text());
      },
    });
    assert.deepEqual(tokens, {
      accessToken: 'access',
      obtainedAt: 1_000,
      expiresAt: 3_601_000,
      scopes: ['mail'],
      clientAuthMethod: 'none',
    });
    assert.match((await page) ?? '', /<h1>Signed in<\/h1>/);
    const [exchange] = endpoint.requests;
    assert.equal(exchange?.parameters.get('code'), 'the code');
    assert.match(exchange.parameters.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/registered$/);
    assert.match(exchange.parameters.get('code_verifier') ?? '', /^[\w-]{43,}$/);
  });

  it('does not wait until the browser is closed', async () => {
    const tokens = await start({
      openBrowser: async (url) => {
        await redirect(url, { code: 'the code' });
        await new Promise(() => undefined);
      },
    });
    assert.equal(tokens.accessToken, 'access');
  });

  it('sends the redirect URI, the scopes, the address and additional parameters', async () => {
    const controller = new AbortController();
    let request: URL | undefined;
    const waiting = start({
      signal: controller.signal,
      loginHint: 'alice@example.com',
      parameters: { access_type: 'offline' },
      openBrowser: async (url) => {
        request = await requestOf(url);
        controller.abort();
      },
    });
    await assert.rejects(waiting, { name: 'AbortError' });
    const parameters = Object.fromEntries(request?.searchParams ?? []);
    assert.match(parameters['redirect_uri'] ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    assert.equal(parameters['scope'], 'mail');
    assert.equal(parameters['login_hint'], 'alice@example.com');
    assert.equal(parameters['access_type'], 'offline');
    assert.equal(parameters['code_challenge_method'], 'S256');
  });

  it('rejects with the server’s code if the user refuses, and shows it in the browser', async () => {
    let page: Promise<Response> | undefined;
    const refused = start({
      openBrowser: (url) => {
        page = redirect(url, { error: 'access_denied' });
      },
    });
    await assert.rejects(refused, hasServerError('access_denied'));
    const response = await page;
    assert.equal(response?.status, 400);
    assert.match(await response.text(), /The sign-in failed/);
    assert.equal(endpoint.requests.length, 0);
  });

  it('stops listening on cancellation, on timeout, and if the browser cannot be opened', async () => {
    const opened: string[] = [];
    const controller = new AbortController();
    const cancel = (url: string) => {
      opened.push(url);
      controller.abort();
    };
    await assert.rejects(start({ signal: controller.signal, openBrowser: cancel }), { name: 'AbortError' });
    const soon = AbortSignal.timeout(1);
    await assert.rejects(start({ signal: soon, openBrowser: (url) => opened.push(url) }), { name: 'TimeoutError' });
    const failing = (url: string) => {
      opened.push(url);
      throw new Error('no browser');
    };
    await assert.rejects(start({ openBrowser: failing }), /^Error: no browser$/);
    assert.equal(opened.length, 3);
    for (const url of opened) await assert.rejects(fetch(url), { name: 'TypeError' });
  });

  it('does not start with an aborted signal', async () => {
    const open = () => assert.fail('the browser is opened');
    await assert.rejects(start({ signal: AbortSignal.abort(), openBrowser: open }), { name: 'AbortError' });
  });
});
