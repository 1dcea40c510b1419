import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { formatChecks } from '../../src/report/text.js';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import type { Protocol } from '../../src/mail/wire/server.js';
import { createAuthorizationRequest, exchangeCode } from '../../src/oauth/authorization-code.js';
import { requestClientCredentials } from '../../src/oauth/client-credentials.js';
import { discover } from '../../src/oauth/discovery.js';
import { refreshTokens } from '../../src/oauth/refresh.js';
import { revokeTokens } from '../../src/oauth/revoke.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import type { TokenSet } from '../../src/oauth/types.js';
import { encodeXoauth2 } from '../../src/sasl/xoauth2.js';
import { mustRun, run } from '../support/processes.js';
import { SandboxBrowser } from '../support/sandbox-pages.js';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.js';
import type { LoginCheckResult } from '../../src/mail/login-check/result.js';

const longest = 60_000;
/** Credentials as long as a line may be, each of a kind that costs a careless linter seconds or all its stack. */
const worstCredentials = [
  '='.repeat(longest),
  ...[
    `user=${'<'.repeat(12_000)}a${'>'.repeat(12_000)}\x01auth=Bearer x\x01`,
    `user=a${'\x01'.repeat(44_000)}`,
    `user=${'`'.repeat(44_000)}`,
    `n,a=u,${'\x01'.repeat(44_000)}x`,
    `n,a=u,\x01auth=Bearer x${' '.repeat(44_000)}x`,
  ].map((message) => Buffer.from(message, 'latin1').toString('base64')),
];

