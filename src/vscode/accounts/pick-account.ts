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
 * The account that a command is about: the one of the tree item or the id that it was called with, the
 * only one there is, or the one that the user picks. Where there is none it offers to add one.
 *
 * @returns `undefined` if the user picks none
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

/** The account's id in what a command was called with: an id, or an item of the tree. */
export function accountIdOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument !== 'object' || argument === null || !('accountId' in argument)) return undefined;
  return typeof argument.accountId === 'string' ? argument.accountId : undefined;
}

/** The protocol of the server that a command was called on in the tree. */
export function protocolOf(argument: unknown): Protocol | undefined {
  if (typeof argument !== 'object' || argument === null || !('kind' in argument)) return undefined;
  return protocols.find((protocol) => protocol === argument.kind);
}

/** Whether a command was called for one part of an account, such as its client. */
export function isAbout(argument: unknown, part: 'client' | 'sign-in'): boolean {
  return typeof argument === 'object' && argument !== null && 'kind' in argument && argument.kind === part;
}

/** An account as a line of a quick pick. */
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
  const chosen = await showInformationMessage(vscode.l10n.t('There is no account yet.'), add);
  if (chosen === add) await vscode.commands.executeCommand(commands.addAccount);
}
