import { defined } from '../common/defined.js';
import { serverOfResponse } from '../oauth/data-center.js';
import { createAuthorizationRequest, exchangeCode, type AuthorizationRequest } from '../oauth/authorization-code.js';
import { authorizationExchange, redirectExchange } from '../oauth/exchange-record.js';
import { providerById } from '../providers/catalogue.js';
import type { RedirectKind } from '../providers/provider-profile.js';
import { usualConnectOptions, type ConnectOptionsOf, type NewAccount } from '../accounts/account.js';
import type { AccountStore } from '../accounts/account-store.js';
import { signInLimit, type PendingSignIns } from './pending-sign-ins.js';
import { accountRemoved, storeSignIn, type SignedIn } from './store-sign-in.js';

/** The redirect of a sign-in. */
export interface Redirect {
  readonly kind: RedirectKind;
  /** The `redirect_uri` of the request. */
  readonly redirectUri: string;
  /** For a relay: the editor's URI that the relay forwards to. */
  readonly forwardTo?: string;
}

/**
 * A sign-in with the authorization code grant, in two parts. They may run in different windows, or before and after a
 * reload.
 */
export class SignIn {
  readonly #accounts: AccountStore;
  readonly #pending: PendingSignIns;
  readonly #now: () => number;
  readonly #connectOptionsOf: ConnectOptionsOf;

  constructor(
    accounts: AccountStore,
    pending: PendingSignIns,
    now: () => number = Date.now,
    connectOptionsOf: ConnectOptionsOf = usualConnectOptions,
  ) {
    this.#connectOptionsOf = connectOptionsOf;
    this.#accounts = accounts;
    this.#pending = pending;
    this.#now = now;
  }

  /** Creates the authorization request and stores what is needed to verify its redirect. */
  async begin(account: NewAccount, redirect: Redirect): Promise<AuthorizationRequest> {
    const { server, client, scopes, email } = account;
    const { kind, redirectUri, forwardTo } = redirect;
    const request = await createAuthorizationRequest({
      server,
      client,
      scopes,
      redirectUri,
      loginHint: email,
      parameters: account.authorizationParameters ?? providerById(account.provider).authorizationParameters,
      ...(forwardTo === undefined ? {} : { toState: (random: string) => withNonce(forwardTo, random) }),
    });
    const { onExchange } = await this.#connectOptionsOf(account);
    onExchange?.(authorizationExchange(request.url, this.#now()));
    const { state, codeVerifier } = request;
    const expiresAt = this.#now() + signInLimit;
    await this.#pending.add({ accountId: account.id, kind, state, codeVerifier, redirectUri, expiresAt });
    return request;
  }

  /**
   * Processes a redirect: verifies it, exchanges the code and stores the tokens with the account.
   *
   * @param parameters the query of the redirect
   * @throws {OAuthError} `unknown-state`, `expired-state`, and those of `exchangeCode`
   * @throws {AccountError} `account-removed`, `storage-failed`
   */
  async complete(parameters: URLSearchParams, signal?: AbortSignal): Promise<SignedIn> {
    const { accountId, state, codeVerifier, redirectUri } = await this.#pending.take(parameters);
    const account = await this.#accounts.get(accountId);
    if (account === undefined) throw accountRemoved();
    const response = new URLSearchParams(parameters);
    if (!response.has('state')) response.set('state', state);
    const options = { now: this.#now, ...defined({ signal }), ...(await this.#connectOptionsOf(account)) };
    options.onExchange?.(redirectExchange(redirectUri, parameters, this.#now()));
    const { server, client, scopes } = account;
    const tokens = await exchangeCode({ server, client, scopes, state, codeVerifier, redirectUri, response }, options);
    return storeSignIn(this.#accounts, account, tokens, serverOfResponse(server, response));
  }
}

function withNonce(uri: string, nonce: string): string {
  const url = new URL(uri);
  url.searchParams.set('nonce', nonce);
  return url.href;
}
