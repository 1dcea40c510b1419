import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { AccountStore } from '../../../src/accounts/account-store.js';
import { AccountError } from '../../../src/accounts/errors.js';
import { SharedFolder } from '../../../src/accounts/shared-folder.js';
import { TokenManager } from '../../../src/accounts/token-manager.js';
import { WindowChannel } from '../../../src/accounts/window-channel.js';
import { Windows } from '../../../src/accounts/windows.js';
import { isAbortError } from '../../../src/common/errors.js';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { OAuthError } from '../../../src/oauth/errors.js';
import { EditorSecrets, type EditorModel } from '../../support/editor-secrets.js';
import { freePorts } from '../../support/processes.js';
import { sampleAccount } from '../../support/sample-account.js';
import { startTokenEndpoint, type Answer } from '../../support/token-endpoint.js';

const hasCode = (code: string) => (error: unknown) =>
  (error instanceof OAuthError || error instanceof AccountError) && error.code === code;

/** A server that rotates refresh tokens and revokes the grant when one is used twice. */
function rotatingServer(): (request: { parameters: URLSearchParams }) => Answer {
  let generation = 1;
  let revoked = false;
  return ({ parameters }) => {
    if (parameters.get('refresh_token') !== `refresh-${generation}`) revoked = true;
    if (revoked) return { status: 400, body: { error: 'invalid_grant', error_description: 'grant revoked' } };
    generation++;
    const body = {
      access_token: `access-${generation}`,
      refresh_token: `refresh-${generation}`,
      token_type: 'bearer',
      expires_in: 3600,
    };
    return { body };
  };
}

