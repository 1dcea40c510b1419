import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WindowChannel } from '../../../src/accounts/window-channel.js';

const listenAndDie =
  'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))';

describe('the channel of a window', () => {
  let directory: string;
  let channel: WindowChannel;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-test-'));
    await mkdir(path.join(directory, 'windows'));
    const nothing = () => Promise.resolve(undefined);
    channel = new WindowChannel(directory, 'own', { get: nothing, wait: nothing, changed: nothing });
  });

  afterEach(async () => {
    await channel.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** A window that was killed: its socket is there, and nobody listens. */
  async function killedWindow(folder: string): Promise<string> {
    const address = path.join(folder, 's');
    await once(spawn(process.execPath, ['-e', listenAndDie, address]), 'exit');
    assert.ok(existsSync(address));
    await writeFile(path.join(directory, 'windows', 'killed'), address);
    return address;
  }

  it('removes the socket and the address that a killed window left', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'mail-oauth-'));
    await killedWindow(folder);
    assert.equal(await channel.isReachable('killed'), false);
    assert.equal(existsSync(folder), false);
    assert.deepEqual(await readdir(path.join(directory, 'windows')), []);
  });

  it('removes no other file that an address refers to', async () => {
    const address = await killedWindow(await mkdtemp(path.join(directory, 'other-')));
    assert.equal(await channel.isReachable('killed'), false);
    assert.ok(existsSync(address));
  });

  it('removes its files when it is closed', async () => {
    await channel.open();
    assert.equal(await channel.isReachable('own'), true);
    const address = await readFile(path.join(directory, 'windows', 'own'), 'utf8');
    await channel.close();
    assert.equal(existsSync(path.dirname(address)), false);
    assert.deepEqual(await readdir(path.join(directory, 'windows')), []);
  });
});
