import * as vscode from 'vscode';
import { isApplication, type Account, type NewAccount } from '../../accounts/account.js';
import { isSameAddress } from '../../common/email-address.js';
import { confirm } from '../ui/notifications.js';

/** What is done with an account that is there already. */
export type SameAccountChoice = { readonly use: Account } | 'keep-both';

/**
 * Asks what to do where an account for the same mailbox, client and authorization server is there already.
 *
 * @param use what the button says that goes on with the account in the list
 * @throws {vscode.CancellationError} where the user leaves
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
    vscode.l10n.t('{0} is in the list already.', account.email),
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
