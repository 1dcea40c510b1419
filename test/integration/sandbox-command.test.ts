import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkLogin } from '../../src/mail/login-check/login-check.js';
import { accepts, freePorts, run } from '../support/processes.js';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.js';

describe('the sandbox command', function () {
  this.timeout(60_000);
  let directory: string;
  let scenarioFile: string;
  const started: SandboxProcess[] = [];

  /** Starts a sandbox that ends with the test. */
  async function start(...[args, env]: Parameters<typeof startSandboxProcess>): Promise<SandboxProcess> {
    const sandbox = await startSandboxProcess(args, env);
    started.push(sandbox);
    return sandbox;
  }

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-sandbox-test-'));
    scenarioFile = path.join(directory, 'scenarios.json');
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((sandbox) => sandbox.stop()));
    await rm(directory, { recursive: true });
  });

  const mine = { name: 'mine', title: 'My own', lesson: 'How mine answers.' };

  it('accepts fixed ports and more scenarios, and removes its ports and files', async () => {
    const scenario = { ...mine, login: { imap: { reply: 'NO [CONTACTADMIN] suspended' } } };
    await writeFile(scenarioFile, JSON.stringify([scenario]));
    const [imaps = 0, oauth = 0] = await freePorts(2);
    const ports = `imaps=${imaps},oauth=${oauth}`;
    const sandbox = await start(['--ports', ports, '--scenarios', scenarioFile, '--quiet']);
    assert.deepEqual([sandbox.ports.imaps, sandbox.issuer], [imaps, `http://127.0.0.1:${oauth}`]);
    const { title, lesson } = sandbox.accounts.at(-1)!;
    assert.deepEqual({ title, lesson }, { title: 'My own', lesson: 'How mine answers.' });
    const { user, accessToken } = sandbox.account('mine');
    const result = await checkLogin({
      protocol: 'imap',
      server: { host: 'localhost', port: imaps, security: 'tls' },
      mechanism: 'XOAUTH2',
      user,
      accessToken,
      ca: await readFile(sandbox.ca_file, 'utf8'),
    });
    assert.equal(result.reply?.line, 'A1 NO [CONTACTADMIN] suspended');
    await sandbox.stop();
    assert.ok(!existsSync(sandbox.ca_file));
    for (const port of Object.values(sandbox.ports)) assert.equal(await accepts(port), false);
  });

  it('has tokens that --revoke revokes', async () => {
    const sandbox = await start(['--quiet']);
    const { user, accessToken } = sandbox.account('alice');
    const cli = (...args: string[]) => run(process.execPath, ['dist/cli.js', ...args], { input: accessToken });
    const server = ['--issuer', sandbox.issuer, '--client_id', sandbox.client_id];
    const revoked = await cli('--revoke', '--access_token', '-', ...server);
    assert.deepEqual([revoked.status, revoked.stdout], [0, 'Revoked: Access Token\n'], revoked.stderr);
    const port = String(sandbox.ports.imaps);
    const reached = ['--host', 'localhost', '--port', port, '--ca_file', sandbox.ca_file];
    const refused = await cli('--test_imap_authentication', '--user', user, '--access_token', '-', ...reached);
    assert.equal(refused.status, 5, refused.stdout);
    const nothing = await cli('--revoke', ...server);
    assert.deepEqual([nothing.status, nothing.stderr.includes('--revoke needs --refresh_token or')], [2, true]);
    const elsewhere = ['--revocation_endpoint', `${sandbox.issuer}/revoke`];
    const stray = await cli('--revoke', '--access_token', '-', ...elsewhere);
    assert.deepEqual([stray.status, stray.stderr.includes('--revocation_endpoint needs --token_endpoint')], [2, true]);
  });

  it('removes its files when its terminal is closed', async () => {
    const sandbox = await start(['--quiet']);
    await sandbox.stop('SIGHUP');
    assert.ok(!existsSync(path.dirname(sandbox.ca_file)));
  });

  it('removes the folder of a sandbox that was killed, and no other', async () => {
    const env = { ...process.env, TMPDIR: directory, TEMP: directory };
    const killed = await start(['--quiet'], env);
    await killed.stop('SIGKILL');
    assert.ok(existsSync(killed.ca_file));
    const running = await start(['--quiet'], env);
    assert.ok(!existsSync(path.dirname(killed.ca_file)));
    const others = [`mail-oauth-sandbox-${killed.pid}`, `other-${killed.pid}-abcdef`, 'mail-oauth-sandbox-x-abcdef'];
    for (const name of others) await mkdir(path.join(directory, name));
    await writeFile(path.join(directory, `mail-oauth-sandbox-${killed.pid}-abcdef`), 'a file');
    await start(['--quiet'], env);
    assert.ok(existsSync(running.ca_file), 'the folder of a running sandbox');
    assert.ok(existsSync(path.join(directory, `mail-oauth-sandbox-${killed.pid}-abcdef`)), 'a file of such a name');
    for (const name of others) assert.ok(existsSync(path.join(directory, name)), name);
  });

  it('leaves the folder of another user alone', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const killed = await start(['--quiet'], { ...process.env, TMPDIR: directory });
    await killed.stop('SIGKILL');
    const folder = path.dirname(killed.ca_file);
    await chown(folder, 65_534, 65_534);
    await start(['--quiet'], { ...process.env, TMPDIR: directory });
    assert.deepEqual(await readdir(folder), ['ca.pem']);
  });

  it('reports invalid options, and exits', async () => {
    const [port = 0] = await freePorts(1);
    const occupant = net.createServer().listen(port, '127.0.0.1').unref();
    const twoLines = { ...mine, login: { imap: { reply: 'NO one\r\nA1 OK two' } } };
    for (const [args, text, status, message] of [
      [['--scenarios', scenarioFile], '[', 2, /--scenarios: The scenario file is not valid JSON\./],
      [['--scenarios', scenarioFile], '[{"name":"X"}]', 2, /--scenarios: Invalid scenarios at “0\.name”/],
      [['--scenarios', scenarioFile], JSON.stringify([twoLines]), 2, /at “0\.login\.imap\.reply”/],
      [['--scenarios', scenarioFile], JSON.stringify([mine, mine]), 2, /Two scenarios have the same name/],
      [['--scenarios', `${scenarioFile}.not`], '', 2, /--scenarios: .*no such file/],
      [['--ports', 'imaps=99999'], '', 2, /imaps requires a number from 0 to 65535/],
      [['--ports', 'nntp=1'], '', 2, /unknown port\. The ports are/],
      [['--ports', `imaps=${port}`], '', 4, new RegExp(`Port ${port} cannot be opened: another program`)],
    ] as const) {
      await writeFile(scenarioFile, text);
      const ended = await run(process.execPath, ['--no-warnings', 'dist/cli.js', 'sandbox', ...args]);
      assert.equal(ended.status, status, ended.stderr);
      assert.match(ended.stderr, message);
    }
    occupant.close();
  });
});

describe('the bundle of the sandbox', function () {
  this.timeout(60_000);

  it('is loaded by the other bundles, but not part of them', async () => {
    for (const file of (await readdir('dist')).filter((name) => name.endsWith('.js'))) {
      const isSandbox = /oidc-provider|X509CertificateGenerator/.test(await readFile(path.join('dist', file), 'utf8'));
      assert.equal(isSandbox, file === 'sandbox.js', file);
    }
  });

  it('writes nothing to the console, and does not prevent others from it', async () => {
    const program = `
      Object.freeze(console);
      (async () => {
        const loading = require('./dist/index.js').startSandbox();
        console.warn('while it loads');
        await (await loading).stop();
        const starting = require('./dist/sandbox.js').startSandbox();
        console.warn('while it starts');
        await (await starting).stop();
      })();`;
    const { status, stdout, stderr } = await run(process.execPath, ['--no-warnings', '-e', program]);
    assert.deepEqual(
      { status, stdout, stderr },
      { status: 0, stdout: '', stderr: 'while it loads\nwhile it starts\n' },
    );
  });
});
