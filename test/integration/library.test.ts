import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mustRun } from '../support/processes.js';

/** A program of somebody else that uses the library: it tests a login in the sandbox. */
const program = `import { diagnose, encodeXoauth2, loadSandbox, checkLogin } from 'xoauth2';
import type { LoginCheckResult } from 'xoauth2';

const { startSandbox } = await loadSandbox();
const sandbox = await startSandbox();
const outcomes: string[] = [];
for (const name of ['alice', 'smtp-disabled']) {
  const scenario = sandbox.scenarios.find((one) => one.name === name)!;
  const { accessToken } = await sandbox.issueTokens(scenario);
  const user = name + '@sandbox.test';
  if (!/^[A-Za-z0-9+/]+=*$/.test(encodeXoauth2({ user, accessToken }))) throw new Error('no string');
  const report: LoginCheckResult = await checkLogin({
    protocol: 'smtp', server: { host: 'localhost', port: sandbox.ports.smtps, security: 'tls' }, mechanism: 'best', user, accessToken, ca: sandbox.ca,
  });
  outcomes.push(report.outcome, diagnose(report)[0].code);
}
await sandbox.stop();
console.log(outcomes.join(' '));
`;

describe('the library', function () {
  this.timeout(120_000);
  let directory: string;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-library-'));
  });

  after(() => rm(directory, { recursive: true, force: true }));

  it('can be packed, type-checked and used by a program that has nothing else', async () => {
    await mustRun('npm', ['pack', '--silent', '--pack-destination', directory]);
    await mkdir(path.join(directory, 'node_modules', '@types'), { recursive: true });
    await mustRun('tar', ['-xzf', path.join(directory, 'xoauth2-0.1.0.tgz'), '-C', directory]);
    await symlink(path.join(directory, 'package'), path.join(directory, 'node_modules', 'xoauth2'));
    // What an installation brings besides: the types of Node.js, and the dependency that the types name.
    for (const name of ['@types/node', 'undici-types', 'valibot']) {
      await symlink(path.resolve('node_modules', name), path.join(directory, 'node_modules', name));
    }
    await writeFile(path.join(directory, 'package.json'), '{"type":"module"}');
    await writeFile(path.join(directory, 'program.ts'), program);
    const options = [
      '--strict',
      '--target',
      'ES2023',
      '--module',
      'NodeNext',
      '--types',
      'node',
      '--outDir',
      directory,
      path.join(directory, 'program.ts'),
    ];
    await mustRun(process.execPath, [path.resolve('node_modules/typescript/bin/tsc'), ...options], { cwd: directory });
    const said = await mustRun(process.execPath, ['--no-warnings', path.join(directory, 'program.js')], {
      cwd: directory,
    });
    assert.equal(said.trim(), 'ok ok refused smtp-auth-disabled');
  });
});
