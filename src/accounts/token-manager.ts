import * as l10n from '@vscode/l10n';
import { OAuthError } from '../oauth/errors.js';
import { refreshTokens } from '../oauth/refresh.js';
import type { TokenSet } from '../oauth/types.js';
import { providerById } from '../providers/catalogue.js';
import { isApplication, usualConnectOptions, type Account, type ConnectOptionsOf } from './account.js';
import type { AccountStore } from './account-store.js';
import { requestApplicationTokens } from './application-tokens.js';
import { AccountError } from './errors.js';
import { accountRemoved, interrupted, refused, stillRefreshing } from './refresh-errors.js';
import { isFresh } from './token-life.js';
import type { Windows } from './windows.js';

/** An access token that expires sooner than this, in ms, is refreshed before it is used. */
const minimumLife = 60_000;

/**
 * The time limit of a refresh request, in ms. It is longer than any caller waits: a late response contains the only
 * refresh token that still works.
 */
const refreshLimit = 120_000;

/** How long a caller waits for a refresh, in ms. */
const waitLimit = 20_000;

/** Options of {@link TokenManager.fresh}. */
export interface FreshOptions {
  /** Refreshes even if the token is fresh. */
  readonly force?: boolean | undefined;
  /** Ends the wait. A refresh that has been sent continues, and its result is stored. */
  readonly signal?: AbortSignal | undefined;
}

/** An account with tokens. */
export type SignedInAccount = Account & { readonly tokens: TokenSet };

/**
 * The only place that refreshes tokens. All windows together send a refresh token only once: reuse of a rotated refresh
 * token makes the server revoke the whole grant (RFC 9700 §4.14.2). So its digest is on disk before it is sent, in a
 * file that only one window can create; the other windows wait for that window and get the new tokens from it.
 */
export class TokenManager {
  readonly #accounts: AccountStore;
  readonly #windows: Windows | undefined;
  readonly #now: () => number;
  readonly #connectOptionsOf: ConnectOptionsOf;
  readonly #refreshes = new Map<string, Promise<SignedInAccount>>();
  readonly #listeners = new Set<(id: string) => void>();
  /**
   * New tokens that could not be stored since another window has a change that cannot be fetched, by account, with the
   * account that they were requested for.
   */
  readonly #kept = new Map<string, { readonly account: Account; readonly tokens: TokenSet }>();
  /** Refresh tokens that are known to be unusable, by account. */
  readonly #ended = new Map<string, { readonly refreshToken: string; readonly reason: 'refused' | 'interrupted' }>();

  constructor(
    accounts: AccountStore,
    now: () => number = Date.now,
    connectOptionsOf: ConnectOptionsOf = usualConnectOptions,
  ) {
    this.#accounts = accounts;
    this.#now = now;
    this.#connectOptionsOf = connectOptionsOf;
    this.#windows = accounts.windows;
    accounts.whenRefreshed = async (id) => {
      await this.#refreshes.get(id)?.catch(() => undefined);
    };
  }

