import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exclusively } from '../../../tools/setup/exclusively.mjs';

const never = new AbortController().signal;

describe('exclusively', () => {
  let lock: string;
  beforeEach(() => {
    lock = path.join(mkdtempSync(path.join(tmpdir(), 'mail-oauth-exclusively-')), 'directory', 'lock');
  });
  afterEach(() => rmSync(path.dirname(path.dirname(lock)), { recursive: true, force: true }));

  it('runs one task after the other', async () => {
    const events: string[] = [];
    const gate = new EventEmitter();
    const first = exclusively(lock, never, async () => {
      await once(gate, 'open');
      events.push('first');
    });
    const second = exclusively(lock, never, () => Promise.resolve(events.push('second')));
    gate.emit('open');
    await Promise.all([first, second]);
    assert.deepEqual(events, ['first', 'second']);
  });

  it('continues with the next one after a failure', async () => {
    await assert.rejects(
      exclusively(lock, never, () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    assert.equal(existsSync(lock), false);
  });

  it('stops waiting when it is canceled', async () => {
    await exclusively(lock, never, async () => {
      await assert.rejects(
        exclusively(lock, AbortSignal.abort(), () => Promise.resolve()),
        /abort/,
      );
    });
  });

  it('takes over the lock of a killed process', async () => {
    await exclusively(lock, never, () => Promise.resolve());
    writeFileSync(lock, String(spawnSync(process.execPath, ['--version']).pid));
    assert.equal(await exclusively(lock, never, () => Promise.resolve('done')), 'done');
  });
});
