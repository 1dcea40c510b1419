import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reasonToInstall } from '../../../tools/setup/dependencies.mjs';

type Packages = Readonly<Record<string, object>>;

const locked: Packages = {
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/a/node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
  'node_modules/elsewhere': { version: '1.0.0', integrity: 'sha512-e', optional: true, os: ['none'] },
};
const { 'node_modules/elsewhere': _elsewhere, ...installed } = locked;

describe('reasonToInstall', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'mail-oauth-dependencies-'));
    writeLock('package-lock.json', locked);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function writeLock(file: string, packages: Packages): void {
    writeFileSync(path.join(root, file), JSON.stringify({ packages: { '': { name: 'project' }, ...packages } }));
  }

  function install(packages: Packages): void {
    for (const directory of Object.keys(packages)) {
      mkdirSync(path.join(root, directory), { recursive: true });
      writeFileSync(path.join(root, directory, 'package.json'), '{}');
    }
    writeLock('node_modules/.package-lock.json', packages);
  }

  it('is undefined if everything except optional packages of other platforms is installed', () => {
    install(installed);
    assert.equal(reasonToInstall(root), undefined);
  });

  it('reports that nothing is installed', () => {
    assert.equal(reasonToInstall(root), 'there is no node_modules');
  });

  it('reports an incomplete installation', () => {
    install(installed);
    rmSync(path.join(root, 'node_modules/.package-lock.json'));
    assert.equal(reasonToInstall(root), 'node_modules is incomplete');
    writeFileSync(path.join(root, 'node_modules/.package-lock.json'), '{"packages":');
    assert.equal(reasonToInstall(root), 'node_modules is incomplete');
  });

  it('reports a removed package', () => {
    install(installed);
    rmSync(path.join(root, 'node_modules/a/node_modules/b'), { recursive: true });
    assert.equal(reasonToInstall(root), 'node_modules is incomplete');
  });

  it('reports a lock file with another version or content, or with an added or removed package', () => {
    install(installed);
    const { 'node_modules/a': a, ...withoutA } = locked;
    for (const changed of [
      { ...locked, 'node_modules/a': { ...a, version: '1.0.1' } },
      { ...locked, 'node_modules/a': { ...a, integrity: 'sha512-other' } },
      { ...locked, 'node_modules/c': { version: '1.0.0' } },
      withoutA,
    ]) {
      writeLock('package-lock.json', changed);
      assert.equal(reasonToInstall(root), 'node_modules differs from package-lock.json');
    }
  });

  it('reports a package for another platform', () => {
    const mine = { optional: true, os: [process.platform], cpu: [process.arch] };
    const others = { optional: true, os: [`!${process.platform}`] };
    writeLock('package-lock.json', { ...locked, 'node_modules/mine': mine, 'node_modules/others': others });
    install({ ...installed, 'node_modules/mine': mine });
    assert.equal(reasonToInstall(root), undefined);
    install({ ...installed, 'node_modules/others': others });
    assert.equal(reasonToInstall(root), 'node_modules is for another platform');
  });

  it('is undefined if node_modules is a link: npm would delete the packages of another checkout', () => {
    symlinkSync(path.join(root, 'elsewhere'), path.join(root, 'node_modules'));
    assert.equal(reasonToInstall(root), undefined);
  });
});