describe('the sandbox', function () {
  this.timeout(60_000);
  let sandbox: SandboxProcess;
  let ca: string;

  before(async () => {
    sandbox = await startSandboxProcess();
    ca = await readFile(sandbox.ca_file, 'utf8');
  });

  after(() => sandbox.stop());

  const attempt = (
    scenario: string,
    protocol: Protocol,
    security: 'tls' | 'starttls' = 'tls',
    accessToken = sandbox.account(scenario).accessToken,
    options: Partial<LoginCheckOptions> = {},
  ): Promise<LoginCheckResult> =>
    checkLogin({
      protocol,
      server: {
        host: 'localhost',
        port: sandbox.ports[security === 'tls' ? (`${protocol}s` as const) : protocol],
        security,
      },
      mechanism: 'best',
      user: `${scenario}@sandbox.test`,
      accessToken,
      ca,
      timeoutMs: 10_000,
      ...options,
    });

  for (const protocol of ['imap', 'smtp', 'pop3'] as const) {
    it(`accepts a valid token with ${protocol}, implicit TLS and STARTTLS, in every form`, async () => {
      for (const security of ['tls', 'starttls'] as const) {
        const report = await attempt('alice', protocol, security);
        assert.equal(report.outcome, 'ok', JSON.stringify(report.transcript));
      }
      const { accessToken } = sandbox.account('alice');
      const { status, stdout } = await run(process.execPath, [
        '--no-warnings',
        'dist/cli.js',
        `--test_${protocol}_authentication`,
        '--user',
        'alice@sandbox.test',
        '--access_token',
        accessToken,
        '--host',
        'localhost',
        '--port',
        String(sandbox.ports[`${protocol}s`]),
        '--security',
        'tls',
        '--ca_file',
        sandbox.ca_file,
        '--compare',
        '--quiet',
      ]);
      assert.equal(status, 0, stdout);
      assert.equal(stdout.match(/ ok /g)?.length, 4, stdout);
    });
  }

  const refusals: readonly [string, Protocol, string][] = [
    ['expired', 'imap', 'gmail-invalid-credentials'],
    ['revoked', 'smtp', 'gmail-invalid-credentials'],
    ['wrong-scope', 'imap', 'gmail-invalid-credentials'],
    ['other-user', 'pop3', 'gmail-invalid-credentials'],
    ['imap-disabled', 'imap', 'protocol-disabled'],
    ['imap-disabled', 'pop3', 'protocol-disabled'],
    ['smtp-disabled', 'smtp', 'smtp-auth-disabled'],
    ['not-connected', 'imap', 'authenticated-not-connected'],
    ['not-connected', 'smtp', 'send-as-denied'],
    ['too-many', 'imap', 'too-many-connections'],
    ['too-many', 'smtp', 'too-many-logins'],
    ['temporary', 'imap', 'token-check-failed'],
    ['temporary', 'smtp', 'token-check-failed'],
    ['temporary', 'pop3', 'token-check-failed'],
    ['drop', 'imap', 'closed-at-login'],
  ];
  for (const [scenario, protocol, code] of refusals) {
    it(`refuses ${scenario} with ${protocol} so that the diagnosis is ${code}`, async () => {
      const report = await attempt(scenario, protocol);
      assert.equal(diagnose(report)[0].code, code, JSON.stringify(report.transcript));
    });
  }

  it('causes a warning about the token of another user', async () => {
    const { checks } = await attempt('other-user', 'imap', 'tls', undefined, { token: { owner: 'eve@sandbox.test' } });
    assert.deepEqual(
      checks.map(({ name, status }) => `${name} ${status}`),
      ['token warning', 'string ok', 'login failed', 'mailbox skipped'],
    );
    assert.match(formatChecks(checks)[0] ?? '', /⚠ Token +warning .*belongs to eve@sandbox\.test, not other-user@/);
  });

  it('refuses only the message of send-as-denied', async () => {
    assert.equal((await attempt('send-as-denied', 'smtp')).outcome, 'ok');
    const result = await attempt('send-as-denied', 'smtp', 'tls', undefined, { sendTestMessage: true });
    assert.equal(result.failedPhase, 'message');
    assert.equal(diagnose(result)[0].code, 'send-as-denied');
  });

  it('sends multi-line replies, and disconnects according to the scenario', async () => {
    const refusal = await attempt('revoked', 'smtp');
    assert.equal(
      refusal.reply?.line,
      '535 5.7.8 Username and Password not accepted. For more information, go to https://support.google.com/mail/?p=BadCredentials',
    );
    const dropped = await attempt('drop', 'imap');
    assert.equal(dropped.failure?.message, 'The server closed the connection instead of answering the login.');
    assert.equal(dropped.checks[2]?.summary, 'no final reply from the server');
  });

  it('logs decoded credentials and the reason of a refusal, without tokens', async () => {
    await attempt('alice', 'imap', 'tls', 'made-up-token_0123456789');
    await attempt('other-user', 'imap');
    const log = sandbox.log();
    assert.match(
      log,
      /imaps#\d+ +C: A1 AUTHENTICATE OAUTHBEARER <a=alice@sandbox\.test, host=localhost, port=\d+, auth=Bearer <24 characters, #[0-9a-f]{4}>>/,
    );
    assert.match(log, /\* {2}Refused: the token is unknown, expired or revoked\./);
    assert.match(log, /\* {2}Refused: the token belongs to somebody-else@sandbox\.test\./);
    for (const { access_token: accessToken } of sandbox.accounts) assert.ok(!log.includes(accessToken));
    assert.ok(!log.includes('made-up-token'));
    assert.match(log, /\* {2}The browser was signed in to another account\. A good client compares/);
  });

  it('stays responsive while one client sends the slowest credentials to parse', async () => {
    const socket = tls.connect({ host: 'localhost', port: sandbox.ports.imaps, ca });
    await once(socket, 'data');
    const answers: string[] = [];
    // Together they would cost it more than the time of a login.
    const sent = [worstCredentials, worstCredentials, worstCredentials].flat();
    const all = new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        answers.push(...chunk.toString().trim().split('\r\n'));
        if (answers.length === sent.length) resolve();
      });
    });
    for (const [index, credential] of sent.entries()) {
      socket.write(`A${index} AUTHENTICATE XOAUTH2 ${credential}\r\n`);
    }
    assert.equal((await attempt('alice', 'imap')).outcome, 'ok');
    await all;
    socket.destroy();
    assert.deepEqual(
      answers.map((line) => line.replace(/^(A\d+ \w+).*$/, '$1')),
      sent.map((_, index) => `A${index} BAD`),
    );
  });

  it('does not log a credential that a faulty client sends in the wrong place', async () => {
    const { user, accessToken } = sandbox.account('wrong-scope');
    const credential = encodeXoauth2({ user, accessToken });
    const socket = tls.connect({ host: 'localhost', port: sandbox.ports.imaps, ca });
    await once(socket, 'data');
    const said = [
      credential,
      `A1 AUTHENTICATE XOAUTH2 ${credential} again`,
      `A2 NOOP ${accessToken}`,
      `A3 LOGIN ${user} ${accessToken}`,
      `A4 AUTHENTICATE XOAUTH2 ${credential}`,
      credential,
      'A5 LOGOUT',
    ];
    socket.write(said.map((line) => `${line}\r\n`).join(''));
    socket.resume();
    await once(socket, 'close');
    const log = sandbox.log();
    assert.match(log, /C: A5 LOGOUT/);
    assert.ok(!log.includes(accessToken));
    assert.ok(!log.includes(credential));
  });

  describe('with other mail clients', () => {
    const valid = () => sandbox.account('alice');
    const refused = () => sandbox.account('wrong-scope');

    it('curl: accepted and refused by three protocols', async () => {
      for (const [scheme, port] of [
        ['imaps', sandbox.ports.imaps],
        ['smtps', sandbox.ports.smtps],
        ['pop3s', sandbox.ports.pop3s],
      ] as const) {
        for (const mechanism of ['XOAUTH2', 'OAUTHBEARER']) {
          const curl = ({ user, accessToken }: { user: string; accessToken: string }) =>
            run('curl', [
              '-sS',
              '--max-time',
              '20',
              '--cacert',
              sandbox.ca_file,
              '--user',
              `${user}:`,
              '--oauth2-bearer',
              accessToken,
              '--login-options',
              `AUTH=${mechanism}`,
              ...(scheme === 'smtps' ? ['-X', 'NOOP'] : []),
              `${scheme}://localhost:${port}/`,
            ]);
          assert.equal((await curl(valid())).status, 0, `${scheme} ${mechanism}`);
          assert.equal((await curl(refused())).status, 67, `${scheme} ${mechanism}`);
        }
      }
    });

    it('OpenSSL: valid certificates in strict mode', async () => {
      const { status, stdout, stderr } = await run('openssl', [
        ...['s_client', '-connect', `localhost:${sandbox.ports.imaps}`, '-servername', 'localhost'],
        ...['-CAfile', sandbox.ca_file, '-verify_return_error', '-x509_strict', '-verify_hostname', 'localhost'],
      ]);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /Verification: OK/);
    });

    it('Python’s imaplib, smtplib and poplib: accepted and refused', async () => {
      const python = async (account: object) =>
        JSON.parse(
          await mustRun('python3', [
            'test/integration/sandbox_clients.py',
            JSON.stringify(sandbox),
            JSON.stringify(account),
          ]),
        ) as Record<string, unknown>;
      assert.deepEqual(await python(valid()), { imap: 'OK', smtp: 235, pop3: [0, 0] });
      const results = await python(refused());
      assert.match(String(results['imap']), /Invalid credentials/);
      assert.equal(results['smtp'], 535);
      assert.match(String(results['pop3']), /\[AUTH\]/);
    });

    it('swaks, which has no OAuth: STARTTLS works, passwords do not', async () => {
      const swaks = (...args: string[]) =>
        run('swaks', [
          '--server',
          `localhost:${sandbox.ports.smtp}`,
          '--tls',
          '--from',
          'alice@sandbox.test',
          '--to',
          'bob@sandbox.test',
          ...args,
        ]);
      const hello = await swaks('--quit-after', 'EHLO');
      assert.equal(hello.status, 0, hello.stdout);
      assert.match(hello.stdout, /250-AUTH XOAUTH2 OAUTHBEARER/);
      const password = await swaks('--auth', 'PLAIN', '--auth-user', 'alice@sandbox.test', '--auth-password', 'x');
      assert.equal(password.status, 28, password.stdout);
      const nobody = await swaks();
      assert.match(nobody.stdout, /530 5\.7\.0 Authentication Required/);
    });

    it('imapflow: accepted and refused', async () => {
      const connect = async ({ user, accessToken }: { user: string; accessToken: string }) => {
        const client = new ImapFlow({
          host: 'localhost',
          port: sandbox.ports.imaps,
          secure: true,
          tls: { ca },
          auth: { user, accessToken },
          logger: false,
        });
        try {
          await client.connect();
          const lock = await client.getMailboxLock('INBOX');
          lock.release();
          await client.logout();
          return 'ok';
        } catch (error) {
          return (error as { responseText?: string }).responseText ?? String(error);
        }
      };
      assert.equal(await connect(valid()), 'ok');
      assert.match(await connect(refused()), /Invalid credentials/);
    });

    it('nodemailer: sends a message that is discarded, and is refused', async () => {
      const transport = ({ user, accessToken }: { user: string; accessToken: string }) =>
        nodemailer.createTransport({
          host: 'localhost',
          port: sandbox.ports.smtp,
          requireTLS: true,
          tls: { ca },
          auth: { type: 'OAuth2', user, accessToken },
        });
      const { response } = await transport(valid()).sendMail({
        from: 'alice@sandbox.test',
        to: 'bob@sandbox.test',
        subject: 'x',
        text: '.\r\n..',
      });
      assert.match(response, /^250 /);
      await assert.rejects(transport(refused()).verify(), /535/);
    });
  });

  describe('its authorization server', () => {
    const redirectUri = 'http://127.0.0.1:4711/callback';
    const client = { clientId: 'sandbox' };
    const scopes = ['openid', 'email', 'offline_access', 'https://mail.google.com/'];

    async function signIn(
      scenario: string,
      consent: 'allow' | 'deny' = 'allow',
      asked = scopes,
      issuer = sandbox.issuer,
    ): Promise<TokenSet> {
      const server = await discover(issuer, {});
      const request = await createAuthorizationRequest({
        server,
        client,
        scopes: asked,
        redirectUri,
        loginHint: `${scenario}@sandbox.test`,
        parameters: {},
      });
      const { state, codeVerifier, url } = request;
      const redirect = await new SandboxBrowser().signIn(url, `${scenario}@sandbox.test`, consent);
      return exchangeCode(
        { server, client, scopes: asked, state, codeVerifier, redirectUri, response: redirect.searchParams },
        {},
      );
    }

    it('supports authorization code with PKCE, refresh token rotation, and revocation', async () => {
      const server = await discover(sandbox.issuer, {});
      const tokens = await signIn('alice');
      assert.equal(tokens.identity, 'alice@sandbox.test');
      const refreshed = await refreshTokens({ server, client, tokens }, {});
      assert.notEqual(refreshed.refreshToken, tokens.refreshToken);
      await assert.rejects(refreshTokens({ server, client, tokens }, {}), { serverError: 'invalid_grant' });
      const again = await signIn('alice');
      await revokeTokens(server, client, again);
      await assert.rejects(refreshTokens({ server, client, tokens: again }, {}), { serverError: 'invalid_grant' });
    });

    it('behaves according to the scenarios', async () => {
      const server = await discover(sandbox.issuer, {});
      assert.equal((await signIn('no-refresh-token')).refreshToken, undefined);
      await assert.rejects(refreshTokens({ server, client, tokens: await signIn('invalid-grant') }, {}), {
        serverError: 'invalid_grant',
      });
      await assert.rejects(signIn('denied'), { serverError: 'access_denied' });
      await assert.rejects(signIn('alice', 'deny'), { serverError: 'access_denied' });
      const short = await signIn('short-life');
      assert.equal(Math.round(((short.expiresAt ?? 0) - short.obtainedAt) / 1000), 30);
      assert.equal((await signIn('other-user')).identity, 'somebody-else@sandbox.test');
      const expired = await signIn('expired');
      assert.equal((await attempt('expired', 'imap', 'tls', expired.accessToken)).outcome, 'refused');
      const { accessToken } = await refreshTokens({ server, client, tokens: expired }, {});
      assert.equal((await attempt('expired', 'imap', 'tls', accessToken)).outcome, 'ok');
    });

    it('issues tokens for the requested scopes, and the mail servers require theirs', async () => {
      const { accessToken, scopes: granted } = await signIn('alice', 'allow', ['openid', 'email']);
      assert.deepEqual(granted, ['openid', 'email']);
      const report = await attempt('alice', 'imap', 'tls', accessToken);
      assert.equal(report.challenge?.scope, 'https://mail.google.com/');
      assert.match(
        sandbox.log(),
        /Refused: the token has the scope “openid email”, but https:\/\/mail\.google\.com\/ is required\./,
      );
      assert.match(sandbox.log(), /C: \(empty line\)/);
    });

    it('withholds the mail scope at the first sign-in of wrong-scope, which explains the refusal', async () => {
      const fresh = await startSandbox();
      const granted = async () => {
        const { scopes: all = [], accessToken } = await signIn('wrong-scope', 'allow', scopes, fresh.issuer);
        const server = { host: 'localhost', port: fresh.ports.imaps, security: 'tls' } as const;
        const token = { scopes: all };
        const login = { ca: fresh.ca, server, accessToken, token, user: 'wrong-scope@sandbox.test' };
        return { all, result: await checkLogin({ protocol: 'imap', mechanism: 'XOAUTH2', ...login }) };
      };
      try {
        const first = await granted();
        assert.deepEqual(first.all, ['openid', 'email', 'offline_access']);
        const [{ code, actions }] = diagnose(first.result);
        assert.equal(code, 'scope-missing');
        assert.deepEqual(actions, [{ kind: 'sign-in' }]);
        const second = await granted();
        assert.deepEqual(second.all, scopes);
        assert.equal(second.result.outcome, 'ok');
      } finally {
        await fresh.stop();
      }
    });

    it('asks for the account even if the browser is signed in to another', async () => {
      const server = await discover(sandbox.issuer, {});
      const browser = new SandboxBrowser();
      for (const user of ['alice@sandbox.test', 'slow@sandbox.test']) {
        const { url } = await createAuthorizationRequest({
          server,
          client,
          scopes,
          redirectUri,
          loginHint: user,
          parameters: {},
        });
        const redirect = await browser.signIn(url, user);
        assert.ok(redirect.searchParams.has('code'));
      }
    });

    it('supports the device flow and introspection', async () => {
      const post = async (endpoint: string, form: Record<string, string>) =>
        (await (
          await fetch(new URL(endpoint, sandbox.issuer), { method: 'POST', body: new URLSearchParams(form) })
        ).json()) as Record<string, string>;
      const metadata = (await (
        await fetch(`${sandbox.issuer}/.well-known/oauth-authorization-server`)
      ).json()) as Record<string, string>;
      const device = await post(metadata['device_authorization_endpoint'] ?? '', {
        client_id: 'sandbox',
        scope: scopes.join(' '),
      });
      const poll = () =>
        post(metadata['token_endpoint'] ?? '', {
          client_id: 'sandbox',
          grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
          device_code: device['device_code'] ?? '',
        });
      assert.equal((await poll())['error'], 'authorization_pending');
      const browser = new SandboxBrowser();
      const confirm = await browser.follow(device['verification_uri_complete'] ?? '');
      const hidden = Object.fromEntries(
        [...confirm.html.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
      );
      const login = await browser.follow(
        new URL(/action="([^"]+)"/.exec(confirm.html)?.[1] ?? '', sandbox.issuer).href,
        { ...hidden, confirm: 'yes' },
      );
      const action = (html: string, word: string) =>
        new URL(new RegExp(`action="([^"]*/${word})"`).exec(html)?.[1] ?? '', sandbox.issuer).href;
      const asked = await browser.follow(action(login.html, 'login'), { login: 'alice@sandbox.test' });
      const done = await browser.follow(action(asked.html, 'allow'), {});
      assert.match(done.html, /Signed in/);
      const { access_token: token = '' } = await poll();
      assert.equal((await attempt('alice', 'imap', 'tls', token)).outcome, 'ok');
      const told = await post(metadata['introspection_endpoint'] ?? '', {
        client_id: 'sandbox-confidential',
        client_secret: 'sandbox-secret',
        token,
      });
      assert.equal(told['sub'], 'alice@sandbox.test');
    });

    it('issues an app-only token that opens every mailbox', async () => {
      const server = await discover(sandbox.issuer, {});
      const application = { clientId: 'sandbox-application', clientSecret: 'sandbox-application-secret' };
      const request = { server, client: application, scopes: [sandbox.scope] };
      const { accessToken, refreshToken } = await requestClientCredentials(request);
      assert.equal(refreshToken, undefined);
      assert.equal((await attempt('alice', 'imap', 'tls', accessToken)).outcome, 'ok');
      assert.equal((await attempt('slow', 'smtp', 'tls', accessToken)).outcome, 'ok');
    });

    it('lists only current practice in its metadata', async () => {
      const response = await fetch(`${sandbox.issuer}/.well-known/openid-configuration`);
      const metadata = (await response.json()) as Record<string, unknown>;
      assert.deepEqual(metadata['response_types_supported'], ['code']);
      assert.deepEqual(metadata['code_challenge_methods_supported'], ['S256']);
      assert.deepEqual([...(metadata['grant_types_supported'] as string[])].sort(), [
        'authorization_code',
        'client_credentials',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
      ]);
      assert.doesNotMatch(JSON.stringify(metadata), /"implicit"|HS256/);
    });

    it('redirects to this machine and to this extension in an editor, and nowhere else', async () => {
      const server = await discover(sandbox.issuer, {});
      const authorize = async (redirectUri: string) => {
        const options = { server, client, scopes, redirectUri, loginHint: 'alice@sandbox.test', parameters: {} };
        const { url } = await createAuthorizationRequest(options);
        const response = await fetch(url, { redirect: 'manual' });
        return { status: response.status, text: await response.text() };
      };
      for (const uri of ['http://127.0.0.1:4711/any', 'cursor://mail-oauth.xoauth2/callback?windowId=1']) {
        assert.equal((await authorize(uri)).status, 303, uri);
      }
      for (const uri of ['vscode://evil.ext/x', 'https://evil.example/', 'http://127.0.0.1.evil.example/']) {
        const { status, text } = await authorize(uri);
        assert.equal(status, 400, uri);
        assert.match(text, /invalid_redirect_uri/);
      }
    });

    it('rejects other sites, other host names, and browsers on its mail ports', async () => {
      const { port } = new URL(sandbox.issuer);
      const status = (headers: http.OutgoingHttpHeaders, method = 'GET') =>
        new Promise<number>((resolve, reject) => {
          http
            .request(
              { host: '127.0.0.1', port, method, path: '/.well-known/openid-configuration', headers },
              (response) => {
                response.resume();
                resolve(response.statusCode ?? 0);
              },
            )
            .on('error', reject)
            .end();
        });
      assert.equal(await status({}), 200);
      assert.equal(await status({ host: `evil.example:${port}` }), 403);
      assert.equal(await status({ origin: 'https://evil.example' }), 403);
      assert.equal(await status({ 'sec-fetch-site': 'cross-site' }, 'POST'), 403);
      const socket = net.connect(sandbox.ports.smtp, '127.0.0.1');
      let said = '';
      socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await new Promise((resolve) => socket.once('data', resolve));
      socket.write('POST / HTTP/1.1\r\nEHLO x\r\n');
      await new Promise((resolve) => socket.once('close', resolve));
      assert.equal(said.split('\r\n').length, 2, said);
    });
  });
});
