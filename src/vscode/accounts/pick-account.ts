import * as vscode from 'vscode';
import { accountName, type Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { tokenLife } from '../../accounts/token-life.js';
import { protocols, type Protocol } from '../../mail/wire/server.js';
import { providerLabel } from './account-items.js';
import { commands } from '../ui/ids.js';
import { describeAccountState } from './format-time.js';
import { showInformationMessage, withoutIcons } from '../ui/notifications.js';

/**
 * The account for a command: from its argument (a tree item or an ID), the only account, or the one that the user
 * picks. Offers to add one if there is none.
 *
 * @returns `undefined` if the user cancels
 */
export async function pickAccount(
  store: AccountStore,
  argument: unknown,
  placeHolder: string,
): Promise<Account | undefined> {
  const id = accountIdOf(argument);
  if (id !== undefined) return store.get(id);
  const accounts = await store.list();
  if (accounts.length === 0) {
    await offerToAdd();
    return undefined;
  }
  if (accounts.length === 1) return accounts[0];
  const picked = await vscode.window.showQuickPick(accounts.map(accountChoice), {
    placeHolder,
    matchOnDescription: true,
  });
  return picked?.account;
}

/** The account ID in a command's argument: an ID or a tree item. */
export function accountIdOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument !== 'object' || argument === null || !('accountId' in argument)) return undefined;
  return typeof argument.accountId === 'string' ? argument.accountId : undefined;
}

/** The protocol in a command's argument, if it is the tree item of a server. */
export function protocolOf(argument: unknown): Protocol | undefined {
  if (typeof argument !== 'object' || argument === null || !('kind' in argument)) return undefined;
  return protocols.find((protocol) => protocol === argument.kind);
}

/** Whether a command was called for a certain part of an account. */
export function isAbout(argument: unknown, part: 'client' | 'sign-in'): boolean {
  return typeof argument === 'object' && argument !== null && 'kind' in argument && argument.kind === part;
}

/** The quick pick item of an account. */
export function accountChoice(account: Account) {
  return {
    label: `$(account) ${withoutIcons(accountName(account))}`,
    description: account.label === undefined ? providerLabel(account) : `${account.email} · ${providerLabel(account)}`,
    detail: describeAccountState(tokenLife(account, Date.now())),
    account,
  };
}

async function offerToAdd(): Promise<void> {
  const add = vscode.l10n.t('Add Account');
  const chosen = await showInformationMessage(vscode.l10n.t('There are no accounts yet.'), add);
  if (chosen === add) await vscode.commands.executeCommand(commands.addAccount);
}
