import assert from 'node:assert/strict';
import { AccountStore } from '../../../src/accounts/account-store.js';
import { MemorySecrets } from '../../support/memory-secrets.js';
import { sampleAccount } from '../../support/sample-account.js';

describe('AccountStore', () => {
  const secrets = new MemorySecrets();
  const store = new AccountStore(secrets, { with: (_name, run) => run() });

  afterEach(() => secrets.entries.clear());

  it('lists accounts by address, one secret each', async () => {
    await store.add(sampleAccount({ id: '2', email: 'bob@example.com' }));
    await store.add(sampleAccount({ id: '1', email: 'alice@example.com' }));
    assert.deepEqual(
      (await store.list()).map(({ email }) => email),
      ['alice@example.com', 'bob@example.com'],
    );
    assert.deepEqual([...secrets.entries.keys()], ['account/2', 'account/1']);
  });

  it('passes over what it cannot read, and does not delete it', async () => {
    const stored = sampleAccount();
    const bad = [
      '{',
      '[]',
      JSON.stringify({ ...stored, version: 2 }),
      JSON.stringify({ ...stored, tokens: { accessToken: 1 } }),
      JSON.stringify({ ...stored, id: 'other' }),
    ];
    for (const [index, text] of bad.entries()) await secrets.store(`account/${index}`, text);
    assert.deepEqual(await store.list(), []);
    assert.equal(secrets.entries.size, bad.length);
  });

  it('does not bring a removed account back by a late change', async () => {
    await store.add(sampleAccount());
    await store.remove('alice');
    assert.equal(await store.update('alice', (account) => account), undefined);
    assert.deepEqual(await store.list(), []);
  });

  it('tells of changes to accounts only', async () => {
    const changed: string[] = [];
    const subscription = store.onDidChange((id) => changed.push(id));
    await secrets.store('pending/x', '');
    await store.add(sampleAccount());
    await store.remove('alice');
    subscription.dispose();
    await store.add(sampleAccount());
    assert.deepEqual(changed, ['alice', 'alice']);
  });
});
