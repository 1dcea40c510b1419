import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { accountVersion, parseAccount } from '../../../src/accounts/account.js';
import { AccountStore } from '../../../src/accounts/account-store.js';
import { AccountError } from '../../../src/accounts/errors.js';
import type { WindowSecrets } from '../../support/editor-secrets.js';
import { memorySecrets } from '../../support/memory-secrets.js';
import { sampleAccount } from '../../support/sample-account.js';

const fixtures = 'test/fixtures/accounts';

describe('AccountStore', () => {
  let secrets: WindowSecrets;
  let store: AccountStore;

  beforeEach(() => {
    secrets = memorySecrets();
    store = new AccountStore(secrets);
  });

  it('lists accounts by address, one secret each', async () => {
    await store.add(sampleAccount({ id: '2', email: 'bob@example.com' }));
    await store.add(sampleAccount({ id: '1', email: 'alice@example.com' }));
    assert.deepEqual(
      (await store.list()).map(({ email }) => email),
      ['alice@example.com', 'bob@example.com'],
    );
    assert.deepEqual([...secrets.cache.keys()], ['account/2', 'account/1']);
  });

  it('lists unreadable accounts last with the reason, and keeps them', async () => {
    const stored = sampleAccount();
    await store.add(sampleAccount({ id: 'good' }));
    const texts = {
      cut: '{',
      list: '[]',
      later: JSON.stringify({ ...stored, version: accountVersion + 1 }),
      odd: JSON.stringify({ ...stored, tokens: { accessToken: 1 } }),
      moved: JSON.stringify({ ...stored, id: 'other' }),
    };
    for (const [id, text] of Object.entries(texts)) await secrets.store(`account/${id}`, text);
    const entries = await store.entries();
    assert.deepEqual(
      entries.map((entry) => [entry.id, 'problem' in entry ? entry.problem : 'readable']),
      [
        ['good', 'readable'],
        ['cut', 'damaged'],
        ['later', 'later-version'],
        ['list', 'damaged'],
        ['moved', 'damaged'],
        ['odd', 'damaged'],
      ],
    );
    await store.update('later', (account) => account);
    for (const [id, text] of Object.entries(texts)) assert.equal(await secrets.get(`account/${id}`), text);
  });

  it('lists an account whose read fails, and recovers', async () => {
    await store.add(sampleAccount());
    await store.entries();
    secrets.told('account/alice', await secrets.get('account/alice'));
    secrets.failure = new Error('keyring is locked');
    assert.deepEqual(await store.entries(), [{ id: 'alice', problem: 'storage-failed' }]);
    secrets.failure = undefined;
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      ['alice'],
    );
  });

  describe('with 1,000 accounts', () => {
    const count = 1000;
    let reads: string[];
    let keyLists: number;
    let many: AccountStore;

    beforeEach(() => {
      for (let index = 0; index < count; index++) {
        secrets.cache.set(`account/${index}`, JSON.stringify(sampleAccount({ id: String(index) })));
      }
      reads = [];
      keyLists = 0;
      const [get, keys] = [secrets.get.bind(secrets), secrets.keys.bind(secrets)];
      secrets.get = (key) => {
        reads.push(key);
        return get(key);
      };
      secrets.keys = () => {
        keyLists++;
        return keys();
      };
      many = new AccountStore(secrets);
    });

    afterEach(() => many.dispose());

    it('reads each of them once, however often they are listed', async () => {
      for (const list of await Promise.all([many.list(), many.entries(), many.list()])) {
        assert.equal(list.length, count);
      }
      assert.equal((await many.list()).length, count);
      assert.deepEqual([reads.length, keyLists], [count, 1]);
    });

    it('reads again only the changed ones', async () => {
      await many.list();
      const readsAfter = async (change: () => unknown) => {
        await change();
        reads = [];
        await many.list();
        await many.list();
        return reads;
      };
      const changed = JSON.stringify(sampleAccount({ id: '7', email: 'z@example.com' }));
      assert.deepEqual(await readsAfter(() => secrets.told('account/7', changed)), ['account/7']);
      assert.deepEqual(await readsAfter(() => secrets.told('account/8', undefined)), ['account/8']);
      assert.deepEqual(await readsAfter(() => many.add(sampleAccount({ id: 'new' }))), ['account/new']);
      assert.deepEqual(await readsAfter(() => many.remove('9')), ['account/9']);
      assert.deepEqual(await readsAfter(() => secrets.told('pending/x', '')), []);
      const ids = (await many.list()).map(({ id }) => id);
      assert.deepEqual([ids.length, ids.at(-1), ids.includes('new')], [count - 1, '7', true]);
      assert.equal(keyLists, 1);
    });
  });

  it('lists the current account if it changes during a read', async () => {
    await store.add(sampleAccount());
    const text = (email: string) => JSON.stringify(sampleAccount({ email }));
    let change: (() => void) | undefined = () => secrets.told('account/alice', text('b@example.com'));
    secrets.get = (key) => {
      const value = secrets.cache.get(key);
      change?.();
      change = undefined;
      return Promise.resolve(value);
    };
    assert.deepEqual(
      (await store.list()).map(({ email }) => email),
      ['b@example.com'],
    );
  });

  it('lists an account that is added during the listing of keys', async () => {
    const listing = store.list();
    secrets.told('account/alice', JSON.stringify(sampleAccount()));
    assert.deepEqual(
      (await listing).map(({ id }) => id),
      ['alice'],
    );
  });

  for (const name of readdirSync(fixtures)) {
    it(`migrates accounts of earlier versions: ${name}`, () => {
      const parsed = parseAccount(readFileSync(`${fixtures}/${name}`, 'utf8'));
      assert.ok('account' in parsed);
      assert.equal(parsed.account.version, accountVersion);
      assert.equal(parsed.account.tokens?.refreshToken, 'refresh-1');
    });
  }

  it('defaults the grant to authorization code', () => {
    const { grant: _, ...rest } = sampleAccount();
    const parsed = parseAccount(JSON.stringify(rest));
    assert.ok('account' in parsed);
    assert.equal(parsed.account.grant, 'authorization-code');
  });

  it('preserves unknown fields in a change, except those of replaced tokens', async () => {
    const later = { ...sampleAccount(), note: 'mine', server: { ...sampleAccount().server, dpop: true } };
    const tokens = { ...sampleAccount().tokens, binding: 'x' };
    await secrets.store('account/alice', JSON.stringify({ ...later, tokens }));
    await store.update('alice', (account) => ({ ...account, email: 'a@example.com' }));
    let stored = JSON.parse((await secrets.get('account/alice'))!) as Record<string, Record<string, unknown>>;
    assert.deepEqual([stored['note'], stored['server']?.['dpop'], stored['email']], ['mine', true, 'a@example.com']);
    await store.update('alice', (account) => ({ ...account, tokens: { accessToken: 'access-2', obtainedAt: 1 } }));
    stored = JSON.parse((await secrets.get('account/alice'))!) as typeof stored;
    assert.deepEqual(stored['tokens'], { accessToken: 'access-2', obtainedAt: 1 });
  });

  it('keeps a change in memory if it cannot be stored, and reports it', async () => {
    await store.add(sampleAccount());
    secrets.store = () => Promise.reject(new Error('keyring: no space'));
    await assert.rejects(
      store.update('alice', (account) => ({ ...account, email: 'new@example.com' })),
      (error: unknown) =>
        error instanceof AccountError && /kept until this window is closed.*no space/.test(error.message),
    );
    assert.equal((await store.list())[0]?.email, 'new@example.com');
    assert.equal((await store.get('alice'))?.email, 'new@example.com');
  });

  it('does not restore a removed account by a late change', async () => {
    await store.add(sampleAccount());
    await store.remove('alice');
    assert.equal(await store.update('alice', (account) => account), undefined);
    assert.deepEqual(await store.list(), []);
  });

  it('fires for changes of accounts only', async () => {
    const changed = new Set<string>();
    const subscription = store.onDidChange((id) => changed.add(id));
    await secrets.store('pending/x', '');
    assert.equal(changed.size, 0);
    await store.add(sampleAccount());
    assert.deepEqual([...changed], ['alice']);
    changed.clear();
    subscription.dispose();
    await store.remove('alice');
    assert.equal(changed.size, 0);
  });
});
