import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import {
  desktopClient,
  mailScope,
  publicClient,
  signInWithoutBrowser,
  startAuthorizationServer,
  type AuthorizationServer,
} from '../support/authorization-server.js';
import { startDovecot, type Dovecot } from '../support/dovecot.js';
import { freePorts, run } from '../support/processes.js';
import { startScriptedServer } from '../support/scripted-server.js';
import { startSocksProxy } from '../support/socks-proxy.js';

const user = 'alice@example.com';
const walkThrough = {
  user: 'xoauth@gmail.com',
  token: 'ya29.AHES6ZRKeUQwH2xhirksSUDSyjg9oPuRMMal05Ty0cfFIT_uRfESHw',
  string:
    'dXNlcj14b2F1dGhAZ21haWwuY29tAWF1dGg9QmVhcmVyIHlhMjkuQUhFUzZaUktlVVF3SDJ4aGlya3NTVURTeWpnOW9QdVJNTWFsMDVUeTBjZkZJVF91UmZFU0h3AQE=',
};

describe('the command line', function () {
  this.timeout(60_000);
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;
  let directory: string;

  before(async () => {
    authorizationServer = await startAuthorizationServer();
    dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-cli-'));
  });

  after(async () => {
    await dovecot.stop();
    await authorizationServer.stop();
    await rm(directory, { recursive: true });
  });

  const cli = (args: readonly string[], input?: string, env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, ['dist/cli.js', ...args], {
      ...(input === undefined ? {} : { input }),
      env: { ...process.env, ...env },
    });
  const server = () => ['--issuer', authorizationServer.issuer];
  const desktop = ['--client_id', desktopClient.clientId, `--client_secret=${desktopClient.clientSecret}`];
  const imap = () => [
    '--host',
    'localhost',
    '--port',
    String(dovecot.ports.imaps),
    '--security',
    'tls',
    '--ca_file',
    dovecot.caFile,
  ];

  /** Starts a sign-in and gives the address to visit when it is printed. */
  const startSignIn = async (args: readonly string[], stdio: StdioOptions = 'pipe') => {
    const child = spawn(process.execPath, ['dist/cli.js', '--generate_oauth2_token', ...args], {
      stdio,
    }) as ChildProcessWithoutNullStreams;
    let stdout = '';
    let stderr = '';
    const ended = once(child, 'close').then(([status]) => ({ status: status as number, stdout, stderr }));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const lines = createInterface({ input: child.stdout });
    const url = await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        stdout += `${line}\n`;
        if (line.startsWith('  http')) resolve(line.trim());
      });
      void ended.then(() => reject(new Error(stderr)));
    });
    return { child, url, ended };
  };

  describe('--generate_oauth2_string', () => {
    const args = ['--generate_oauth2_string', '--user', walkThrough.user];

    it('prints exactly the string of the documentation', async () => {
      const { status, stdout } = await cli([...args, '--access_token', walkThrough.token]);
      assert.equal(status, 0);
      assert.equal(stdout, `OAuth2 argument:\n${walkThrough.string}\n`);
      assert.equal(
        (await cli([...args, `--access_token=${walkThrough.token}`, '--quiet'])).stdout,
        `${walkThrough.string}\n`,
      );
    });

    it('reads the token from a file, standard input and the environment', async () => {
      const file = path.join(directory, 'token');
      await writeFile(file, `${walkThrough.token}\n`);
      for (const [value, input] of [
        [`@${file}`, undefined],
        ['-', `${walkThrough.token}\n`],
        ['env:MADE_UP', undefined],
      ] as const) {
        const { stdout } = await cli([...args, '--quiet', '--access_token', value], input, {
          MADE_UP: walkThrough.token,
        });
        assert.equal(stdout, `${walkThrough.string}\n`, value);
      }
    });

    it('exits with 2 for a wrong token or a missing option, and does not print the token', async () => {
      const wrong = await cli([...args, '--access_token', 'Bearer s3cret']);
      assert.equal(wrong.status, 2);
      assert.match(wrong.stderr, /word “Bearer”/);
      assert.doesNotMatch(wrong.stderr, /s3cret/);
      assert.equal((await cli(args)).status, 2);
      assert.equal((await cli([])).status, 2);
    });
  });

  it('loads the modules for logins and sign-ins only when needed', async () => {
    const loaded = async (args: readonly string[]) => {
      const program = `
        process.argv.splice(1, Infinity, 'dist/cli.js', ...${JSON.stringify(args)});
        process.once('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n') + process.moduleLoadList));
        require('./dist/cli.js');`;
      const { status, stderr } = await run(process.execPath, ['-e', program]);
      assert.notEqual(status, null);
      return { commands: stderr.includes('cli-commands'), tls: /NativeModule tls\b/.test(stderr) };
    };
    const none = { commands: false, tls: false };
    assert.deepEqual(await loaded(['--generate_oauth2_string', '--user', user, '--access_token', 'token']), none);
    assert.deepEqual(await loaded(['--version']), none);
    assert.deepEqual(await loaded(['--help']), none);
    assert.deepEqual(await loaded(['--test_imap_authentication']), { commands: true, tls: true });
  });

  it('fails if its output cannot be written, but not if only messages cannot', async function () {
    if (process.platform !== 'linux') this.skip();
    const full = await run('/bin/sh', ['-c', `'${process.execPath}' dist/cli.js --help > /dev/full`]);
    assert.equal(full.status, 70);
    assert.match(full.stderr, /cannot be written \(ENOSPC\)/);
    const silent = spawn(process.execPath, ['dist/cli.js', '--nonsense'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = once(silent, 'close');
    silent.stderr.destroy();
    assert.deepEqual(await ended, [2, null]);
  });

  describe('--lint', () => {
    it('accepts a correct string, and reports and fixes an incorrect one', async () => {
      assert.deepEqual(await cli(['--lint', walkThrough.string]), {
        status: 0,
        stdout: 'OK: XOAUTH2 for xoauth@gmail.com\n',
        stderr: '',
      });
      const faulty = await cli(
        ['--lint', '-'],
        `${walkThrough.string.slice(0, 40)}\n${walkThrough.string.slice(40)}\n`,
      );
      assert.equal(faulty.status, 1);
      assert.match(faulty.stdout, /^string, character 41: There is a line break/);
      assert.ok(faulty.stdout.endsWith(`Fixed:\n${walkThrough.string}\n`));
    });

    it('explains a server’s challenge, and builds a string from a token with --user', async () => {
      const challenge = await cli(
        ['--lint', '@-'],
        `334 ${Buffer.from('{"status":"400","schemes":"Bearer"}').toString('base64')}\n`,
      );
      assert.equal(challenge.status, 1);
      assert.match(
        challenge.stdout,
        /a server’s error message, not a string to send: \{"status":"400","schemes":"Bearer"\}/,
      );
      const alone = await cli(['--lint', walkThrough.token]);
      assert.match(alone.stdout, /This is an access token.*\nAdd --user to fix it\.\n$/);
      const fixed = await cli(['--lint', walkThrough.token, '--user', walkThrough.user, '--quiet']);
      assert.equal(fixed.stdout, `${walkThrough.string}\n`);
    });
  });

  describe('--generate_oauth2_token and --refresh_token', () => {
    it('sign in over loopback, print the lines of oauth2.py, and refresh', async () => {
      const { url, ended } = await startSignIn([...server(), ...desktop, '--scope', mailScope]);
      const redirect = await signInWithoutBrowser(url, user);
      assert.match(await (await fetch(redirect)).text(), /Signed in/);
      const { status, stdout } = await ended;
      assert.equal(status, 0);
      const tokens =
        /^To authorize token, visit this url and follow the directions:\n {2}http.*\nRefresh Token: (\S+)\nAccess Token: (\S+)\nAccess Token Expiration Seconds: 3600\n$/.exec(
          stdout,
        );
      assert.ok(tokens, stdout);
      const login = await cli(
        ['--test_imap_authentication', '--user', user, '--access_token', '-', ...imap()],
        tokens[2],
      );
      assert.equal(login.status, 0, login.stdout);

      const refreshed = await cli([...server(), ...desktop, '--refresh_token', tokens[1] ?? '']);
      assert.equal(refreshed.status, 0, refreshed.stderr);
      assert.match(
        refreshed.stdout,
        /^Access Token: \S+\nAccess Token Expiration Seconds: 3600\nRefresh Token: \S+\n$/,
      );

      const reused = await cli([...server(), ...desktop, '--refresh_token', tokens[1] ?? '', '--quiet']);
      assert.equal(reused.status, 3);
      assert.match(reused.stderr, /invalid_grant.*Sign in again/);
      assert.equal(reused.stdout, '');
    });

    it('end after printing the tokens, even if the browser keeps connections open', async () => {
      const { url, ended } = await startSignIn([...server(), ...desktop, '--scope', mailScope]);
      const redirect = await signInWithoutBrowser(url, user);
      const sockets = [];
      for (const text of ['', 'GET /callback HTTP/1.1\r\nHost: ']) {
        const socket = net.connect(Number(redirect.port), redirect.hostname);
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(text);
        sockets.push(socket);
      }
      await fetch(redirect);
      assert.equal((await ended).status, 0);
      for (const socket of sockets) socket.destroy();
    });

    it('accept a pasted URL instead', async () => {
      const { child, url, ended } = await startSignIn([
        ...server(),
        '--client_id',
        publicClient.clientId,
        '--scope',
        mailScope,
      ]);
      child.stdin.write(`${(await signInWithoutBrowser(url, user)).href}\n`);
      const { status, stdout } = await ended;
      assert.equal(status, 0);
      assert.match(stdout, /^Access Token: \S+$/m);
    });

    it('do not offer pasting if standard input is closed', async () => {
      const args = [...server(), ...desktop, '--scope', mailScope];
      const { url, ended } = await startSignIn(args, ['ignore', 'pipe', 'pipe']);
      await fetch(await signInWithoutBrowser(url, user));
      const { status, stderr } = await ended;
      assert.equal(status, 0, stderr);
      assert.match(stderr, /^Waiting for the browser\.$/m);
      assert.doesNotMatch(stderr, /paste/);
    });

    it('print only the access token with --quiet', async () => {
      const { refreshToken } = await authorizationServer.issueTokens({ user });
      const { stdout, stderr, status } = await cli([
        ...server(),
        '--client_id',
        publicClient.clientId,
        '--refresh_token',
        refreshToken,
        '--quiet',
      ]);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^\S+\n$/);
      assert.match(stderr, /new refresh token/);
    });

    it('exit with 3 and the server’s message if access is denied', async () => {
      const { url, ended } = await startSignIn([...server(), ...desktop, '--scope', mailScope]);
      const redirect = await signInWithoutBrowser(url, user, true);
      assert.equal(redirect.searchParams.get('error'), 'access_denied');
      assert.match(await (await fetch(redirect)).text(), /allow access/);
      const { status, stderr } = await ended;
      assert.equal(status, 3);
      assert.match(stderr, /Access was denied/);
    });

    it('exit with 3 for a wrong client secret, without printing it', async () => {
      const { refreshToken } = await authorizationServer.issueTokens({ user, clientId: desktopClient.clientId });
      const { status, stderr } = await cli([
        ...server(),
        '--client_id',
        desktopClient.clientId,
        '--client_secret',
        's3cret-wrong',
        '--refresh_token',
        refreshToken,
      ]);
      assert.equal(status, 3);
      assert.match(stderr, /invalid_client/);
      assert.doesNotMatch(stderr, /s3cret-wrong/);
    });

    it('exit with 130 at Ctrl+C', async () => {
      const { child, ended } = await startSignIn([...server(), ...desktop]);
      child.kill('SIGINT');
      assert.equal((await ended).status, 130);
    });

    it('exit with 4 if the authorization server cannot be reached', async () => {
      const [port] = await freePorts(1);
      const { status, stderr } = await cli([
        '--issuer',
        `http://127.0.0.1:${port}`,
        ...desktop,
        '--refresh_token',
        'x',
      ]);
      assert.equal(status, 4, stderr);
      assert.match(stderr, /nothing listens there/);
    });
  });

  describe('the tests of a login', () => {
    it('print a redacted transcript and the outcome, and exit with 0', async () => {
      const { accessToken } = await authorizationServer.issueTokens({ user });
      for (const [option, port, security, last] of [
        ['--test_imap_authentication', dovecot.ports.imap, 'starttls', /SELECT INBOX/],
        ['--test_smtp_authentication', dovecot.ports.submission, 'starttls', /MAIL FROM:<alice@example\.com>/],
        ['--test_pop3_authentication', dovecot.ports.pop3, 'starttls', /STAT/],
      ] as const) {
        const { status, stdout } = await cli([
          option,
          '--user',
          user,
          '--access_token',
          accessToken,
          '--host',
          'localhost',
          '--port',
          String(port),
          '--security',
          security,
          '--ca_file',
          dovecot.caFile,
        ]);
        assert.equal(status, 0, stdout);
        assert.match(stdout, /^ +\d+ ms {2}authenticate {2}C: .*auth=Bearer <\d+ characters, #[0-9a-f]{4}>>$/m);
        assert.match(stdout, last);
        assert.match(stdout, /^OK: localhost accepted alice@example\.com with XOAUTH2 \(TLSv1\.\d, \d+ ms\)\.$/m);
        assert.ok(!stdout.includes(accessToken));
      }
    });

    it('go through a SOCKS proxy', async () => {
      const proxy = await startSocksProxy();
      try {
        const { accessToken } = await authorizationServer.issueTokens({ user });
        const args = ['--user', user, '--access_token', accessToken, ...imap()];
        const through = ['--proxy', `socks5://127.0.0.1:${proxy.port}`];
        const { status, stdout } = await cli(['--test_imap_authentication', ...args, ...through]);
        assert.equal(status, 0, stdout);
        assert.deepEqual(proxy.asked, [`localhost:${dovecot.ports.imaps}`]);
      } finally {
        await proxy.stop();
      }
    });

    it('send the logout and end, even if the server does not reply or close the connection', async () => {
      const server = await startScriptedServer([
        { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n' },
        { when: /AUTHENTICATE/, send: 'A1 OK done\r\n' },
        { when: /SELECT/, send: 'A2 OK [READ-WRITE] selected\r\n' },
      ]);
      try {
        const args = ['--user', user, '--access_token', 'token', '--host', 'localhost', '--port', String(server.port)];
        const { status, stdout } = await cli(['--test_imap_authentication', ...args, '--security', 'none']);
        assert.equal(status, 0, stdout);
        assert.match(stdout, /logout +C: A3 LOGOUT\n/);
        await server.idle();
        assert.equal(server.received.at(-1), 'A3 LOGOUT');
      } finally {
        await server.stop();
      }
    });

    it('compare every mechanism in every form with --compare, and explain if none succeeds', async () => {
      const { accessToken } = await authorizationServer.issueTokens({ user });
      const test = ['--test_imap_authentication', '--compare', '--user', user, ...imap()];
      const good = await cli([...test, '--access_token', accessToken]);
      assert.equal(good.status, 0, good.stdout);
      assert.deepEqual(good.stdout.match(/^── .* ──$/gm), [
        '── IMAP: XOAUTH2 ──',
        '── IMAP: XOAUTH2, credential on a separate line ──',
        '── IMAP: OAUTHBEARER ──',
        '── IMAP: OAUTHBEARER, credential on a separate line ──',
      ]);
      assert.match(
        good.stdout,
        /\n\nProtocol +Mechanism +Credential +Result.*\n(?:IMAP +(?:XOAUTH2|OAUTHBEARER) +(?:on the line of the command|on a separate line) +ok +\d+ ms +\d+ ms\n){4}$/,
      );
      const bad = await cli([...test, '--access_token', 'made-up.token_0123456789', '--quiet']);
      assert.equal(bad.status, 5);
      assert.match(
        bad.stdout,
        /^Protocol.*\n(?:IMAP.*refused.*\n){4}Cause \(likely\): .*\nThe server said: .*\nWhat to do: .*\n$/,
      );
    });

    it('show the credential only with --show_secrets', async () => {
      const { accessToken } = await authorizationServer.issueTokens({ user });
      const { stdout } = await cli([
        '--test_imap_authentication',
        '--user',
        user,
        '--access_token',
        accessToken,
        ...imap(),
        '--show_secrets',
      ]);
      const string = Buffer.from(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`).toString('base64');
      assert.ok(stdout.includes(string));
      const json = await cli([
        '--test_imap_authentication',
        '--user',
        user,
        '--access_token',
        accessToken,
        ...imap(),
        '--show_secrets',
        '--json',
        '--report',
        'out/report.md',
      ]);
      assert.ok(json.stdout.includes(string));
      const report = await readFile('out/report.md', 'utf8');
      assert.match(report, /Tokens are not included/);
      assert.ok(!report.includes(string) && !report.includes(accessToken));
      assert.equal(
        (
          await cli([
            '--test_imap_authentication',
            '--user',
            user,
            '--access_token',
            accessToken,
            ...imap(),
            '--compare',
            '--report',
            'out/report.md',
          ])
        ).status,
        2,
      );
    });

    it('send a test message only if requested and possible', async () => {
      const { accessToken } = await authorizationServer.issueTokens({ user });
      const send = (option: string, name: string, port: number, ...rest: string[]) =>
        cli([
          ...[option, '--send_test_message', '--user', name, '--access_token', accessToken, '--host', 'localhost'],
          ...['--port', String(port), '--security', 'tls', '--ca_file', dovecot.caFile, ...rest],
        ]);
      const before = dovecot.messages.length;
      const { status, stdout } = await send('--test_smtp_authentication', user, dovecot.ports.submissions);
      assert.equal(status, 0, stdout);
      assert.match(stdout, /C: DATA[^]*✔ Message +ok[^]*a message was sent/);
      assert.equal(dovecot.messages.length, before + 1);
      for (const [option, name, rest, reason] of [
        ['--test_imap_authentication', user, [], /needs --test_smtp_authentication/],
        ['--test_smtp_authentication', user, ['--compare'], /cannot be used with --compare/],
        ['--test_smtp_authentication', 'alice', [], /needs an email address as --user/],
      ] as const) {
        const refused = await send(option, name, dovecot.ports.submissions, ...rest);
        assert.equal(refused.status, 2);
        assert.match(refused.stderr, reason);
      }
      assert.equal(dovecot.messages.length, before + 1);
    });

    it('exit with 5 and explain a refusal', async () => {
      const { status, stdout } = await cli([
        '--test_imap_authentication',
        '--user',
        user,
        '--access_token',
        'made-up',
        ...imap(),
      ]);
      assert.equal(status, 5);
      assert.match(stdout, /the challenge says: \{"status":"401"/);
      assert.match(stdout, /^NO: localhost refused/m);
      assert.match(stdout, /Refresh the access token/);
    });

    it('print the result as JSON', async () => {
      const { status, stdout } = await cli([
        '--test_imap_authentication',
        '--user',
        user,
        '--access_token',
        'made-up',
        ...imap(),
        '--json',
      ]);
      assert.equal(status, 5);
      const report = JSON.parse(stdout) as Record<string, unknown> & { phases: unknown[]; transcript: unknown[] };
      assert.equal(report['outcome'], 'refused');
      assert.deepEqual((report['challenge'] as Record<string, unknown>)['status'], '401');
      assert.ok(report.phases.length > 3 && report.transcript.length > 5);
    });

    it('exit with 4 for an untrusted certificate, a dead port and a server that hangs', async () => {
      const args = ['--test_imap_authentication', '--user', user, '--access_token', 'made-up', '--host', 'localhost'];
      const [dead] = await freePorts(1);
      const untrusted = await cli([...args, '--port', String(dovecot.ports.imaps), '--security', 'tls']);
      assert.equal(untrusted.status, 4);
      assert.match(untrusted.stdout, /CA file/);
      assert.equal((await cli([...args, '--port', String(dead), '--security', 'tls'])).status, 4);
      const silent = await cli([
        ...args,
        '--port',
        String(dovecot.ports.imaps),
        '--security',
        'starttls',
        '--timeout',
        '1',
      ]);
      assert.equal(silent.status, 4);
    });

    it('exit with 2 instead of sending a token unencrypted', async () => {
      const { status, stdout } = await cli([
        '--test_imap_authentication',
        '--user',
        user,
        '--access_token',
        'x',
        '--host',
        'mail.example.com',
        '--security',
        'none',
      ]);
      assert.equal(status, 2);
      assert.match(stdout, /without TLS/);
    });
  });
});
