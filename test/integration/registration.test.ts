import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { discover } from '../../src/oauth/discovery.js';
import { OAuthError } from '../../src/oauth/errors.js';
import { deleteRegistration, registerClient } from '../../src/oauth/registration.js';
import { obtainClient, isLastOfRegistration } from '../../src/sign-in/obtain-client.js';
import { signIn } from '../../src/sign-in/loopback-sign-in.js';
import {
  mailScope,
  signInWithoutBrowser,
  startAuthorizationServer,
  type AuthorizationServer,
} from '../support/authorization-server.js';
import { run } from '../support/processes.js';
import { sampleAccount } from '../support/sample-account.js';

const redirectUris = ['http://127.0.0.1/'];
const scopes = [mailScope, 'offline_access'];

describe('dynamic client registration', () => {
  let server: AuthorizationServer;

  before(async () => {
    server = await startAuthorizationServer({ registration: true });
  });

  after(() => server.stop());

  it('gets a public client that signs in and gets a refresh token', async () => {
    const found = await discover(server.issuer);
    const client = await registerClient(found, { redirectUris, scopes });
    assert.equal(client.clientSecret, undefined);
    assert.deepEqual([...client.scopes].sort(), [...scopes].sort());
    const tokens = await signIn({
      server: found,
      client,
      scopes,
      redirectUri: 'http://127.0.0.1/',
      openBrowser: async (url) => {
        const start = await fetch(url, { redirect: 'manual' });
        const location = start.headers.get('location') ?? url;
        await fetch(await signInWithoutBrowser(location, 'alice@example.com'));
      },
    });
    assert.notEqual(tokens.refreshToken, undefined);
  });

  it('reuses the client of another account at the same server', async () => {
    const found = await discover(server.issuer);
    const first = await obtainClient({ server: found, scopes, accounts: [] });
    assert.ok(first !== undefined);
    const { scopesSupported: _, clientAuthMethods: __, ...stored } = found;
    const account = sampleAccount({ server: stored, client: first.client, scopes: [...first.scopes] });
    const second = await obtainClient({ server: found, scopes, accounts: [account] });
    assert.equal(second?.client.clientId, first.client.clientId);
    const wider = await obtainClient({ server: found, scopes: [...scopes, 'openid'], accounts: [account] });
    assert.notEqual(wider?.client.clientId, first.client.clientId, 'it may not ask for that scope');
    assert.equal(isLastOfRegistration(account, [account]), true);
    assert.equal(isLastOfRegistration(account, [account, { ...account, id: 'bob' }]), false);
  });

  it('deletes a registration, also one that no longer exists', async () => {
    const found = await discover(server.issuer);
    const { clientId, management } = await registerClient(found, { redirectUris, scopes });
    assert.ok(management !== undefined);
    assert.notEqual(await server.provider.Client.find(clientId), undefined);
    await deleteRegistration(management);
    assert.equal(await server.provider.Client.find(clientId), undefined);
    await deleteRegistration(management);
  });

  it('explains what to request if registration is closed', async () => {
    const closed = await startAuthorizationServer();
    try {
      const found = await discover(closed.issuer);
      assert.equal(await obtainClient({ server: found, scopes, accounts: [] }), undefined);
      await assert.rejects(registerClient(found, { redirectUris, scopes }), (error: unknown) => {
        assert.ok(error instanceof OAuthError);
        assert.equal(error.code, 'registration-closed');
        assert.match(error.message, /Ask its operator for the client ID/);
        return true;
      });
    } finally {
      await closed.stop();
    }
  });
});

