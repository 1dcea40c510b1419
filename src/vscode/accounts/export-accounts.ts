import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { accountName, type Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { exportAccounts, fromExported, type ExportedAccount } from '../../accounts/exported-accounts.js';
import { providerById } from '../../providers/catalogue.js';
import { defaultFolder } from '../ui/markdown-files.js';
import { setStatusBarMessage, showInformationMessage, withoutIcons } from '../ui/notifications.js';
import { accountChoice } from './pick-account.js';
import { isSame } from './same-account.js';

/** Lets the user choose accounts and a file, and exports them without secrets. */
export async function exportToFile(store: AccountStore): Promise<void> {
  const chosen = await pickAccounts(await store.list());
  if (chosen.length === 0) return;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Accounts Without Their Secrets'),
    defaultUri: vscode.Uri.joinPath(defaultFolder(), 'mail-oauth-accounts.json'),
    filters: { JSON: ['json'] },
  });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, Buffer.from(exportAccounts(chosen)));
  setStatusBarMessage('check', vscode.l10n.t('Saved {0}', uri.fsPath));
}

async function pickAccounts(accounts: readonly Account[]): Promise<readonly Account[]> {
  const items = accounts.map((account) => ({ ...accountChoice(account), picked: true }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Export Accounts'),
    placeHolder: vscode.l10n.t('Tokens, client secrets and keys are not exported'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return (picked ?? []).map(({ account }) => account);
}

/** Lets the user choose accounts of an export file, stores them, and reports which of them need a secret. */
export async function addExported(store: AccountStore, exported: readonly ExportedAccount[]): Promise<void> {
  const known = await store.list();
  const items = exported.map((account) => {
    const made = fromExported(account, randomUUID());
    const isKnown = known.some((one) => isSame(one, made));
    const { name } = providerById(account.provider);
    const description = isKnown ? vscode.l10n.t('already in the list') : name;
    return { label: withoutIcons(accountName(account)), description, picked: !isKnown, made, account };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Import Account'),
    placeHolder: vscode.l10n.t('Which accounts do you want to add?'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined || picked.length === 0) return;
  for (const { made } of picked) await store.add(made);
  const lacking = picked.filter(({ account }) => account.client.authentication !== 'none');
  await showInformationMessage(
    lacking.length === 0
      ? vscode.l10n.t('Imported accounts: {0}. Sign in to use them.', picked.length)
      : vscode.l10n.t(
          'Imported accounts: {0}. The file contains no secrets. Enter them with “Edit Account”, then sign in: {1}',
          picked.length,
          lacking.map(({ account }) => accountName(account)).join(', '),
        ),
  );
}
