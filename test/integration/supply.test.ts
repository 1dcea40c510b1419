import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mustRun } from '../support/processes.js';

interface Bill {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly version: string; readonly purl: string }[];
}

describe('the package', function () {
  this.timeout(180_000);
  let copy: string;
  const read = (file: string) => readFileSync(path.join(copy, file));
  const packageVsix = (file: string) => mustRun(process.execPath, ['tools/package-vsix.mjs', file], { cwd: copy });

  before(async () => {
    copy = mkdtempSync(path.join(tmpdir(), 'mail-oauth-supply-'));
    const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
    for (const file of files) cpSync(file, path.join(copy, file), { recursive: true });
    symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'));
    await packageVsix('dist/first.vsix');
  });

  after(() => rmSync(copy, { recursive: true, force: true }));

  it('has a reproducible build', async () => {
    for (const file of ['README.md', 'LICENSE', 'package.json']) utimesSync(path.join(copy, file), 1, 1);
    await packageVsix('dist/second.vsix');
    const digest = (file: string) => createHash('sha256').update(read(file)).digest('hex');
    assert.equal(digest('dist/second.vsix'), digest('dist/first.vsix'));
  });

  it('names every bundled package with its license, and in a bill of materials', () => {
    const notices = read('dist/THIRD-PARTY-NOTICES.txt').toString();
    const { bomFormat, components } = JSON.parse(read('dist/sbom.cdx.json').toString()) as Bill;
    assert.equal(bomFormat, 'CycloneDX');
    for (const name of ['oauth4webapi', 'valibot', 'socks', 'oidc-provider', 'proxy-from-env']) {
      const component = components.find((one) => one.name === name);
      assert.ok(component !== undefined, name);
      assert.equal(component.purl, `pkg:npm/${name}@${component.version}`);
      assert.ok(notices.includes(`\n${name} ${component.version} (`), name);
    }
    assert.match(notices, /Permission is hereby granted, free of charge/);
    // Neither tools nor what types alone are imported from.
    assert.deepEqual(
      components.filter(({ name }) => /^(?:esbuild|mocha|typescript|eslint)$/.test(name)),
      [],
    );
  });

  it('contains the notices, and neither sources, tests nor maps', () => {
    const list = execFileSync('python3', ['-m', 'zipfile', '-l', path.join(copy, 'dist/first.vsix')], {
      encoding: 'utf8',
    })
      .split('\n')
      .map((line) => line.split(/\s/, 1)[0] ?? '');
    assert.ok(list.includes('extension/dist/THIRD-PARTY-NOTICES.txt'));
    assert.deepEqual(
      list.filter((file) => /\.map$|\/src\/|\/test\/|\/tools\/|\.ts$/.test(file)),
      [],
    );
  });
});
