import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { AccountError } from '../../../src/accounts/errors.js';
import { AccountStore } from '../../../src/accounts/account-store.js';
import { PendingSignIns, signInLimit } from '../../../src/sign-in/pending-sign-ins.js';
import { parsePastedRedirect } from '../../../src/sign-in/pasted-redirect.js';
import { SignIn } from '../../../src/sign-in/sign-in.js';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { OAuthError } from '../../../src/oauth/errors.js';
import type { OAuthExchange } from '../../../src/oauth/exchange-record.js';
import { EditorSecrets } from '../../support/editor-secrets.js';
import { sampleAccount } from '../../support/sample-account.js';
import { startTokenEndpoint, type Answer } from '../../support/token-endpoint.js';

const hasCode =
  (code: string, text = /./) =>
  (error: unknown) =>
    (error instanceof AccountError ? error.code : error instanceof OAuthError && (error.serverError ?? error.code)) ===
      code && text.test(describeError(error));
const redirect = { kind: 'loopback', redirectUri: 'http://127.0.0.1:5000/callback' } as const;

describe('SignIn', () => {
  let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
  let answer: () => Answer | Promise<Answer>;
  let secrets: EditorSecrets;
  let now: number;

  const openWindow = () => {
    const own = secrets.openWindow();
    const store = new AccountStore(own);
    return { store, signIn: new SignIn(store, new PendingSignIns(own, () => now), () => now) };
  };

  const account = (changes = {}) => {
    const { tokens: _, ...rest } = sampleAccount({
      server: {
        authorizationEndpoint: `${endpoint.origin}/authorize?tenant=a`,
        tokenEndpoint: endpoint.url,
        ...changes,
      },
    });
    return rest;
  };

  const begin = async (changes = {}) => {
    const { store, signIn } = openWindow();
    const added = account(changes);
    await store.add(added);
    return signIn.begin(added, redirect);
  };

  beforeEach(async () => {
    secrets = new EditorSecrets('web');
    now = 1_000_000;
    answer = () => ({
      body: { access_token: 'access', refresh_token: 'refresh', token_type: 'bearer', expires_in: 3600 },
    });
    endpoint = await startTokenEndpoint(() => answer());
  });

  afterEach(() => endpoint.stop());

  it('sends PKCE S256, state, redirect, scopes and address, and keeps the endpoint’s query', async () => {
    const { url, state, codeVerifier } = await begin();
    const { searchParams } = new URL(url);
    assert.deepEqual(Object.fromEntries(searchParams), {
      tenant: 'a',
      response_type: 'code',
      client_id: 'client',
      redirect_uri: redirect.redirectUri,
      scope: 'https://mail.google.com/',
      login_hint: 'alice@example.com',
      state,
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    assert.ok(Buffer.from(state, 'base64url').length >= 32);
  });

  it('can be completed in another window, or after a reload', async () => {
    const { state, codeVerifier } = await begin();
    const { store, signIn } = openWindow();
    await signIn.complete(new URLSearchParams({ code: 'abc', state }));
    assert.equal(endpoint.requests[0]?.parameters.get('code_verifier'), codeVerifier);
    assert.equal(endpoint.requests[0].parameters.get('redirect_uri'), redirect.redirectUri);
    assert.deepEqual((await store.get('alice'))?.tokens, {
      accessToken: 'access',
      refreshToken: 'refresh',
      obtainedAt: now,
      expiresAt: now + 3_600_000,
      scopes: ['https://mail.google.com/'],
      clientAuthMethod: 'none',
    });
  });

  it('records its requests and responses in order, without secrets', async () => {
    const heard: OAuthExchange[] = [];
    const own = secrets.openWindow();
    const store = new AccountStore(own);
    const recorded = () => Promise.resolve({ onExchange: (exchange: OAuthExchange) => void heard.push(exchange) });
    const signIn = new SignIn(store, new PendingSignIns(own, () => now), () => now, recorded);
    await store.add(account());
    const { state, codeVerifier } = await signIn.begin(account(), redirect);
    await signIn.complete(new URLSearchParams({ code: 'the-code-of-the-sign-in', state }));
    assert.deepEqual(
      heard.map(({ kind, at }) => [kind, at > 0]),
      [
        ['authorization', true],
        ['redirect', true],
        ['token', true],
      ],
    );
    const [authorization, back, token] = heard;
    assert.ok(authorization?.request.some(({ name, value }) => name === 'scope' && value.includes('mail.google.com')));
    assert.ok(back?.response.some(({ name }) => name === 'code'));
    assert.equal(token?.status, 200);
    const text = JSON.stringify(heard);
    for (const secret of [state, codeVerifier, 'the-code-of-the-sign-in']) assert.ok(!text.includes(secret), secret);
  });

  it('uses a state once, and deletes it', async () => {
    const { state } = await begin();
    const { signIn } = openWindow();
    await signIn.complete(new URLSearchParams({ code: 'abc', state }));
    await assert.rejects(signIn.complete(new URLSearchParams({ code: 'abc', state })), hasCode('unknown-state'));
    assert.deepEqual([...secrets.record.keys()], ['account/alice']);
    assert.equal(endpoint.requests.length, 1);
  });

  it('rejects an unknown and an expired state without a request', async () => {
    const { state } = await begin();
    const { signIn } = openWindow();
    await assert.rejects(
      signIn.complete(new URLSearchParams({ code: 'abc', state: 'made-up' })),
      hasCode('unknown-state', /start the sign-in again/i),
    );
    await assert.rejects(signIn.complete(new URLSearchParams({ code: 'abc' })), hasCode('unknown-state'));
    now += signInLimit;
    await assert.rejects(
      signIn.complete(new URLSearchParams({ code: 'abc', state })),
      hasCode('expired-state', /5 minutes/),
    );
    assert.equal(endpoint.requests.length, 0);
  });

  it('reports the server’s error, with control characters escaped', async () => {
    const { state } = await begin();
    const response = new URLSearchParams({ error: 'access_denied', error_description: 'not\u0007\n today', state });
    await assert.rejects(
      openWindow().signIn.complete(response),
      hasCode('access_denied', /allow access.*“not\\x07 today”/),
    );
  });

  for (const repeated of ['code', 'state', 'error']) {
    it(`rejects a repeated “${repeated}” in a redirect and in a pasted URL`, async () => {
      for (const read of [
        (query: string) => new URLSearchParams(query),
        (query: string) => parsePastedRedirect(`http://127.0.0.1/?${query}`, ''),
      ]) {
        const { state } = await begin();
        const response = new URLSearchParams({ state, code: 'abc', error: 'access_denied' });
        response.append(repeated, 'other');
        await assert.rejects(
          openWindow().signIn.complete(read(response.toString())),
          hasCode('repeated-parameter', new RegExp(`“${repeated}” more than once`)),
        );
      }
      assert.equal(endpoint.requests.length, 0);
    });
  }

  it('verifies iss if the issuer is known (RFC 9207)', async () => {
    const known = { issuer: 'https://login.example.com', sendsIssuer: true };
    for (const response of [{ iss: 'https://evil.example.com' }, {}]) {
      const { state } = await begin(known);
      const parameters = new URLSearchParams({ code: 'abc', state, ...response });
      await assert.rejects(openWindow().signIn.complete(parameters), hasCode('issuer-mismatch'));
    }
    assert.equal(endpoint.requests.length, 0);
    const { state } = await begin(known);
    await openWindow().signIn.complete(new URLSearchParams({ code: 'abc', state, iss: known.issuer }));
  });

  it('uses the editor’s URI with a nonce as the state for a relay, and accepts the nonce', async () => {
    const { store, signIn } = openWindow();
    await store.add(account());
    const forwardTo = 'vscode://mail-oauth.xoauth2/callback?windowId=2';
    const { state } = await signIn.begin(account(), {
      kind: 'relay',
      redirectUri: 'https://relay.example.com/',
      forwardTo,
    });
    const uri = new URL(state);
    assert.equal(`${uri.protocol}//${uri.host}${uri.pathname}`, 'vscode://mail-oauth.xoauth2/callback');
    assert.equal(uri.searchParams.get('windowId'), '2');
    await signIn.complete(new URLSearchParams({ code: 'abc', nonce: uri.searchParams.get('nonce') ?? '' }));
    assert.equal(endpoint.requests[0]?.parameters.get('redirect_uri'), 'https://relay.example.com/');
  });

  it('reports requested scopes that were not granted', async () => {
    answer = () => ({ body: { access_token: 'access', token_type: 'bearer', scope: 'openid' } });
    const { state } = await begin();
    const { missingScopes, account: stored } = await openWindow().signIn.complete(
      new URLSearchParams({ code: 'abc', state }),
    );
    assert.deepEqual(missingScopes, ['https://mail.google.com/']);
    assert.equal(stored.tokens?.expiresAt, undefined);
  });

  it('retries with the client secret in the body if the server rejects Basic', async () => {
    const { store, signIn } = openWindow();
    const added = { ...account(), client: { clientId: 'client', clientSecret: 's3cret' } };
    await store.add(added);
    const { state } = await signIn.begin(added, redirect);
    const answers: Answer[] = [
      { status: 401, body: { error: 'invalid_client' } },
      { body: { access_token: 'access', token_type: 'bearer' } },
    ];
    answer = () => answers.shift()!;
    const { account: stored } = await signIn.complete(new URLSearchParams({ code: 'abc', state }));
    assert.match(endpoint.requests[0]?.authorization ?? '', /^Basic /);
    assert.equal(endpoint.requests[1]?.parameters.get('client_secret'), 's3cret');
    assert.equal(stored.tokens?.clientAuthMethod, 'client_secret_post');
  });

  const badAnswers = [
    [
      'invalid_client',
      'invalid_client',
      { status: 401, body: { error: 'invalid_client', error_description: 'secret s3cret of abc-code' } },
    ],
    ['invalid_grant', 'invalid_grant', { status: 400, body: { error: 'invalid_grant' } }],
    ['HTML', 'unavailable', { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' }],
    ['JSON that is none', 'bad-response', { body: '{"access_token":' }],
    ['no access token', 'bad-response', { body: { token_type: 'bearer' } }],
  ] as const;
  for (const [name, code, bad] of badAnswers) {
    it(`reports ${name} without secrets, and does not change the account`, async () => {
      const { state } = await begin();
      const before = secrets.record.get('account/alice');
      answer = () => bad;
      await assert.rejects(
        openWindow().signIn.complete(new URLSearchParams({ code: 'abc-code', state })),
        (error: unknown) => {
          assert.ok(hasCode(code)(error), String(error));
          assert.doesNotMatch(String(error), /abc-code/);
          return true;
        },
      );
      assert.equal(secrets.record.get('account/alice'), before);
    });
  }

  it('reports that the account has been removed', async () => {
    const { state } = await begin();
    const { store, signIn } = openWindow();
    await store.remove('alice');
    await assert.rejects(signIn.complete(new URLSearchParams({ code: 'abc', state })), hasCode('account-removed'));
  });
});

describe('a pasted redirect', () => {
  it('is parsed from the whole URL, from its query, and from the code alone', () => {
    const whole = parsePastedRedirect(' http://127.0.0.1/?state=s&code=4%2F0A%2Bb \n', 'x');
    assert.deepEqual(Object.fromEntries(whole), { state: 's', code: '4/0A+b' });
    assert.deepEqual(Object.fromEntries(parsePastedRedirect('?code=a&state=s', 'x')), { code: 'a', state: 's' });
    assert.deepEqual(Object.fromEntries(parsePastedRedirect('4/0Abc', 'x')), { code: '4/0Abc', state: 'x' });
  });
});
