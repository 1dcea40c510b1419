import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import { missingScopes } from './missing-scopes.js';
import { isSameAddress } from '../common/email-address.js';
import { createAuthorizationRequest, exchangeCode, type AuthorizationRequest } from '../oauth/authorization-code.js';
import type { TokenSet } from '../oauth/types.js';
import { providerById } from '../providers/catalogue.js';
import type { RedirectKind } from '../providers/provider-profile.js';
import { usualCa, type Account, type CaOfAccount, type NewAccount } from '../accounts/account.js';
import { AccountError } from '../accounts/errors.js';
import type { AccountStore } from '../accounts/account-store.js';
import { signInLimit, type PendingSignIns } from './pending-sign-ins.js';
import { storable } from '../accounts/token-manager.js';

/** How a sign-in comes back. */
export interface Redirect {
  readonly kind: RedirectKind;
  /** The `redirect_uri` of the request. */
  readonly redirectUri: string;
  /** For a relay: the editor's URI that the relay forwards to. */
  readonly forwardTo?: string;
}

/** A finished sign-in. */
export interface SignedIn {
  readonly account: Account;
  /** Scopes that were asked for and not granted. */
  readonly missingScopes: readonly string[];
  /** Why the tokens could not be saved; they are kept until the window is closed. */
  readonly problem?: AccountError;
  /** The address that the token belongs to, where that is known and is not the account's. */
  readonly tokenOwner?: string;
}

/** The two halves of a sign-in. Between them there may be minutes, a reload, and another window. */
export class SignIn {
  readonly #accounts: AccountStore;
  readonly #pending: PendingSignIns;
  readonly #now: () => number;
  readonly #caOf: CaOfAccount;

  constructor(
    accounts: AccountStore,
    pending: PendingSignIns,
    now: () => number = Date.now,
    caOf: CaOfAccount = usualCa,
  ) {
    this.#caOf = caOf;
    this.#accounts = accounts;
    this.#pending = pending;
    this.#now = now;
  }

  /** Makes the authorization request and keeps what its redirect will be held against. */
  async begin(account: NewAccount, redirect: Redirect): Promise<AuthorizationRequest> {
    const { server, client, scopes, email } = account;
    const { kind, redirectUri, forwardTo } = redirect;
    const request = await createAuthorizationRequest({
      server,
      client,
      scopes,
      redirectUri,
      loginHint: email,
      parameters: providerById(account.provider).authorizationParameters,
      ...(forwardTo === undefined ? {} : { toState: (random: string) => withNonce(forwardTo, random) }),
    });
    const { state, codeVerifier } = request;
    const expiresAt = this.#now() + signInLimit;
    await this.#pending.add({ accountId: account.id, kind, state, codeVerifier, redirectUri, expiresAt });
    return request;
  }

  /**
   * Uses a redirect: checks it, exchanges its code and stores the tokens with the account.
   *
   * @param parameters the redirect's query
   * @throws {OAuthError} `unknown-state`, `expired-state`, and those of `exchangeCode`
   * @throws {AccountError} `account-removed`, `storage-failed`
   */
  async complete(parameters: URLSearchParams, signal?: AbortSignal): Promise<SignedIn> {
    const { accountId, state, codeVerifier, redirectUri } = await this.#pending.take(parameters);
    const account = await this.#accounts.get(accountId);
    if (account === undefined) throw accountRemoved();
    const response = new URLSearchParams(parameters);
    if (!response.has('state')) response.set('state', state);
    const { server, client, scopes } = account;
    const tokens = await exchangeCode(
      { server, client, scopes, state, codeVerifier, redirectUri, response },
      defined({ now: this.#now, signal, ca: await this.#caOf(account) }),
    );
    const stored = await this.#store(account, tokens);
    return {
      ...stored,
      missingScopes: missingScopes(scopes, tokens.scopes ?? scopes),
      ...(tokens.identity === undefined || isSameAddress(tokens.identity, account.email)
        ? {}
        : { tokenOwner: tokens.identity }),
    };
  }

  /** The code is spent by now: tokens that cannot be saved are used all the same. */
  async #store(account: Account, tokens: TokenSet): Promise<Pick<SignedIn, 'account' | 'problem'>> {
    const change = (current: Account): Account => ({ ...current, tokens: storable(tokens) });
    try {
      const stored = await this.#accounts.update(account.id, change);
      if (stored === undefined) throw accountRemoved();
      return { account: stored };
    } catch (error) {
      if (!(error instanceof AccountError) || error.code !== 'storage-failed') throw error;
      return { account: change(account), problem: error };
    }
  }
}

function withNonce(uri: string, nonce: string): string {
  const url = new URL(uri);
  url.searchParams.set('nonce', nonce);
  return url.href;
}

function accountRemoved(): AccountError {
  return new AccountError('account-removed', l10n.t('The account was removed during the sign-in. Add it again.'));
}