describe('a registration endpoint that misbehaves', () => {
  let answer: (response: http.ServerResponse) => void;
  let requests: { readonly method: string; readonly body: string }[];
  let server: http.Server;
  let found: { readonly authorizationEndpoint: string; readonly tokenEndpoint: string; registrationEndpoint: string };

  before(async () => {
    server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        requests.push({ method: request.method ?? '', body });
        answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    found = {
      authorizationEndpoint: `${origin}/authorize`,
      tokenEndpoint: `${origin}/token`,
      registrationEndpoint: `${origin}/register`,
    };
  });

  beforeEach(() => (requests = []));

  after(() => server.close());

  const json = (status: number, body: object) => (response: http.ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  it('receives a request that every known server accepts', async () => {
    answer = json(201, { client_id: 'made' });
    assert.deepEqual(await registerClient(found, { redirectUris, scopes }), { clientId: 'made', scopes });
    assert.deepEqual(JSON.parse(requests[0]?.body ?? ''), {
      client_name: 'Mail OAuth',
      redirect_uris: redirectUris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      scope: scopes.join(' '),
    });
  });

  it('may require a secret, but not direct the management token to another server', async () => {
    answer = json(200, {
      client_id: 'made',
      client_secret: 'hush-hush',
      token_endpoint_auth_method: 'client_secret_post',
      registration_client_uri: 'https://evil.example/register/made',
      registration_access_token: 'management',
    });
    const client = await registerClient(found, { redirectUris, scopes });
    assert.equal(client.clientSecret, 'hush-hush');
    assert.equal(client.management, undefined);
  });

  const rejections: readonly (readonly [status: number, body: object, code: string, message: RegExp])[] = [
    [401, { error: 'invalid_token' }, 'registration-closed', /does not allow dynamic client registration/],
    [403, {}, 'registration-closed', /does not allow dynamic client registration/],
    [400, { error: 'invalid_redirect_uri' }, 'server-error', /invalid_redirect_uri/],
    [201, { client_name: 'Mail OAuth' }, 'bad-response', /did not answer like an authorization server/],
    [500, {}, 'unavailable', /has a problem/],
  ];
  for (const [status, body, code, message] of rejections) {
    it(`responds with ${status} ${JSON.stringify(body)}`, async () => {
      answer = json(status, body);
      await assert.rejects(registerClient(found, { redirectUris, scopes }), (error: unknown) => {
        assert.ok(error instanceof OAuthError);
        assert.equal(error.code, code);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('cannot put the management token into an error', async () => {
    answer = json(400, { error: 'invalid_request', error_description: 'no use for management-token-0123' });
    const management = { uri: `${found.registrationEndpoint}/made`, accessToken: 'management-token-0123' };
    await assert.rejects(deleteRegistration(management), (error: unknown) => {
      assert.ok(error instanceof OAuthError);
      assert.doesNotMatch(error.message, /management-token-0123/);
      return true;
    });
  });
});

describe('--register', function () {
  this.timeout(60_000);
  let server: AuthorizationServer;

  before(async () => {
    server = await startAuthorizationServer({ registration: true });
  });

  after(() => server.stop());

  const cli = (...args: string[]) => run(process.execPath, ['dist/cli.js', ...args]);

  it('prints a client as JSON', async () => {
    const { stdout, status } = await cli('--register', '--issuer', server.issuer, '--scope', mailScope, '--json');
    assert.equal(status, 0);
    const client = JSON.parse(stdout) as Record<string, unknown>;
    assert.notEqual(await server.provider.Client.find(String(client['client_id'])), undefined);
    assert.equal(client['scope'], mailScope);
    assert.equal(typeof client['registration_access_token'], 'string');
  });

  it('deletes the client again with --revoke', async () => {
    const registered = await cli('--register', '--issuer', server.issuer, '--scope', mailScope, '--json');
    const client = JSON.parse(registered.stdout) as Record<string, string>;
    const {
      client_id: clientId = '',
      registration_client_uri: uri = '',
      registration_access_token: token = '',
    } = client;
    const args = ['--revoke', '--registration_client_uri', uri];
    const deleted = await run(process.execPath, ['dist/cli.js', ...args, '--registration_access_token', '-'], {
      input: token,
    });
    assert.deepEqual([deleted.status, deleted.stdout], [0, `Deleted: ${uri}\n`], deleted.stderr);
    assert.equal(await server.provider.Client.find(clientId), undefined);
  });

  it('names how to delete the client, and rejects half of it', async () => {
    const { stderr } = await cli('--register', '--issuer', server.issuer, '--scope', mailScope);
    assert.match(stderr, /Delete it with --revoke, --registration_client_uri and --registration_access_token\./);
    const half = await cli('--revoke', '--registration_client_uri', `${server.issuer}/reg/1`);
    assert.deepEqual([half.status, half.stderr.includes('--registration_access_token is missing')], [2, true]);
    const without = await cli('--registration_client_uri', `${server.issuer}/reg/1`);
    assert.deepEqual([without.status, without.stderr.includes('--registration_client_uri needs --revoke')], [2, true]);
  });

  it('is suggested if a client is missing', async () => {
    const { stderr, status } = await cli('--generate_oauth2_token', '--issuer', server.issuer);
    assert.equal(status, 2);
    assert.match(stderr, /supports dynamic client registration: --register --issuer URL/);
  });

  it('needs an issuer', async () => {
    assert.match((await cli('--register')).stderr, /--register needs --issuer/);
  });
});
