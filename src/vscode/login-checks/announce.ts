import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import { diagnose, type Action } from '../../diagnosis/diagnosis.js';
import type { ComparisonRow } from '../../mail/login-check/comparison.js';
import type { Protocol } from '../../mail/wire/server.js';
import { actionTitle } from '../../report/action-title.js';
import type { JsonReport } from '../../report/json.js';
import { setStatusBarMessage, showErrorMessage, showInformationMessage } from '../ui/notifications.js';

/** Where the result is already visible. */
export type Visible = 'page' | 'output' | 'nothing';

/** The button that was pressed. */
export type PressedButton =
  | { readonly kind: 'show' }
  | { readonly kind: 'anyway'; readonly protocol: Protocol }
  | { readonly kind: 'action'; readonly protocol: Protocol; readonly action: Action };

/** Shows one notification for a test of several servers: the most severe result, and which others failed. */
export async function announceResults(
  reports: readonly JsonReport[],
  account: Account,
  visible: Visible,
): Promise<PressedButton | undefined> {
  if (reports.length === 0) return undefined;
  const [worst, ...others] = worstFirst(reports);
  if (worst === undefined) return announceSuccess(reports, account, visible);
  const [{ cause }] = worst.diagnoses;
  const action = worst.diagnoses.flatMap(({ actions }) => actions).find(({ tried }) => tried !== true);
  const name = worst.protocol.toUpperCase();
  const accepted = reports.filter(({ outcome }) => outcome === 'ok');
  const message = [
    others.length === 0
      ? vscode.l10n.t('{0}: {1}', name, cause)
      : vscode.l10n.t('{0}: {1} Also failed: {2}.', name, cause, namesOf(others)),
    ...(accepted.length === 0 ? [] : [vscode.l10n.t('OK: {0}.', namesOf(accepted))]),
  ].join(' ');
  const fix = action === undefined ? undefined : actionTitle(action);
  const anyway = vscode.l10n.t('Test Anyway');
  const show = vscode.l10n.t('Show Result');
  const buttons = [
    ...(fix === undefined ? [] : [fix]),
    ...(worst.failedPhase === 'token' ? [anyway] : []),
    ...(visible === 'page' ? [] : [show]),
  ];
  const chosen = await showErrorMessage(message, ...buttons);
  if (chosen === show) return { kind: 'show' };
  if (chosen === anyway) return { kind: 'anyway', protocol: worst.protocol };
  return chosen === fix && action !== undefined ? { kind: 'action', protocol: worst.protocol, action } : undefined;
}

/** Shows the result of a comparison. */
export async function announceComparison(
  rows: readonly ComparisonRow[],
  account: Account,
  visible: Visible,
): Promise<'show' | undefined> {
  const accepted = rows.filter(({ result }) => result.outcome === 'ok').length;
  const count = vscode.l10n.t('{0} of {1} ways to log in are accepted for {2}.', accepted, rows.length, account.email);
  const [first] = rows;
  if (first === undefined || rows.some(({ result }) => result.outcome === 'cancelled')) return undefined;
  const show = vscode.l10n.t('Show Result');
  if (accepted === 0) {
    const chosen = await showErrorMessage(
      `${count} ${diagnose(first.result)[0].cause}`,
      ...(visible === 'page' ? [] : [show]),
    );
    return chosen === show ? 'show' : undefined;
  }
  if (visible !== 'nothing') setStatusBarMessage('check', count);
  else if ((await showInformationMessage(count, show)) === show) return 'show';
  return undefined;
}

async function announceSuccess(
  reports: readonly JsonReport[],
  account: Account,
  visible: Visible,
): Promise<PressedButton | undefined> {
  const sent = reports.some(({ checks }) => checks.some(({ name, status }) => name === 'message' && status === 'ok'));
  const message = sent
    ? vscode.l10n.t('{0}: OK, the message from {1} to itself is accepted.', namesOf(reports), account.email)
    : vscode.l10n.t('{0}: OK, {1} is accepted.', namesOf(reports), account.email);
  if (visible !== 'nothing') {
    setStatusBarMessage('check', message);
    return undefined;
  }
  const show = vscode.l10n.t('Show Result');
  return (await showInformationMessage(message, show)) === show ? { kind: 'show' } : undefined;
}

/** Refusals first, then failures. */
function worstFirst(reports: readonly JsonReport[]): JsonReport[] {
  const ranks: readonly JsonReport['outcome'][] = ['refused', 'failed'];
  return ranks.flatMap((rank) => reports.filter(({ outcome }) => outcome === rank));
}

function namesOf(reports: readonly JsonReport[]): string {
  return reports.map(({ protocol }) => protocol.toUpperCase()).join(', ');
}
