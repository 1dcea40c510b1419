import * as l10n from '@vscode/l10n';
import { OAuthError } from '../oauth/errors.js';
import { refreshTokens } from '../oauth/refresh.js';
import type { TokenSet } from '../oauth/types.js';
import { providerById } from '../providers/catalogue.js';
import type { Account } from './account.js';
import type { AccountStore } from './account-store.js';
import { isFresh } from './token-life.js';

/** An access token with less life than this is refreshed before it is used, in ms. */
const minimumLife = 60_000;

/** How to get a token. */
export interface FreshOptions {
  /** Refresh even if the token is fresh. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** An account that can be used at once: it has an access token, and that is fresh as far as is known. */
export type SignedInAccount = Account & { readonly tokens: TokenSet };

/**
 * The one place that refreshes. One refresh at a time for each account, among all windows: a rotating
 * refresh token that is used twice makes the server revoke the whole grant (RFC 9700 §4.14.2).
 */
export class TokenManager {
  readonly #accounts: AccountStore;
  readonly #now: () => number;
  /** Refresh tokens that the server refused, by account, as long as they are the stored ones. */
  readonly #refused = new Map<string, string>();

  constructor(accounts: AccountStore, now: () => number = Date.now) {
    this.#accounts = accounts;
    this.#now = now;
  }

  /**
   * The account with an access token that has at least a minute left, refreshed if it must be.
   *
   * @throws {OAuthError} `no-refresh-token`, `account-removed`, or why the refresh failed
   */
  async fresh(id: string, options: FreshOptions = {}): Promise<SignedInAccount> {
    const before = await this.#load(id);
    if (options.force !== true && this.#usable(before)) return before;
    return this.#accounts.exclusively(id, async () => {
      const current = await this.#load(id);
      const refreshedMeanwhile = current.tokens.accessToken !== before.tokens.accessToken;
      if (refreshedMeanwhile && this.#usable(current)) return current;
      return this.#refresh(current, options.signal);
    });
  }

  /** Whether the server has refused the account's refresh token. */
  refreshRefused({ id, tokens }: Account): boolean {
    return tokens?.refreshToken !== undefined && this.#refused.get(id) === tokens.refreshToken;
  }

  async #refresh(account: SignedInAccount, signal: AbortSignal | undefined): Promise<SignedInAccount> {
    try {
      const tokens = await this.#request(account, signal);
      this.#refused.delete(account.id);
      return await this.#store(account.id, tokens);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.serverError !== 'invalid_grant') throw error;
      const stored = await this.#load(account.id);
      const rotated = stored.tokens.refreshToken !== account.tokens.refreshToken;
      if (rotated && this.#usable(stored)) return stored;
      if (rotated) return this.#store(account.id, await this.#request(stored, signal));
      if (account.tokens.refreshToken !== undefined) this.#refused.set(account.id, account.tokens.refreshToken);
      throw error;
    }
  }

  #request(
    { server, client, tokens, provider, scopes }: SignedInAccount,
    signal: AbortSignal | undefined,
  ): Promise<TokenSet> {
    const named = providerById(provider).refreshNamesScopes ? { scopes } : {};
    return refreshTokens(
      { server, client, tokens, ...named },
      { now: this.#now, ...(signal === undefined ? {} : { signal }) },
    );
  }

  async #store(id: string, tokens: TokenSet): Promise<SignedInAccount> {
    const stored = await this.#accounts.updateHeld(id, (account) => ({ ...account, tokens: storable(tokens) }));
    return signedIn(stored);
  }

  async #load(id: string): Promise<SignedInAccount> {
    return signedIn(await this.#accounts.get(id));
  }

  #usable({ tokens }: SignedInAccount): boolean {
    return isFresh(tokens, this.#now(), minimumLife);
  }
}

/** A token set as an account holds it. */
export function storable(tokens: TokenSet): NonNullable<Account['tokens']> {
  const { scopes, ...rest } = tokens;
  return { ...rest, ...(scopes === undefined ? {} : { scopes: [...scopes] }) };
}

function signedIn(account: Account | undefined): SignedInAccount {
  if (account === undefined) {
    throw new OAuthError('account-removed', l10n.t('This account was removed. Add it again.'));
  }
  const { tokens } = account;
  if (tokens === undefined) {
    throw new OAuthError('no-refresh-token', l10n.t('{0} is not signed in. Sign in first.', account.email));
  }
  return { ...account, tokens };
}
