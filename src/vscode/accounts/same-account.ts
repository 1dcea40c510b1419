import * as vscode from 'vscode';
import { isApplication, type Account, type NewAccount } from '../../accounts/account.js';
import { isSameAddress } from '../../common/email-address.js';
import { confirm } from '../ui/notifications.js';

/** The choice for an account that already exists. */
export type SameAccountChoice = { readonly use: Account } | 'keep-both';

/**
 * Asks what to do if an account for the same mailbox, client and authorization server already exists.
 *
 * @param use the label of the button that continues with the existing account
 * @throws {vscode.CancellationError} if the user cancels
 */
export async function askAboutSame(
  account: NewAccount,
  accounts: readonly Account[],
  use = vscode.l10n.t('Sign In Again'),
): Promise<SameAccountChoice> {
  const same = accounts.find((one) => isSame(one, account));
  if (same === undefined) return 'keep-both';
  const keepBoth = vscode.l10n.t('Keep Both');
  const chosen = await confirm(
    vscode.l10n.t('{0} is already in the list.', account.email),
    vscode.l10n.t('The account in the list has the same authorization server and the same client.'),
    use,
    keepBoth,
  );
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen === use ? { use: same } : 'keep-both';
}

/** Whether two accounts are for the same mailbox, client and authorization server. */
export function isSame(one: NewAccount, other: NewAccount): boolean {
  return (
    isSameAddress(one.email, other.email) &&
    one.server.tokenEndpoint === other.server.tokenEndpoint &&
    one.client.clientId === other.client.clientId &&
    isApplication(one) === isApplication(other)
  );
}
