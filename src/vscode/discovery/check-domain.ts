import * as vscode from 'vscode';
import { parseTarget } from '../../autoconfig/target.js';
import type { DiscoveryReport } from '../../autoconfig/types.js';
import { MailOAuthError } from '../../common/errors.js';
import { showInformationMessage } from '../ui/notifications.js';
import type { DiscoveryReports } from './discovery-reports.js';
import { canFailLogin, failLoginLabel, lookUp, mayLookUp } from './look-up.js';

/** The dependencies of {@link checkDomain}. */
export interface CheckDomainDependencies {
  readonly context: vscode.ExtensionContext;
  readonly reports: DiscoveryReports;
  /** Adds the discovered mailbox as an account. */
  readonly addAccount: (report: DiscoveryReport) => Promise<void>;
}

/** Asks for an address or a domain, looks it up, shows the report, and offers to add it as an account. */
export async function checkDomain({ context, reports, addAccount }: CheckDomainDependencies): Promise<void> {
  const input = await vscode.window.showInputBox({
    title: vscode.l10n.t('Check a Domain'),
    prompt: vscode.l10n.t('Email address or domain'),
    placeHolder: 'alice@example.com',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? undefined : problemOf(text)),
  });
  if (input === undefined || input.trim() === '' || !(await mayLookUp(context, input))) return;
  for (let report = await lookUp(input); ; report = await lookUp(input, true)) {
    await reports.show(report);
    let action = await chooseAction(report);
    for (; action === 'save'; action = await chooseAction(report)) await reports.save(report);
    if (action === 'add') await addAccount(report);
    if (action !== 'fail-login') return;
  }
}

/** Why a text is not an address or a domain. */
function problemOf(text: string): string | undefined {
  try {
    parseTarget(text);
    return undefined;
  } catch (error) {
    if (error instanceof MailOAuthError) return error.message;
    throw error;
  }
}

async function chooseAction(report: DiscoveryReport): Promise<'add' | 'fail-login' | 'save' | undefined> {
  const add = vscode.l10n.t('Add as Account');
  const fail = failLoginLabel();
  const save = vscode.l10n.t('Save Report…');
  const { conclusion, proposal } = report;
  const buttons = [
    ...(proposal.client === 'none' || proposal.client === 'unknown' ? [] : [add]),
    ...(canFailLogin(report) ? [fail] : []),
    save,
  ];
  const chosen = await showInformationMessage(conclusion, ...buttons);
  return ({ [add]: 'add', [fail]: 'fail-login', [save]: 'save' } as const)[chosen ?? ''];
}
