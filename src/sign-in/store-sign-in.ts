import * as l10n from '@vscode/l10n';
import { isSameAddress } from '../common/email-address.js';
import type { TokenSet } from '../oauth/types.js';
import type { Account } from '../accounts/account.js';
import type { AccountStore } from '../accounts/account-store.js';
import { AccountError } from '../accounts/errors.js';
import { storable } from '../accounts/token-manager.js';
import { missingScopes } from './missing-scopes.js';

/** The result of a sign-in. */
export interface SignedIn {
  readonly account: Account;
  /** Scopes that were requested and not granted. */
  readonly missingScopes: readonly string[];
  /** Why the tokens could not be stored; they are kept in memory until the window is closed. */
  readonly problem?: AccountError;
  /** The address of the token's user, if it is known and is not the account's. */
  readonly tokenOwner?: string;
}

/**
 * Stores the tokens of a sign-in with its account. The authorization code has been used by now, so tokens that cannot
 * be stored are returned anyway.
 *
 * @param server the server that issued the tokens, if it differs from the account's
 * @throws {AccountError} `account-removed`
 */
export async function storeSignIn(
  accounts: AccountStore,
  account: Account,
  tokens: TokenSet,
  server: Account['server'] = account.server,
): Promise<SignedIn> {
  const { scopes, email } = account;
  return {
    ...(await store(accounts, account, server === account.server ? { tokens } : { tokens, server })),
    missingScopes: missingScopes(scopes, tokens.scopes ?? scopes),
    ...(tokens.identity === undefined || isSameAddress(tokens.identity, email) ? {} : { tokenOwner: tokens.identity }),
  };
}

async function store(
  accounts: AccountStore,
  account: Account,
  { tokens, ...changed }: { readonly tokens: TokenSet; readonly server?: Account['server'] },
): Promise<Pick<SignedIn, 'account' | 'problem'>> {
  const change = (current: Account): Account => ({ ...current, ...changed, tokens: storable(tokens) });
  try {
    const stored = await accounts.update(account.id, change);
    if (stored === undefined) throw accountRemoved();
    return { account: stored };
  } catch (error) {
    if (!(error instanceof AccountError) || error.code !== 'storage-failed') throw error;
    return { account: change(account), problem: error };
  }
}

/** The error for a sign-in whose account has been removed. */
export function accountRemoved(): AccountError {
  return new AccountError('account-removed', l10n.t('The account was removed during the sign-in. Add it again.'));
}
