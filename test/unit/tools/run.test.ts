import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transform } from 'esbuild';

/** Nothing listens there. */
const noRegistry = 'http://127.0.0.1:9';
const local = {
  'node_modules/part': { resolved: 'part', link: true },
  part: { version: '1.0.0' },
};
const remote = { 'node_modules/part': { version: '1.0.0', integrity: 'sha512-AAAA' } };

describe('tools/run.cjs', function () {
  this.timeout(60_000);
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'mail-oauth-run-'));
    cpSync('tools', path.join(root, 'tools'), { recursive: true });
    mkdirSync(path.join(root, 'part'));
    writeFileSync(path.join(root, 'part', 'package.json'), JSON.stringify({ name: 'part', version: '1.0.0' }));
    writeFileSync(path.join(root, 'print.js'), "console.log(process.argv[2], require('part/package.json').version);");
    writeFileSync(path.join(root, 'fail.js'), 'process.exitCode = 3;');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function lock(dependency: string, packages: object): void {
    const project = { name: 'project', version: '1.0.0', dependencies: { part: dependency } };
    writeFileSync(path.join(root, 'package.json'), JSON.stringify({ ...project, engines: { node: '>=20' } }));
    writeFileSync(
      path.join(root, 'package-lock.json'),
      JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages: { '': project, ...packages } }),
    );
  }

  function environment(registry: string): NodeJS.ProcessEnv {
    return {
      ...process.env,
      npm_config_cache: path.join(root, 'cache'),
      npm_config_registry: registry,
      npm_config_fetch_retries: '0',
    };
  }

  function run(...args: string[]) {
    return spawnSync(process.execPath, ['tools/run.cjs', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: environment(noRegistry),
    });
  }

  it('installs the dependencies once, then runs the scripts in turn', () => {
    lock('file:part', local);
    assert.match(
      run('print.js', 'one', '--', 'print.js', 'two').stdout,
      /^Installing [^\n]*no node_modules\.\nInstalled [^\n]* s\.\none 1\.0\.0\ntwo 1\.0\.0\n$/,
    );
    assert.equal(run('print.js', 'three').stdout, 'three 1.0.0\n');
  });

  it('stops at a script that fails, with its status', () => {
    lock('file:part', local);
    const { status, stdout } = run('print.js', 'one', '--', 'fail.js', '--', 'print.js', 'two');
    assert.equal(status, 3);
    assert.match(stdout, /one/);
    assert.doesNotMatch(stdout, /two/);
  });

  it('reports a missing network in one sentence', () => {
    lock('1.0.0', remote);
    const { status, stderr } = run('print.js');
    assert.equal(status, 1);
    assert.equal(
      stderr,
      'The npm registry cannot be reached (ECONNREFUSED): connect to the network, then try again.\n',
    );
  });

  it('ends an installation at once on Ctrl+C', async () => {
    lock('1.0.0', remote);
    const registry = createServer().listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const { port } = registry.address() as AddressInfo;
    const child = spawn(process.execPath, ['tools/run.cjs', 'print.js'], {
      cwd: root,
      env: environment(`http://127.0.0.1:${port}`),
    });
    const [socket] = (await once(registry, 'connection')) as [Socket];
    socket.on('error', () => undefined).resume();
    child.kill('SIGINT');
    // The first is npm, the second is the process that started it.
    await Promise.all([once(socket, 'close'), once(child, 'close')]);
    registry.close();
    assert.equal(child.signalCode, 'SIGINT');
    assert.equal(existsSync(path.join(root, 'out', 'install.lock')), false);
  });

  it('can be parsed by old versions of Node.js, to report the required one', async () => {
    const source = readFileSync('tools/run.cjs', 'utf8');
    const [old, present] = await Promise.all(
      ['node12.22', 'esnext'].map((target) => transform(source, { target, loader: 'js' })),
    );
    assert.equal(old?.code, present?.code);
  });

  it('reports the version that package.json requires', () => {
    lock('file:part', local);
    const manifest = path.join(root, 'package.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('>=20', '>=99'));
    const { status, stderr } = run('print.js');
    assert.equal(status, 1);
    assert.equal(
      stderr,
      `Node.js 99 or newer is needed, and this is ${process.versions.node}: get it from https://nodejs.org/.\n`,
    );
  });
});
