import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { accountName, type Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';

/**
 * Stores a copy of an account under a new name. Tokens are not copied: if two accounts used the same refresh token, the
 * server would revoke both (RFC 9700 §4.14.2).
 *
 * @returns the id of the copy
 */
export async function duplicateAccount(store: AccountStore, account: Account): Promise<string> {
  const { version: _version, revision: _revision, tokens: _tokens, ...copied } = account;
  const id = randomUUID();
  await store.add({ ...copied, id, label: vscode.l10n.t('{0} (copy)', accountName(account)) });
  return id;
}
