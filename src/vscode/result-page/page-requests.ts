import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { protocols, type Protocol } from '../../mail/wire/server.js';
import { actionKey } from '../../report/action-title.js';
import type { LoginChecks } from '../login-checks/login-checks.js';
import type { Output } from '../login-checks/output.js';
import type { ReportHistory } from '../login-checks/report-history.js';
import type { SavedReports } from '../login-checks/save-report.js';
import { commands } from '../ui/ids.js';
import { setStatusBarMessage } from '../ui/notifications.js';
import type { PageRequest } from './result-pages.js';

/** The dependencies of {@link handlePageRequest}. */
export interface PageRequestDependencies {
  readonly store: AccountStore;
  readonly history: ReportHistory;
  readonly saved: SavedReports;
  readonly tests: LoginChecks;
  readonly output: Output;
}

/** Handles the request of a page. A page can only request actions that its results offer. */
export async function handlePageRequest(
  { accountId, message }: PageRequest,
  parts: PageRequestDependencies,
): Promise<void> {
  if (message.type === 'copy') {
    await vscode.env.clipboard.writeText(message.text);
    setStatusBarMessage('check', vscode.l10n.t('Copied'));
    return;
  }
  if (message.type === 'ready') return;
  const account = await parts.store.get(accountId);
  const protocol = protocols.find((one) => one === message.protocol);
  if (account === undefined) return;
  if (message.type === 'command') await runCommand(message.command, account, protocol, parts);
  else if (protocol !== undefined) await runAction(message.action, account, protocol, parts);
}

async function runAction(
  key: string,
  account: Account,
  protocol: Protocol,
  { history, tests }: PageRequestDependencies,
): Promise<void> {
  const { reports } = await history.get(account.id);
  const offered = reports[protocol]?.diagnoses.flatMap(({ actions }) => actions) ?? [];
  const action = offered.find((one) => actionKey(one) === key);
  if (action !== undefined) await tests.perform(action, account, protocol);
}

async function runCommand(
  command: string,
  account: Account,
  protocol: Protocol | undefined,
  { history, saved, tests, output }: PageRequestDependencies,
): Promise<void> {
  const all = protocols.filter((one) => account.mailServers[one] !== undefined);
  const wanted = protocol === undefined ? all : [protocol];
  switch (command) {
    case 'test':
      return tests.run(account, wanted);
    case 'anyway':
      return tests.run(account, wanted, { skipTokenCheck: true });
    case 'compare':
      return tests.compare(account, wanted);
    case 'cancel':
      return tests.cancel(account.id);
    case 'save':
      return saved.save(account.id, protocol);
    case 'saveSignIn':
      return saved.save(account.id, 'sign-in');
    case 'signIn':
      await vscode.commands.executeCommand(commands.signIn, account.id);
      return;
    case 'editClient':
      await vscode.commands.executeCommand(commands.editAccount, { accountId: account.id, kind: 'client' });
      return;
    case 'log': {
      output.show();
      return;
    }
    case 'copy': {
      const report = protocol === undefined ? undefined : (await history.get(account.id)).reports[protocol];
      if (report === undefined) return;
      await vscode.env.clipboard.writeText(saved.toMarkdown(report));
      setStatusBarMessage('check', vscode.l10n.t('The report was copied to the clipboard as Markdown.'));
    }
  }
}