for (const model of ['desktop', 'web'] as const satisfies readonly EditorModel[]) {
  describe(`TokenManager, secrets as in the ${model} editor`, () => {
    let directory: string;
    let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
    let answer: (request: { parameters: URLSearchParams }) => Answer | Promise<Answer>;
    let editor: EditorSecrets;
    let stores: AccountStore[];
    const now = 1_000_000;

    /** A window of the editor: its own secret storage, store and manager on the same disk. */
    const openWindow = async () => {
      const secrets = editor.openWindow();
      const store = new AccountStore(secrets, new Windows(directory));
      stores.push(store);
      await store.open();
      return { secrets, store, tokens: new TokenManager(store, () => now) };
    };

    /** A window that no other reaches, since there is no place for its socket. */
    const openWindowWithoutChannel = async () => {
      const temporary = process.env['TMPDIR'];
      process.env['TMPDIR'] = path.join(directory, 'nowhere');
      try {
        return await openWindow();
      } finally {
        if (temporary === undefined) delete process.env['TMPDIR'];
        else process.env['TMPDIR'] = temporary;
      }
    };

    const storedTokens = (expiresAt?: number) => ({
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      obtainedAt: 0,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });

    /** Stores an account before the windows of a test are opened. */
    const addAccount = async (
      expiresAt: number | undefined,
      changes: Partial<Parameters<typeof sampleAccount>[0]> = {},
    ) => {
      const { store } = await openWindow();
      await store.add(
        sampleAccount({
          server: { authorizationEndpoint: endpoint.url, tokenEndpoint: endpoint.url },
          tokens: storedTokens(expiresAt),
          ...changes,
        }),
      );
      const text = await editor.openWindow().get('account/alice');
      if (text === undefined) {
        editor.record.set('account/alice', (await store.list()).map((account) => JSON.stringify(account))[0]!);
      }
    };

    beforeEach(async () => {
      directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-test-'));
      editor = new EditorSecrets(model);
      stores = [];
      answer = rotatingServer();
      endpoint = await startTokenEndpoint((request) => answer(request));
    });

    afterEach(async () => {
      await endpoint.stop();
      await Promise.all(stores.map((store) => store.dispose()));
      await rm(directory, { recursive: true });
    });

    it('uses a token that is valid for a minute, and refreshes one that expires sooner', async () => {
      await addAccount(now + 60_000);
      const { tokens, store } = await openWindow();
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-1');
      assert.equal(endpoint.requests.length, 0);
      await store.update('alice', (account) => ({ ...account, tokens: storedTokens(now + 59_999) }));
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
    });

    it('treats a token of unknown expiry as fresh, and one from the future as stale', async () => {
      await addAccount(undefined);
      const { tokens, store } = await openWindow();
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-1');
      await store.update('alice', (account) => ({
        ...account,
        tokens: { ...storedTokens(now + 90_000_000), obtainedAt: now + 86_400_000 },
      }));
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
    });

    it('refreshes once for all concurrent windows and callers', async () => {
      await addAccount(now - 1);
      const windows = await Promise.all([openWindow(), openWindow(), openWindow()]);
      const accounts = await Promise.all(
        windows.flatMap(({ tokens }) => [tokens.fresh('alice'), tokens.fresh('alice')]),
      );
      assert.deepEqual(
        accounts.map(({ tokens }) => tokens.accessToken),
        Array(6).fill('access-2'),
      );
      assert.equal(endpoint.requests.length, 1);
    });

    it('passes the new tokens to a window with an old copy', async () => {
      await addAccount(now - 1);
      const [first, second] = [await openWindow(), await openWindow()];
      await first.tokens.fresh('alice');
      const later = await second.tokens.fresh('alice');
      assert.equal(later.tokens.accessToken, 'access-2');
      assert.equal((await second.tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-3');
      assert.equal((await first.tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-4');
      assert.equal(endpoint.requests.length, 3);
    });

    it('keeps accounts of all windows, and does not restore a removed one', async () => {
      const [first, second] = [await openWindow(), await openWindow()];
      await first.store.add(sampleAccount({ id: 'a', email: 'a@example.com' }));
      await second.store.add(sampleAccount({ id: 'b', email: 'b@example.com' }));
      await first.store.add(sampleAccount({ id: 'c', email: 'c@example.com' }));
      await second.store.remove('a');
      await first.store.update('b', (account) => ({ ...account, caFile: 'ca.pem' }));
      for (const { store } of [first, second, await openWindow()]) {
        assert.deepEqual(
          (await store.list()).map(({ id, caFile }) => [id, caFile]),
          [
            ['b', 'ca.pem'],
            ['c', undefined],
          ],
        );
      }
    });

    for (const read of [1, 2]) {
      it(`handles a change by another window during read ${read} of an account`, async () => {
        await addAccount(undefined);
        const [first, second] = [await openWindow(), await openWindow()];
        const get = second.secrets.get.bind(second.secrets);
        let reads = 0;
        second.secrets.get = async (key) => {
          const text = await get(key);
          if (++reads === read) await first.store.update('alice', (account) => ({ ...account, caFile: 'ca.pem' }));
          return text;
        };
        assert.equal((await second.store.current('alice'))?.email, 'alice@example.com');
        assert.equal((await second.store.current('alice'))?.caFile, 'ca.pem');
      });
    }

    it('merges an edit and a refresh', async () => {
      await addAccount(now - 1);
      const [first, second] = [await openWindow(), await openWindow()];
      await Promise.all([
        first.tokens.fresh('alice'),
        second.store.update('alice', (account) => ({ ...account, email: 'new@example.com' })),
      ]);
      for (const { store } of [first, second]) {
        const account = await store.current('alice');
        assert.deepEqual([account?.email, account?.tokens?.accessToken], ['new@example.com', 'access-2']);
      }
    });

    it('does not overwrite the tokens of a newer sign-in with those of a refresh', async () => {
      await addAccount(now - 1);
      const [first, second] = [await openWindow(), await openWindow()];
      const rotate = rotatingServer();
      const signedIn = {
        accessToken: 'access-9',
        refreshToken: 'refresh-9',
        obtainedAt: now,
        expiresAt: now + 3_600_000,
      };
      answer = async (request) => {
        await second.store.update('alice', (account) => ({ ...account, tokens: signedIn }));
        return rotate(request);
      };
      assert.equal((await first.tokens.fresh('alice')).tokens.accessToken, 'access-9');
      for (const { store } of [first, second]) {
        assert.deepEqual((await store.current('alice'))?.tokens, signedIn);
      }
    });

    it('keeps the new tokens, and never sends the old one again, if another window’s change cannot be fetched', async () => {
      await addAccount(now - 1);
      const [first, second] = [await openWindow(), await openWindow()];
      const rotate = rotatingServer();
      let newer = 0;
      answer = async (request) => {
        await second.store.dispose();
        const { revision } = (await second.store.get('alice'))!;
        newer = (await first.store.windows!.folder.latest('alice'))?.number ?? revision;
        const living = `no-channel-${process.pid}-second`;
        await new SharedFolder(directory).claimRevision('alice', newer, { change: 'stored', window: living });
        return rotate(request);
      };
      assert.equal((await first.tokens.fresh('alice')).tokens.accessToken, 'access-2');
      answer = rotate;
      assert.equal((await first.tokens.fresh('alice')).tokens.accessToken, 'access-2');
      assert.equal(endpoint.requests.length, 1);
      // As if that window had been closed.
      const file = path.join(directory, 'accounts', 'alice', String(newer + 1));
      await writeFile(file, JSON.stringify({ change: 'stored', window: 'a-window-that-is-gone' }));
      assert.equal((await first.tokens.fresh('alice')).tokens.accessToken, 'access-2');
      assert.equal((await first.store.get('alice'))?.tokens?.refreshToken, 'refresh-2');
    });

    it('passes on a change that is numbered but not yet stored', async () => {
      await addAccount(undefined);
      const { store } = await openWindow();
      const windows = store.windows!;
      const claim = windows.claimRevision.bind(windows);
      let numbered: () => void = () => undefined;
      const hasNumber = new Promise<void>((resolve) => (numbered = resolve));
      let wake: () => void = () => undefined;
      windows.claimRevision = async (...change) => {
        const claimed = await claim(...change);
        numbered();
        await new Promise<void>((resolve) => (wake = resolve));
        return claimed;
      };
      const changing = store.update('alice', (account) => ({ ...account, caFile: 'ca.pem' }));
      await hasNumber;
      const nothing = () => Promise.resolve(undefined);
      const other = new WindowChannel(directory, 'other', { get: nothing, wait: nothing, changed: nothing });
      const asked = other.get('alice', (await store.get('alice'))!.revision + 1, windows.id);
      // Questions that were put later are answered: the first one has been heard.
      for (const later of ['nobody', 'nobody else']) await other.get(later, 1, windows.id);
      wake();
      assert.match((await asked) ?? '', /"caFile":"ca\.pem"/);
      await changing;
    });

    it('ignores a late announcement of an older revision', async () => {
      await addAccount(now - 1);
      const { store, tokens } = await openWindow();
      const older = await store.get('alice');
      await tokens.fresh('alice');
      const nothing = () => Promise.resolve(undefined);
      const late = new WindowChannel(directory, 'late', { get: nothing, wait: nothing, changed: nothing });
      await late.open();
      await late.announce('alice', older?.revision ?? 0, JSON.stringify(older));
      await late.close();
      assert.equal((await store.get('alice'))?.tokens?.accessToken, 'access-2');
    });

    describe('a window that cannot listen', () => {
      beforeEach(function () {
        // A named pipe needs no place.
        if (process.platform === 'win32') this.skip();
      });

      it('waits for another window’s refresh, and gets its tokens', async () => {
        await addAccount(now - 1);
        const [first, second] = [await openWindow(), await openWindowWithoutChannel()];
        const rotate = rotatingServer();
        let later: Promise<unknown> = Promise.resolve();
        answer = (request) => {
          later = second.tokens.fresh('alice').then(({ tokens }) => tokens.accessToken);
          return rotate(request);
        };
        await first.tokens.fresh('alice');
        assert.equal(await later, 'access-2');
        assert.equal(endpoint.requests.length, 1);
      });

      it('gets another window’s change, and changes the account in turn', async () => {
        await addAccount(now - 1);
        const [first, second] = [await openWindow(), await openWindowWithoutChannel()];
        await first.tokens.fresh('alice');
        assert.equal((await second.tokens.fresh('alice')).tokens.accessToken, 'access-2');
        assert.equal((await second.tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-3');
        assert.equal((await first.tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-4');
        assert.equal(endpoint.requests.length, 3);
      });

      it('is waited for by another window that needs the same token', async () => {
        await addAccount(now - 1);
        const [first, second] = [await openWindow(), await openWindowWithoutChannel()];
        const rotate = rotatingServer();
        let later: Promise<unknown> = Promise.resolve();
        answer = (request) => {
          later = first.tokens.fresh('alice').then(({ tokens }) => tokens.accessToken);
          return rotate(request);
        };
        await second.tokens.fresh('alice');
        assert.equal(await later, 'access-2');
        assert.equal(endpoint.requests.length, 1);
      });

      it('gets the new tokens of another such window, or reports that it has them', async () => {
        await addAccount(now - 1);
        for (const store of stores.splice(0)) await store.dispose();
        const [first, second] = [await openWindowWithoutChannel(), await openWindowWithoutChannel()];
        const rotate = rotatingServer();
        let later: Promise<unknown> = Promise.resolve();
        answer = (request) => {
          later = second.tokens.fresh('alice').then(
            ({ tokens }) => tokens.accessToken,
            (error: unknown) => error,
          );
          return rotate(request);
        };
        await first.tokens.fresh('alice');
        if (model === 'desktop') assert.equal(await later, 'access-2');
        else assert.ok(hasCode('refreshed-elsewhere')(await later));
        assert.equal(endpoint.requests.length, 1);
      });
    });

    it('reports at once that a window died during a refresh', async () => {
      await addAccount(now - 1);
      const { tokens, store } = await openWindow();
      // What a killed window leaves: the digest of the token it was sending, and no answer.
      await new SharedFolder(directory).claimRefresh('refresh-1', 'a-window-that-is-gone');
      const error = await tokens.fresh('alice').catch((reason: unknown) => reason);
      assert.ok(error instanceof AccountError && error.code === 'refresh-interrupted' && error.requiresSignIn);
      assert.match(error.message, /interrupted.*Sign in again/);
      assert.equal(endpoint.requests.length, 0);
      const account = (await store.get('alice'))!;
      assert.equal(tokens.refreshEnded(account), 'interrupted');
      const other = await openWindow();
      await other.tokens.inspect(account);
      assert.equal(other.tokens.refreshEnded(account), 'interrupted');
    });

    it('sends the token again if the provider’s tokens are reusable', async () => {
      answer = () => ({ body: { access_token: 'access-2', token_type: 'Bearer', expires_in: 3600 } });
      await addAccount(now - 1, { provider: 'google' });
      await new SharedFolder(directory).claimRefresh('refresh-1', 'a-window-that-is-gone');
      const { tokens } = await openWindow();
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
      assert.equal((await tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-2');
      assert.equal(endpoint.requests.length, 2);
    });

    it('waits once, for less than a second, for a change of a window that has died', async () => {
      await addAccount(now - 1);
      for (const store of stores.splice(0)) await store.dispose();
      const { tokens, store } = await openWindow();
      // What a window leaves that was killed between the number of its change and the change itself.
      const { revision } = (await store.get('alice'))!;
      const gone = { change: 'stored', window: 'a-window-that-is-gone' } as const;
      await new SharedFolder(directory).claimRevision('alice', revision, gone);
      const waits: number[] = [];
      const timers = mock.method(globalThis, 'setTimeout', (callback: () => void, delay: number) => {
        // The storage of the desktop editor has shorter ones of its own.
        if (delay > 100) waits.push(delay);
        return setImmediate(callback);
      });
      await store.current('alice');
      await store.current('alice');
      timers.mock.restore();
      assert.equal(waits.length, 1);
      assert.ok(waits[0]! < 1000);
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
    });

    it('survives a failure of the secret storage while it waits for the change of a window that has died', async () => {
      await addAccount(now - 1);
      const { store, secrets } = await openWindow();
      const { revision } = (await store.get('alice'))!;
      const gone = { change: 'stored', window: 'a-window-that-is-gone' } as const;
      await new SharedFolder(directory).claimRevision('alice', revision, gone);
      const timers = mock.method(globalThis, 'setTimeout', (callback: () => void, delay: number) => {
        if (delay <= 100) return setImmediate(callback);
        secrets.failure = new Error('The keyring is locked.');
        return setImmediate(() =>
          setImmediate(() => {
            secrets.failure = undefined;
            callback();
          }),
        );
      });
      const account = await store.current('alice').finally(() => timers.mock.restore());
      assert.equal(account?.revision, revision + 1);
    });

    it('keeps no record of a used token if the provider’s tokens are reusable', async () => {
      await addAccount(now - 1, { provider: 'microsoft' });
      const [first, second] = [await openWindow(), await openWindow()];
      assert.equal((await first.tokens.fresh('alice')).tokens.refreshToken, 'refresh-2');
      assert.equal((await second.tokens.fresh('alice')).tokens.refreshToken, 'refresh-2');
      assert.equal((await second.tokens.fresh('alice', { force: true })).tokens.refreshToken, 'refresh-3');
      assert.deepEqual(await readdir(path.join(directory, 'refreshes')), []);
      assert.equal(endpoint.requests.length, 2);
    });

    it('sends the token again if the request cannot have reached the server', async () => {
      await addAccount(now - 1);
      const { tokens, store } = await openWindow();
      const [port] = await freePorts(1);
      const [dead, alive] = [`http://127.0.0.1:${port}/`, endpoint.url];
      const at = (tokenEndpoint: string) =>
        store.update('alice', (account) => ({ ...account, server: { ...account.server, tokenEndpoint } }));
      await at(dead);
      await assert.rejects(tokens.fresh('alice'), hasCode('network'));
      await at(alive);
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
    });

    it('does not send a refresh token if it is canceled while the account is read', async () => {
      await addAccount(now - 1);
      const { tokens } = await openWindow();
      const cancel = new AbortController();
      const refresh = tokens.fresh('alice', { signal: cancel.signal });
      cancel.abort();
      await assert.rejects(refresh, isAbortError);
      assert.equal(endpoint.requests.length, 0);
    });

    it('ends the wait on cancellation, and still stores the result', async () => {
      await addAccount(now - 1);
      const { tokens, store } = await openWindow();
      const cancel = new AbortController();
      let release: () => void = () => undefined;
      const rotate = rotatingServer();
      answer = async (request) => {
        cancel.abort();
        await new Promise<void>((resolve) => (release = resolve));
        return rotate(request);
      };
      await assert.rejects(tokens.fresh('alice', { signal: cancel.signal }), isAbortError);
      const stored = new Promise<void>((resolve) => {
        store.onDidChange(() => resolve());
      });
      release();
      await stored;
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
      assert.equal(endpoint.requests.length, 1);
    });

    it('reports an unusable shared folder, and sends nothing', async () => {
      await addAccount(now - 1);
      const { tokens } = await openWindow();
      await rm(path.join(directory, 'refreshes'), { recursive: true, force: true });
      await writeFile(path.join(directory, 'refreshes'), '');
      await assert.rejects(tokens.fresh('alice'), hasCode('storage-failed'));
      assert.equal(endpoint.requests.length, 0);
    });

    it('keeps the tokens of a sign-in in memory if the shared folder is unusable, and reports it', async () => {
      await addAccount(now - 1);
      const { store, tokens } = await openWindow();
      await rm(path.join(directory, 'accounts'), { recursive: true });
      await writeFile(path.join(directory, 'accounts'), '');
      const tokensOfSignIn = {
        accessToken: 'access-9',
        refreshToken: 'refresh-9',
        obtainedAt: now,
        expiresAt: now + 60_000,
      };
      await assert.rejects(
        store.update('alice', (account) => ({ ...account, tokens: tokensOfSignIn })),
        (error: unknown) =>
          hasCode('storage-failed')(error) && String(error).includes('kept until this window is closed'),
      );
      assert.deepEqual((await tokens.fresh('alice')).tokens, tokensOfSignIn);
      await assert.rejects(store.add(sampleAccount({ id: 'bob' })), hasCode('storage-failed'));
      await assert.rejects(store.remove('alice'), hasCode('storage-failed'));
      assert.deepEqual(
        (await store.list()).map(({ id }) => id),
        ['alice', 'bob'],
      );
    });

    it('returns tokens that cannot be stored, and keeps them in memory', async () => {
      await addAccount(now - 1);
      const { tokens, secrets } = await openWindow();
      secrets.store = () => Promise.reject(new Error('keyring: no space'));
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
      assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
      assert.equal((await tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-3');
    });

    it('stores the rotated refresh token', async () => {
      await addAccount(now - 1);
      const { tokens } = await openWindow();
      await tokens.fresh('alice');
      assert.equal((await tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-3');
    });

    it('keeps the old refresh token, scopes and identity if the response has none, as with Google', async () => {
      answer = () => ({ body: { access_token: 'access-2', token_type: 'Bearer' } });
      await addAccount(now - 1, {
        tokens: {
          accessToken: 'access-1',
          refreshToken: 'refresh-1',
          obtainedAt: 0,
          expiresAt: 0,
          scopes: ['a'],
          identity: 'alice@example.com',
        },
      });
      assert.deepEqual((await (await openWindow()).tokens.fresh('alice')).tokens, {
        accessToken: 'access-2',
        refreshToken: 'refresh-1',
        obtainedAt: now,
        scopes: ['a'],
        identity: 'alice@example.com',
        clientAuthMethod: 'none',
      });
    });

    it('uses another window’s tokens after invalid_grant', async () => {
      const other = (await openWindow()).store;
      answer = async () => {
        await other.update('alice', (account) => ({
          ...account,
          tokens: { accessToken: 'access-9', refreshToken: 'refresh-9', obtainedAt: now, expiresAt: now + 3_600_000 },
        }));
        return { status: 400, body: { error: 'invalid_grant' } };
      };
      await addAccount(now - 1);
      assert.equal((await (await openWindow()).tokens.fresh('alice')).tokens.accessToken, 'access-9');
    });

    it('requires a new sign-in after invalid_grant, and does not change the account', async () => {
      answer = () => ({ status: 400, body: { error: 'invalid_grant', error_description: 'bad refresh-1' } });
      await addAccount(now - 1);
      const before = editor.record.get('account/alice');
      const { tokens, store } = await openWindow();
      const ended: string[] = [];
      tokens.onDidEnd((id) => ended.push(id));
      await assert.rejects(tokens.fresh('alice'), (error: unknown) => {
        assert.ok(error instanceof OAuthError && error.serverError === 'invalid_grant' && error.requiresSignIn);
        assert.match(describeError(error), /Sign in again/);
        assert.doesNotMatch(error.message, /refresh-1/);
        return true;
      });
      assert.equal(editor.record.get('account/alice'), before);
      assert.equal(tokens.refreshEnded((await store.get('alice'))!), 'refused');
      assert.deepEqual(ended, ['alice']);
      // Looking again tells nothing new.
      await tokens.inspect((await store.get('alice'))!);
      assert.deepEqual(ended, ['alice']);
    });

    describe('for an application', () => {
      const application = { grant: 'client-credentials', client: { clientId: 'app', clientSecret: 'secret' } } as const;
      const grants = () => endpoint.requests.map(({ parameters }) => parameters.get('grant_type'));
      let count: number;

      beforeEach(() => {
        count = 1;
        answer = () => ({ body: { access_token: `access-${++count}`, token_type: 'bearer', expires_in: 3600 } });
      });

      const addApplication = async (expiresAt: number) => {
        await addAccount(now - 1, { ...application, tokens: { accessToken: 'access-1', obtainedAt: 0, expiresAt } });
      };

      it('reports a missing secret without sending a request', async () => {
        await addAccount(now - 1, { ...application, client: { clientId: 'app' } });
        const { tokens } = await openWindow();
        await assert.rejects(tokens.fresh('alice'), { code: 'secret-missing', message: /Edit Account/ });
        assert.deepEqual(grants(), []);
      });

      it('requests a new token instead of a refresh, once for all callers, and stores it', async () => {
        await addApplication(now - 1);
        const { tokens, store } = await openWindow();
        const [first, second] = await Promise.all([tokens.fresh('alice'), tokens.fresh('alice')]);
        assert.equal(first.tokens.accessToken, 'access-2');
        assert.equal(second.tokens.accessToken, 'access-2');
        assert.equal((await store.get('alice'))?.tokens?.accessToken, 'access-2');
        assert.deepEqual(grants(), ['client_credentials']);
      });

      it('uses a fresh token, also of another window, unless forced', async () => {
        await addApplication(now - 1);
        const first = await openWindow();
        const second = await openWindow();
        await first.tokens.fresh('alice');
        assert.equal((await second.tokens.fresh('alice')).tokens.accessToken, 'access-2');
        assert.equal((await first.tokens.fresh('alice')).tokens.accessToken, 'access-2');
        assert.equal((await first.tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-3');
      });

      it('needs no sign-in for the first token', async () => {
        await addApplication(now - 1);
        const { tokens, store } = await openWindow();
        await store.update('alice', ({ tokens: _, ...account }) => account);
        assert.equal((await tokens.fresh('alice')).tokens.accessToken, 'access-2');
      });
    });

    it('explains what to do if the account is removed, signed out, or without a refresh token', async () => {
      const { tokens } = await openWindow();
      await assert.rejects(tokens.fresh('nobody'), hasCode('account-removed'));
      await addAccount(now - 1, { tokens: { accessToken: 'access-1', obtainedAt: 0, expiresAt: 0 } });
      await assert.rejects(tokens.fresh('alice'), hasCode('no-refresh-token'));
    });
  });
}
