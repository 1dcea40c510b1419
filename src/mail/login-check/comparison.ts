import * as l10n from '@vscode/l10n';
import { mechanisms, type Mechanism } from '../../sasl/mechanism.js';
import { diagnose, diagnosisLines } from '../../diagnosis/diagnosis.js';
import { testMail, type MailTestOptions } from './login-check.js';
import type { InitialResponse, MailTestReport } from './result.js';

/** One way of logging in, and how it went. */
export interface ComparisonRow {
  readonly mechanism: Mechanism;
  /** Unknown where the test did not come as far as sending. */
  readonly form?: InitialResponse['form'];
  readonly report: MailTestReport;
}

/** A test without what the comparison chooses itself. */
export interface ComparisonOptions extends Omit<MailTestOptions, 'mechanism' | 'form'> {
  /** Hears before each login which way is tried, in words for a person. */
  readonly onAttempt?: (way: string) => void;
}

/**
 * Logs in by every mechanism that the server offers, in every form that the protocol allows there, one
 * after another. It ends early where the server cannot be reached at all, and on Cancel.
 */
export async function compareMechanisms(options: ComparisonOptions): Promise<readonly ComparisonRow[]> {
  const rows: ComparisonRow[] = [];
  for (const mechanism of mechanisms) {
    options.onAttempt?.(mechanism);
    const first = await attempt(options, mechanism);
    rows.push(first);
    if (brokeOff(first)) return rows;
    // Two lines are allowed everywhere; one line only where it was chosen.
    if (first.form === 'inline') {
      options.onAttempt?.(l10n.t('{0}, credential on a line of its own', mechanism));
      const second = await attempt(options, mechanism, 'continuation');
      rows.push(second);
      if (brokeOff(second)) return rows;
    }
  }
  return rows;
}

async function attempt(
  options: ComparisonOptions,
  mechanism: Mechanism,
  form?: InitialResponse['form'],
): Promise<ComparisonRow> {
  let closed: () => void = () => undefined;
  // The next login would find the mailbox in use while this one's goodbye is under way (RFC 1939 §4).
  const ended = new Promise<void>((resolve) => (closed = resolve));
  const onClose = () => {
    closed();
    options.onClose?.();
  };
  const report = await testMail({ ...options, mechanism, onClose, ...(form === undefined ? {} : { form }) });
  await ended;
  const sent = report.initialResponse?.form;
  return { mechanism, report, ...(sent === undefined ? {} : { form: sent }) };
}

function brokeOff({ report }: ComparisonRow): boolean {
  if (report.verdict === 'cancelled') return true;
  return (
    report.verdict === 'failed' &&
    report.failure?.code !== 'mechanism-not-offered' &&
    report.failedStep !== 'authenticate' &&
    report.failedStep !== 'mailbox'
  );
}

/** The rows as a table for a screen of even-width letters, its head first. */
export function formatComparison(rows: readonly ComparisonRow[]): string[] {
  const head = [
    l10n.t('Protocol'),
    l10n.t('Mechanism'),
    l10n.t('Credential'),
    l10n.t('Result'),
    l10n.t('Login'),
    l10n.t('In all'),
    l10n.t('Last word'),
  ];
  const cells = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** The lines after the table: where no way in was found, why the first attempt failed and what to do. */
export function explainComparison(rows: readonly ComparisonRow[]): string[] {
  const [first] = rows;
  return first === undefined || rows.some(({ report }) => report.verdict === 'ok')
    ? []
    : diagnosisLines(first.report, diagnose(first.report));
}

function cellsOf({ mechanism, form, report }: ComparisonRow): string[] {
  const { protocol, steps, ms, reply, failure } = report;
  const login = steps.find(({ name }) => name === 'authenticate')?.ms;
  return [
    protocol.toUpperCase(),
    mechanism,
    form === undefined ? '–' : form === 'inline' ? l10n.t('one line') : l10n.t('two lines'),
    resultOf(report),
    form === undefined || login === undefined ? '–' : `${login} ms`,
    `${ms} ms`,
    report.verdict === 'ok' ? '' : (reply?.line ?? failure?.message ?? ''),
  ];
}

function resultOf({ verdict, failure }: MailTestReport): string {
  switch (verdict) {
    case 'ok':
      return l10n.t('ok');
    case 'refused':
      return l10n.t('refused');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'failed':
      return failure?.code === 'mechanism-not-offered' ? l10n.t('not offered') : l10n.t('failed');
  }
}
