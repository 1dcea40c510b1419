import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  applicationClient,
  desktopClient,
  enterDeviceCode,
  mailScope,
  publicClient,
  startAuthorizationServer,
  type AuthorizationServer,
} from '../support/authorization-server.js';
import { makeClientCertificate, toPfx, type MadeCertificate } from '../support/client-certificate.js';
import { readBack } from '../support/read-back.js';
import { run } from '../support/processes.js';
import { startTokenEndpoint, type Answer } from '../support/token-endpoint.js';

const user = 'alice@example.com';

describe('grants without a redirect, on the command line', function () {
  this.timeout(60_000);
  let authorizationServer: AuthorizationServer;

  let certificate: MadeCertificate;
  let directory: string;

  before(async () => {
    certificate = await makeClientCertificate();
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-grants-'));
    authorizationServer = await startAuthorizationServer({
      clients: [
        {
          client_id: 'by-key',
          token_endpoint_auth_method: 'private_key_jwt',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          jwks: { keys: [certificate.publicJwk] },
        },
      ],
    });
  });

  after(async () => {
    await authorizationServer.stop();
    await rm(directory, { recursive: true });
  });

  const server = () => ['--issuer', authorizationServer.issuer];
  const cli = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, ['dist/cli.js', ...args], { env: { ...process.env, ...env } });

  /** Starts a sign-in by device and gives the address with the code in it when it is printed. */
  const startDeviceSignIn = async (args: readonly string[]) => {
    const child = spawn(
      process.execPath,
      ['dist/cli.js', '--generate_oauth2_token', '--grant', 'device', ...server(), '--scope', mailScope, ...args],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let stdout = '';
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = once(child, 'close').then(([status]) => ({ status: status as number, stdout, stderr }));
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        const complete = /(http\S+user_code=\S+)\n/.exec(stdout)?.[1];
        if (complete !== undefined) resolve(complete);
      });
      void ended.then(() => reject(new Error(stderr)));
    });
    return { child, url, ended };
  };

  describe('--grant device', () => {
    for (const [kind, client] of [
      ['public', ['--client_id', publicClient.clientId]],
      ['confidential', ['--client_id', desktopClient.clientId, '--client_secret', desktopClient.clientSecret]],
    ] as const) {
      it(`prints URL and code, waits, and prints tokens, for a ${kind} client`, async () => {
        const { url, ended } = await startDeviceSignIn(client);
        await enterDeviceCode(url, user);
        const { status, stdout, stderr } = await ended;
        assert.equal(status, 0, stderr);
        const code = new URL(url).searchParams.get('user_code') ?? '';
        assert.match(stdout, new RegExp(`open this address.*\\n  http://127.0.0.1:\\d+/device\\n\\n {6}${code}\\n`));
        const [, refreshToken = ''] = /^Refresh Token: (\S+)$/m.exec(stdout) ?? [];
        const [, accessToken = ''] = /^Access Token: (\S+)$/m.exec(stdout) ?? [];
        assert.ok(authorizationServer.secrets.has(refreshToken));
        assert.ok(authorizationServer.secrets.has(accessToken));
        const printed = new Set([refreshToken, accessToken]);
        for (const secret of authorizationServer.secrets) {
          if (!printed.has(secret)) assert.deepEqual(readBack(stdout + stderr, secret), []);
        }
      });
    }

    it('exits with 3 when access is denied, and with 130 at an interrupt', async () => {
      const denied = await startDeviceSignIn(['--client_id', publicClient.clientId]);
      await enterDeviceCode(denied.url, user, true);
      const { status, stderr } = await denied.ended;
      assert.equal(status, 3);
      assert.match(stderr, /Access was denied/);
      const interrupted = await startDeviceSignIn(['--client_id', publicClient.clientId]);
      interrupted.child.kill('SIGINT');
      assert.equal((await interrupted.ended).status, 130);
    });

    it('explains that Google does not support it, or that a server has no endpoint', async () => {
      const google = await cli(['--generate_oauth2_token', '--grant', 'device', '--client_id', 'x']);
      assert.equal(google.status, 2);
      assert.match(google.stderr, /Google’s device flow grants no mail scope/);
      const endpoints = [
        '--authorization_endpoint',
        'https://login.example.com/a',
        '--token_endpoint',
        'https://login.example.com/t',
      ];
      const without = await cli(['--generate_oauth2_token', '--grant', 'device', ...endpoints, '--client_id', 'x']);
      assert.equal(without.status, 2);
      assert.match(without.stderr, /RFC 8628/);
    });
  });

  describe('--grant client_credentials', () => {
    const grant = ['--generate_oauth2_token', '--grant', 'client_credentials'];
    const application = ['--client_id', applicationClient.clientId];

    it('prints an access token, with a secret', async () => {
      const { status, stdout, stderr } = await cli(
        [...grant, ...server(), ...application, '--client_secret', 'env:SECRET', '--scope', mailScope],
        { SECRET: applicationClient.clientSecret },
      );
      assert.equal(status, 0, stderr);
      assert.equal(stderr, '');
      const [, token = ''] = /^Access Token: (\S+)\nAccess Token Expiration Seconds: \d+\n$/.exec(stdout) ?? [];
      assert.ok(authorizationServer.secrets.has(token));
    });

    for (const form of ['pem', 'pfx'] as const) {
      it(`prints an access token, with a certificate in a ${form} file`, async () => {
        const file = path.join(directory, `app.${form}`);
        await writeFile(
          file,
          form === 'pem' ? certificate.keyPem + certificate.certificatePem : toPfx(certificate, 'geheim', 'aes256'),
        );
        const password = form === 'pem' ? [] : ['--certificate_password', 'env:PASSWORD'];
        const args = [...grant, ...server(), '--client_id', 'by-key', '--client_certificate', file, ...password];
        const { status, stdout, stderr } = await cli([...args, '--quiet'], { PASSWORD: 'geheim' });
        assert.equal(status, 0, stderr);
        assert.ok(authorizationServer.secrets.has(stdout.trim()));
        const wrong = await cli(args, { PASSWORD: 'x' });
        if (form === 'pfx') assert.match(wrong.stderr, /password of the file is wrong/);
        assert.doesNotMatch(stderr + wrong.stdout + wrong.stderr, /PRIVATE KEY|geheim/);
      });
    }

    it('reports a missing secret or tenant, and the alternative at Google', async () => {
      const without = await cli([...grant, ...server(), ...application]);
      assert.equal(without.status, 2);
      assert.match(without.stderr, /--client_secret or --client_certificate/);
      const secret = ['--client_id', 'x', '--client_secret', 'env:SECRET'];
      const common = await cli([...grant, '--tenant', 'common', ...secret], { SECRET: 'x' });
      assert.match(common.stderr, /is not a single tenant/);
      const google = await cli([...grant, ...secret], { SECRET: 'x' });
      assert.match(google.stderr, /service account with domain-wide delegation/);
      const file = await cli([
        ...grant,
        '--tenant',
        'example.com',
        '--client_id',
        'x',
        '--client_certificate',
        '/missing',
      ]);
      assert.equal(file.status, 2);
      assert.match(file.stderr, /no file with this name/);
    });

    it('exits with 3 for a wrong secret', async () => {
      const args = [...grant, ...server(), ...application, '--client_secret', 'env:SECRET'];
      const { status, stderr } = await cli(args, { SECRET: 'wrong-secret-9876543210' });
      assert.equal(status, 3);
      assert.match(stderr, /invalid_client/);
      assert.doesNotMatch(stderr, /9876543210/);
    });
  });

  describe('--service_account', () => {
    let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
    let answer: Answer;
    let file: string;
    const keyFile = () => ({
      type: 'service_account',
      private_key: certificate.keyPem,
      private_key_id: 'key-1',
      client_email: 'mailer@project.iam.gserviceaccount.com',
      client_id: '104857600000000000001',
      // Where the key must not go.
      token_uri: 'https://oauth2.googleapis.com/token',
    });

    before(async () => {
      endpoint = await startTokenEndpoint(() => answer);
      file = path.join(directory, 'key.json');
      await writeFile(file, JSON.stringify(keyFile()));
    });

    after(() => endpoint.stop());

    const generate = () =>
      cli(['--generate_oauth2_token', '--service_account', file, '--user', user, '--token_endpoint', endpoint.url]);

    it('prints an access token for the mailbox', async () => {
      answer = { body: { access_token: 'ya29.made-up', token_type: 'Bearer', expires_in: 3599 } };
      const { status, stdout, stderr } = await generate();
      assert.deepEqual([status, stderr], [0, '']);
      assert.equal(stdout, 'Access Token: ya29.made-up\nAccess Token Expiration Seconds: 3599\n');
      const claims = endpoint.requests[0]?.parameters.get('assertion')?.split('.')[1] ?? '';
      const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string };
      assert.equal(sub, user);
    });

    it('prints the values for the delegation if it is missing', async () => {
      answer = {
        status: 401,
        body: {
          error: 'unauthorized_client',
          error_description:
            'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
        },
      };
      const { status, stderr } = await generate();
      assert.equal(status, 3);
      assert.match(stderr, /Client ID: {4}104857600000000000001\n {2}OAuth scopes: https:\/\/mail\.google\.com\/\n/);
      assert.match(stderr, /domain-wide delegation/);
      assert.doesNotMatch(stderr, /PRIVATE KEY/);
    });

    it('reports missing options', async () => {
      const without = await cli(['--generate_oauth2_token', '--service_account', file]);
      assert.deepEqual([without.status, without.stderr.includes('--user is missing')], [2, true]);
      const grant = await cli(['--generate_oauth2_token', '--grant', 'service_account', '--user', user]);
      assert.deepEqual([grant.status, grant.stderr.includes('--service_account is missing')], [2, true]);
    });
  });

  describe('--import_tokens', () => {
    const importFrom = async (name: string, content: string, args: readonly string[] = []) => {
      const file = path.join(directory, name);
      await writeFile(file, content);
      return cli(['--import_tokens', file, ...server(), ...args]);
    };
    const clientArgs = ['--client_id', publicClient.clientId];

    it('refreshes with the token file of mutt_oauth2.py, and reports what is missing', async () => {
      const { refreshToken } = await authorizationServer.issueTokens({ user });
      const file = {
        registration: 'google',
        authflow: 'authcode',
        email: user,
        access_token: '',
        refresh_token: refreshToken,
      };
      const { status, stdout, stderr } = await importFrom('mutt.json', JSON.stringify(file), clientArgs);
      assert.equal(status, 0, stderr);
      const [, token = ''] = /^Access Token: (\S+)$/m.exec(stdout) ?? [];
      assert.ok(authorizationServer.secrets.has(token));
      assert.doesNotMatch(stderr, /mutt_oauth2\.py keeps the client ID/);
      const alone = await importFrom('mutt.json', JSON.stringify(file));
      assert.equal(alone.status, 2);
      assert.match(alone.stderr, /mutt_oauth2\.py keeps the client ID/);
    });

    it('refreshes with its own output', async () => {
      const { accessToken, refreshToken } = await authorizationServer.issueTokens({ user });
      const printed = `Refresh Token: ${refreshToken}\nAccess Token: ${accessToken}\nAccess Token Expiration Seconds: 60\n`;
      const { status, stderr } = await importFrom('printed.txt', printed, clientArgs);
      assert.equal(status, 0, stderr);
    });

    it('passes the access token to commands that need one', async () => {
      const text = JSON.stringify({ registration: 'google', email: user, access_token: 'ya29.x', refresh_token: 'r' });
      const { status, stdout } = await importFrom('string.json', text, ['--generate_oauth2_string', '--quiet']);
      assert.equal(status, 0);
      assert.match(Buffer.from(stdout, 'base64').toString(), /^user=alice@example\.com\u0001auth=Bearer ya29\.x/);
    });

    it('asks which of several accounts to use, and does not quote an unreadable file', async () => {
      const proxy = (address: string) => `[${address}]\ntoken_url = https://login.example.com/token\nclient_id = x\n`;
      const several = await importFrom('emailproxy.config', proxy('a@example.com') + proxy('b@example.com'));
      assert.deepEqual([several.status, several.stderr.includes('2 accounts. Choose one with --user')], [2, true]);
      const other = await importFrom('other.txt', 'password s3cret');
      assert.deepEqual([other.status, other.stderr.includes('s3cret')], [2, false]);
    });
  });
});
