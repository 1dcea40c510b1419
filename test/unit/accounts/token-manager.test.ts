import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AccountStore } from '../../../src/accounts/account-store.js';
import { FileLock } from '../../../src/accounts/file-lock.js';
import { TokenManager } from '../../../src/accounts/token-manager.js';
import { isAbortError } from '../../../src/common/errors.js';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { OAuthError } from '../../../src/oauth/errors.js';
import { MemorySecrets } from '../../support/memory-secrets.js';
import { sampleAccount } from '../../support/sample-account.js';
import { startTokenEndpoint, type Answer } from '../../support/token-endpoint.js';

const hasCode = (code: string) => (error: unknown) => error instanceof OAuthError && error.code === code;

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

describe('TokenManager', () => {
  let directory: string;
  let endpoint: Awaited<ReturnType<typeof startTokenEndpoint>>;
  let answer: (request: { parameters: URLSearchParams }) => Answer | Promise<Answer>;
  let secrets: MemorySecrets;
  const now = 1_000_000;

  /** A window of the editor: its own store, lock and manager over the same secrets and the same disk. */
  const openWindow = () => {
    const store = new AccountStore(new MemorySecrets(secrets), new FileLock(directory));
    return { store, tokens: new TokenManager(store, () => now) };
  };

  const addAccount = async (
    expiresAt: number | undefined,
    changes: Partial<Parameters<typeof sampleAccount>[0]> = {},
  ) => {
    const { store } = openWindow();
    const tokens = {
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      obtainedAt: 0,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    await store.add(
      sampleAccount({
        server: { authorizationEndpoint: endpoint.url, tokenEndpoint: endpoint.url },
        tokens,
        ...changes,
      }),
    );
  };

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-'));
    secrets = new MemorySecrets();
    answer = rotatingServer();
    endpoint = await startTokenEndpoint((request) => answer(request));
  });

  afterEach(async () => {
    await endpoint.stop();
    await rm(directory, { recursive: true });
  });

  it('uses a token with a minute left, and refreshes one with less', async () => {
    await addAccount(now + 60_000);
    assert.equal((await openWindow().tokens.fresh('alice')).tokens.accessToken, 'access-1');
    assert.equal(endpoint.requests.length, 0);
    await addAccount(now + 59_999);
    assert.equal((await openWindow().tokens.fresh('alice')).tokens.accessToken, 'access-2');
  });

  it('takes a token of unknown expiry as fresh', async () => {
    await addAccount(undefined);
    assert.equal((await openWindow().tokens.fresh('alice')).tokens.accessToken, 'access-1');
  });

  it('refreshes once, however many windows and callers want a token at once', async () => {
    await addAccount(now - 1);
    const windows = [openWindow(), openWindow(), openWindow()];
    const accounts = await Promise.all(windows.flatMap(({ tokens }) => [tokens.fresh('alice'), tokens.fresh('alice')]));
    assert.deepEqual(
      accounts.map(({ tokens }) => tokens.accessToken),
      Array(6).fill('access-2'),
    );
    assert.equal(endpoint.requests.length, 1);
  });

  it('keeps the rotated refresh token for the next time', async () => {
    await addAccount(now - 1);
    const { tokens } = openWindow();
    await tokens.fresh('alice');
    assert.equal((await tokens.fresh('alice', { force: true })).tokens.accessToken, 'access-3');
  });

  it('keeps the old refresh token, scopes and identity where the answer has none, as Google’s', async () => {
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
    assert.deepEqual((await openWindow().tokens.fresh('alice')).tokens, {
      accessToken: 'access-2',
      refreshToken: 'refresh-1',
      obtainedAt: now,
      scopes: ['a'],
      identity: 'alice@example.com',
      clientAuthMethod: 'none',
    });
  });

  it('on invalid_grant takes what another window has stored meanwhile', async () => {
    const other = openWindow().store;
    answer = async () => {
      await other.updateHeld('alice', (account) => ({
        ...account,
        tokens: { accessToken: 'access-9', refreshToken: 'refresh-9', obtainedAt: now, expiresAt: now + 3_600_000 },
      }));
      return { status: 400, body: { error: 'invalid_grant' } };
    };
    await addAccount(now - 1);
    assert.equal((await openWindow().tokens.fresh('alice')).tokens.accessToken, 'access-9');
  });

  it('on invalid_grant asks for a new sign-in and leaves the account as it was', async () => {
    answer = () => ({ status: 400, body: { error: 'invalid_grant', error_description: 'bad refresh-1' } });
    await addAccount(now - 1);
    const before = secrets.entries.get('account/alice');
    const { tokens, store } = openWindow();
    await assert.rejects(tokens.fresh('alice'), (error: unknown) => {
      assert.ok(error instanceof OAuthError && error.serverError === 'invalid_grant' && error.requiresSignIn);
      assert.match(describeError(error), /sign in again/);
      assert.doesNotMatch(error.message, /refresh-1/);
      return true;
    });
    assert.equal(secrets.entries.get('account/alice'), before);
    assert.equal(tokens.refreshRefused((await store.get('alice'))!), true);
  });

  it('ends at once at Cancel and says so to nobody', async () => {
    const cancel = new AbortController();
    answer = () => {
      cancel.abort();
      return new Promise<Answer>(() => undefined);
    };
    await addAccount(now - 1);
    await assert.rejects(openWindow().tokens.fresh('alice', { signal: cancel.signal }), isAbortError);
  });

  it('says what to do for an account that is gone, not signed in, or without refresh token', async () => {
    const { tokens } = openWindow();
    await assert.rejects(tokens.fresh('nobody'), hasCode('account-removed'));
    await addAccount(now - 1, { tokens: { accessToken: 'access-1', obtainedAt: 0, expiresAt: 0 } });
    await assert.rejects(tokens.fresh('alice'), hasCode('no-refresh-token'));
  });
});
