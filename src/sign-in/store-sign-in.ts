import * as l10n from '@vscode/l10n';
import { isSameAddress } from '../common/email-address.js';
import type { TokenSet } from '../oauth/types.js';
import type { Account } from '../accounts/account.js';
import type { AccountStore } from '../accounts/account-store.js';
import { AccountError } from '../accounts/errors.js';
import { storable } from '../accounts/token-manager.js';
import { missingScopes } from './missing-scopes.js';

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

/**
 * Stores the tokens of a sign-in with its account. What they were given for is spent by now: tokens that cannot be
 * saved are used all the same.
 *
 * @param server the server that gave them, where it is not the one that was asked
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

/** The error of a sign-in whose account is gone. */
export function accountRemoved(): AccountError {
  return new AccountError('account-removed', l10n.t('The account was removed during the sign-in. Add it again.'));
}
