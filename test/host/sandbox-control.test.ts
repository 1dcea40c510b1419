import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AccountStore } from '../../src/accounts/account-store.js';
import { SandboxControl } from '../../src/vscode/sandbox/sandbox-control.js';
import { memorySecrets } from '../support/memory-secrets.js';
import { accepts } from '../support/processes.js';
import { sampleAccount } from '../support/sample-account.js';

describe('SandboxControl', () => {
  let folder: string;
  let store: AccountStore;
  let control: SandboxControl;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mail-oauth-control-'));
    store = new AccountStore(memorySecrets());
    control = new SandboxControl(path.join(folder, 'sandbox'), store);
  });

  afterEach(async () => {
    control.dispose();
    await control.stop();
    await rm(folder, { recursive: true });
  });

  it('stops its servers when it is disposed, and resolves when they have stopped', async () => {
    const { sandbox, caFile } = await control.start();
    const client = net.connect(sandbox.ports.imap, '127.0.0.1');
    await once(client, 'data');
    const disconnected = once(client, 'close');
    await store.add(
      sampleAccount({
        email: 'alice@sandbox.test',
        client: { clientId: 'sandbox' },
        server: { issuer: sandbox.issuer, authorizationEndpoint: sandbox.issuer, tokenEndpoint: sandbox.issuer },
      }),
    );
    control.dispose();
    await disconnected;
    await control.stop();
    for (const port of Object.values(sandbox.ports)) assert.equal(await accepts(port), false);
    assert.ok(!existsSync(caFile));
    assert.deepEqual(await store.list(), []);
  });

  it('stops a sandbox that is still starting', async () => {
    const starting = control.start();
    const stopping = control.stop();
    const { sandbox } = await starting;
    await stopping;
    assert.equal(control.current, undefined);
    assert.equal(await accepts(sandbox.ports.oauth), false);
  });

  it('waits for the old ports to close if it is started while stopping', async () => {
    const first = await control.start();
    void control.stop();
    const second = await control.start();
    assert.notEqual(second.sandbox, first.sandbox);
    assert.equal(control.current, second);
    assert.equal(await accepts(second.sandbox.ports.imaps), true);
    assert.equal(await accepts(first.sandbox.ports.imaps), false);
  });
});