  /**
   * Returns the account with an access token that remains valid for at least a minute, refreshing it if necessary.
   *
   * @throws {OAuthError} `no-refresh-token`, `timeout`, or why the refresh failed
   * @throws {AccountError} `account-removed`, `refreshed-elsewhere`, `refresh-interrupted`, `storage-failed`
   */
  async fresh(id: string, { force = false, signal }: FreshOptions = {}): Promise<SignedInAccount> {
    signal?.throwIfAborted();
    const stored = await this.#accounts.get(id);
    signal?.throwIfAborted();
    if (stored !== undefined && isApplication(stored)) {
      return this.#waitFor(this.#freshOfApplication(stored, force), signal);
    }
    const known = signedIn(stored);
    if (!force && this.#usable(known)) return known;
    const kept = this.#kept.get(id);
    const before =
      kept === undefined ? signedIn(await this.#accounts.current(id)) : await this.#store(kept.account, kept.tokens);
    if (!force && this.#usable(before)) return before;
    signal?.throwIfAborted();
    return this.#waitFor(this.#refreshOnce(before, known), signal);
  }

  /** Why an account's refresh token is unusable, as far as this window knows. */
  refreshEnded({ id, tokens }: Account): 'refused' | 'interrupted' | undefined {
    const ended = this.#ended.get(id);
    return ended?.refreshToken === tokens?.refreshToken ? ended?.reason : undefined;
  }

  /** Fires when an account's refresh token turns out to be unusable. */
  onDidEnd(listener: (id: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Checks whether a window has died during a refresh of the account. */
  async inspect(account: Account): Promise<void> {
    const { tokens } = account;
    if (tokens?.refreshToken === undefined || this.#windows === undefined) return;
    const claim = await this.#windows.folder.refreshClaim(tokens.refreshToken);
    if (claim?.state === 'refused') this.#end(account.id, tokens.refreshToken, 'refused');
    else if (claim !== undefined && !reusable(account) && !(await this.#windows.isAlive(claim.window))) {
      this.#end(account.id, tokens.refreshToken, 'interrupted');
    }
  }

  #refreshOnce(account: SignedInAccount, known: SignedInAccount): Promise<SignedInAccount> {
    return this.#once(account.id, () => this.#refresh(account, known));
  }

  async #freshOfApplication(known: Account, force: boolean): Promise<SignedInAccount> {
    if (!force && hasTokens(known) && this.#usable(known)) return known;
    return this.#once(known.id, () => this.#requestAnew(known, force));
  }

  /** Two windows may request a token at once: a new token does not invalidate the previous one. */
  async #requestAnew(known: Account, force: boolean): Promise<SignedInAccount> {
    const current = await this.#accounts.current(known.id);
    if (current === undefined) throw accountRemoved();
    const isNewer = current.tokens?.accessToken !== known.tokens?.accessToken;
    if ((isNewer || !force) && hasTokens(current) && this.#usable(current)) return current;
    const options = { ...(await this.#connectOptionsOf(current)), now: this.#now, timeoutMs: refreshLimit };
    return this.#store(current, await requestApplicationTokens(current, options));
  }

  /** One refresh of an account at a time in this window; concurrent callers share it. */
  #once(id: string, work: () => Promise<SignedInAccount>): Promise<SignedInAccount> {
    const running = this.#refreshes.get(id);
    if (running !== undefined) return running;
    const refresh = work().finally(() => this.#refreshes.delete(id));
    this.#refreshes.set(id, refresh);
    // All callers may have stopped waiting when it fails.
    refresh.catch(() => undefined);
    return refresh;
  }

  async #waitFor(refresh: Promise<SignedInAccount>, signal: AbortSignal | undefined): Promise<SignedInAccount> {
    let stop: () => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
      const onAbort = () => reject(signal?.reason as Error);
      const timer = setTimeout(() => reject(stillRefreshing()), waitLimit);
      signal?.addEventListener('abort', onAbort);
      stop = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
    });
    try {
      return await Promise.race([refresh, stopped]);
    } finally {
      stop();
    }
  }

  async #refresh(account: SignedInAccount, known: SignedInAccount): Promise<SignedInAccount> {
    for (let current = account; ;) {
      // Another window may have refreshed in the meantime: that is what the caller wants.
      const changed = current.tokens.accessToken !== known.tokens.accessToken;
      if (changed && this.#usable(current)) return current;
      try {
        const refreshed = await this.#refreshFrom(current);
        if (refreshed.done) return refreshed.account;
        current = refreshed.account;
      } catch (error) {
        const stored = isInvalidGrant(error) ? signedIn(await this.#accounts.current(current.id)) : current;
        // The user has signed in in the meantime.
        if (stored.tokens.refreshToken === current.tokens.refreshToken) throw error;
        current = stored;
      }
    }
  }

  /** @returns the refreshed account, or the newer one of another window (`done` is false) */
  async #refreshFrom(current: SignedInAccount): Promise<{ readonly account: SignedInAccount; readonly done: boolean }> {
    const { refreshToken } = current.tokens;
    const windows = this.#windows;
    if (refreshToken === undefined || windows === undefined) return { account: await this.#send(current), done: true };
    const claim = await windows.claimRefresh(refreshToken);
    if (claim === undefined) return { account: await this.#sendClaimed(current, refreshToken, windows), done: true };
    if (claim.state === 'refused') {
      this.#end(current.id, refreshToken, 'refused');
      throw refused();
    }
    const newer = await this.#newerThan(current, claim.window, windows);
    if (newer !== undefined) return { account: newer, done: false };
    if (reusable(current)) return { account: await this.#sendClaimed(current, refreshToken, windows), done: true };
    this.#end(current.id, refreshToken, 'interrupted');
    throw interrupted(current);
  }

  /** The result of another window's refresh. @returns `undefined` if that window died before it received a response */
  async #newerThan(account: SignedInAccount, window: string, windows: Windows): Promise<SignedInAccount | undefined> {
    const alive = await windows.isAlive(window);
    if (alive && window !== windows.id) {
      await windows.waitForRefresh(window, account.id, account.tokens.refreshToken ?? '');
    }
    const newer = signedIn(await this.#accounts.current(account.id));
    if (newer.tokens.refreshToken !== account.tokens.refreshToken) return newer;
    // Its refresh failed, or the token remains valid: it may be sent again.
    const claim = await windows.folder.refreshClaim(account.tokens.refreshToken ?? '');
    return claim?.window === window ? undefined : newer;
  }

  async #sendClaimed(account: SignedInAccount, refreshToken: string, windows: Windows): Promise<SignedInAccount> {
    try {
      const refreshed = await this.#send(account);
      // The record is kept permanently only if reuse of the token would end the grant.
      if (reusable(account) || refreshed.tokens.refreshToken === refreshToken) {
        await windows.folder.releaseRefresh(refreshToken);
      } else {
        await windows.settleRefresh(refreshToken, 'used');
      }
      return refreshed;
    } catch (error) {
      if (isInvalidGrant(error)) await windows.settleRefresh(refreshToken, 'refused');
      else if (mayHaveArrived(error)) await windows.settleRefresh(refreshToken, 'unknown');
      else await windows.folder.releaseRefresh(refreshToken);
      throw error;
    }
  }

  async #send(account: SignedInAccount): Promise<SignedInAccount> {
    try {
      const tokens = await this.#request(account);
      this.#ended.delete(account.id);
      return await this.#store(account, tokens);
    } catch (error) {
      const { refreshToken } = account.tokens;
      if (isInvalidGrant(error) && refreshToken !== undefined) this.#end(account.id, refreshToken, 'refused');
      throw error;
    }
  }

  async #request(account: SignedInAccount): Promise<TokenSet> {
    const { server, client, tokens, provider, scopes } = account;
    const named = providerById(provider).refreshNamesScopes ? { scopes } : {};
    const options = { ...(await this.#connectOptionsOf(account)), now: this.#now, timeoutMs: refreshLimit };
    return refreshTokens({ server, client, tokens, ...named }, options);
  }

  async #store(given: Account, tokens: TokenSet): Promise<SignedInAccount> {
    const kept = this.#kept.get(given.id);
    const account = kept?.tokens.refreshToken === given.tokens?.refreshToken ? (kept?.account ?? given) : given;
    try {
      const stored = await this.#accounts.update(account.id, (current) =>
        // The user has signed in in the meantime: those tokens are newer, and may belong to another grant.
        current.tokens?.refreshToken === account.tokens?.refreshToken
          ? { ...current, tokens: storable(tokens) }
          : current,
      );
      this.#kept.delete(account.id);
      return signedIn(stored);
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      // The refresh token is used up: the new tokens must not be lost. The next call tries to store them again.
      if (error.code === 'refreshed-elsewhere') this.#kept.set(account.id, { account, tokens });
      // The tokens are kept in memory, and the account store has reported the error.
      else if (error.code !== 'storage-failed') throw error;
      return { ...account, tokens: storable(tokens) };
    }
  }

  #end(id: string, refreshToken: string, reason: 'refused' | 'interrupted'): void {
    const known = this.#ended.get(id);
    if (known?.refreshToken === refreshToken && known.reason === reason) return;
    this.#ended.set(id, { refreshToken, reason });
    for (const listener of this.#listeners) listener(id);
  }

  #usable({ tokens }: SignedInAccount): boolean {
    return isFresh(tokens, this.#now(), minimumLife);
  }
}

/** Converts a token set to the stored form. */
export function storable(tokens: TokenSet): NonNullable<Account['tokens']> {
  const { scopes, ...rest } = tokens;
  return { ...rest, ...(scopes === undefined ? {} : { scopes: [...scopes] }) };
}

/** Whether the provider's refresh tokens remain valid after use. */
function reusable({ provider }: Account): boolean {
  return providerById(provider).refreshTokenIsReusable;
}

function isInvalidGrant(error: unknown): boolean {
  return error instanceof OAuthError && error.serverError === 'invalid_grant';
}

/** Whether a request may have been processed although no response was received. */
function mayHaveArrived(error: unknown): boolean {
  return error instanceof OAuthError && (error.code === 'timeout' || (error.code === 'network' && error.wasSent));
}

function hasTokens(account: Account): account is SignedInAccount {
  return account.tokens !== undefined;
}

function signedIn(account: Account | undefined): SignedInAccount {
  if (account === undefined) throw accountRemoved();
  if (!hasTokens(account)) {
    throw new OAuthError('no-refresh-token', l10n.t('{0} is not signed in. Sign in first.', account.email));
  }
  return account;
}
