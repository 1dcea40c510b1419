import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { SharedFolder } from '../../../src/accounts/shared-folder.js';

/** A file that is empty when it is first read, and has this content when it is read again. */
async function beginFile(file: string) {
  await promisify(execFile)('mkfifo', [file]);
  return async (content: object) => {
    // Opens once there is a reader, to whom it then says that the file has ended.
    const pipe = await open(file, 'w');
    await writeFile(`${file}.new`, JSON.stringify(content));
    await rename(`${file}.new`, file);
    await pipe.close();
  };
}

describe('SharedFolder', () => {
  let directory: string;
  let folder: SharedFolder;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-'));
    folder = new SharedFolder(directory);
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('lists its accounts despite a file of another program', async () => {
    await folder.claimRevision('a b', 0, { change: 'stored', window: 'one' });
    await writeFile(path.join(directory, 'accounts', '100%'), '');
    assert.deepEqual(await folder.accountIds(), ['a b']);
  });

  it('grants the claim for a refresh token once, and returns it to others', async () => {
    const windows = Array.from({ length: 12 }, (_, index) => `window-${index}`);
    for (let round = 0; round < 50; round++) {
      const claims = await Promise.all(windows.map((window) => folder.claimRefresh(`refresh-${round}`, window)));
      const winner = windows[claims.indexOf(undefined)];
      assert.equal(claims.filter((claim) => claim === undefined).length, 1);
      const told = claims.filter((claim) => claim !== undefined);
      assert.deepEqual(
        told,
        told.map(() => ({ window: winner, state: 'sent' })),
      );
    }
  });

  it('creates claims and changes atomically: the writer may be suspended at any point', async () => {
    const change = { change: 'stored', window: 'a' } as const;
    const state = { isOver: false };
    const work = async () => {
      for (let round = 0; round < 30; round++) {
        await folder.claimRefresh(`refresh-${round}`, 'a');
        await folder.settleRefresh(`refresh-${round}`, { window: 'a', state: 'used' });
        await folder.claimRevision('account', round, change);
      }
    };
    const working = work().finally(() => (state.isOver = true));
    const seen = new Map<string, string>();
    while (!state.isOver) {
      for (const name of ['refreshes', 'accounts/account']) {
        const files = await readdir(path.join(directory, name)).catch(() => []);
        for (const file of files.filter((one) => !one.includes('.'))) {
          seen.set(file, await readFile(path.join(directory, name, file), 'utf8'));
          assert.notEqual(seen.get(file), '');
        }
      }
    }
    await working;
    assert.ok(seen.size > 10);
    assert.deepEqual((await readdir(path.join(directory, 'refreshes'))).length, 30);
  });

  // Where there are no hard links, a file exists before its content does.
  it('waits for the content of a claim that is being written', async () => {
    const digest = createHash('sha256').update('refresh-1').digest('hex');
    const file = path.join(directory, 'refreshes', digest);
    await mkdir(path.dirname(file));
    const finish = await beginFile(file);
    const claim = folder.claimRefresh('refresh-1', 'late');
    await finish({ window: 'early', state: 'sent' });
    assert.deepEqual(await claim, { window: 'early', state: 'sent' });
  });

  it('treats a token with an incomplete claim as sent', async () => {
    const digest = createHash('sha256').update('refresh-1').digest('hex');
    await mkdir(path.join(directory, 'refreshes'));
    await writeFile(path.join(directory, 'refreshes', digest), '{"win');
    assert.deepEqual(await folder.claimRefresh('refresh-1', 'late'), { window: '', state: 'unknown' });
  });

  it('rejects a change that is based on an older revision, however old', async () => {
    const change = { change: 'stored', window: 'a' } as const;
    for (let base = 0; base < 50; base++) {
      assert.equal((await folder.claimRevision('account', base, change))?.number, base + 1);
    }
    for (const base of [0, 1, 48, 49]) {
      assert.equal(await folder.claimRevision('account', base, { ...change, window: 'late' }), undefined);
    }
    assert.deepEqual(await folder.latest('account'), { number: 50, ...change });
  });

  it('assigns a number once', async () => {
    for (let base = 0; base < 50; base++) {
      const claims = await Promise.all(
        ['a', 'b', 'c', 'd'].map((window) => folder.claimRevision('account', base, { change: 'stored', window })),
      );
      assert.equal(claims.filter((claim) => claim !== undefined).length, 1);
    }
  });

  it('waits for the content of a revision that is being written', async () => {
    await folder.claimRevision('account', 0, { change: 'stored', window: 'a' });
    const file = path.join(directory, 'accounts', 'account', '2');
    const finish = await beginFile(file);
    const latest = folder.latest('account');
    await finish({ change: 'removed', window: 'b' });
    assert.deepEqual(await latest, { number: 2, change: 'removed', window: 'b' });
  });
});
