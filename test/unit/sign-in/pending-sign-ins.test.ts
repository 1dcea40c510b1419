import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { PendingSignIns } from '../../../src/sign-in/pending-sign-ins.js';
import { memorySecrets } from '../../support/memory-secrets.js';

describe('PendingSignIns', () => {
  it('does not report a sign-in as taken if the secret storage fails', async () => {
    const secrets = memorySecrets();
    const pending = new PendingSignIns(secrets, () => 0);
    await pending.add({
      accountId: 'alice',
      kind: 'relay',
      state: 'state',
      codeVerifier: 'verifier',
      redirectUri: 'https://example.com/',
      expiresAt: 1000,
    });
    const [key = ''] = await secrets.keys();
    let taken = 0;
    const subscription = pending.onDidTake('state', () => taken++);
    secrets.failure = new Error('The keyring is locked.');
    secrets.told(key, undefined);
    await setImmediate();
    await setImmediate();
    assert.equal(taken, 0);
    secrets.failure = undefined;
    secrets.told(key, undefined);
    await setImmediate();
    await setImmediate();
    assert.equal(taken, 1);
    subscription.dispose();
  });
});
