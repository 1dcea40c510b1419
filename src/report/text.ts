import * as l10n from '@vscode/l10n';
import { diagnose, type Confidence, type Diagnosis, type Who } from '../diagnosis/diagnosis.js';
import type { ComparisonRow } from '../mail/login-check/comparison.js';
import type { CheckName, CheckResult, LoginCheckResult } from '../mail/login-check/result.js';
import type { Direction, TranscriptEntry } from '../mail/wire/transcript.js';
import { remarks } from './remarks.js';

/*
 * The result of a login check as lines of text: in the output channel, on a terminal, in a report.
 */

const directionMarks: Record<Direction, string> = { client: 'C:', server: 'S:', note: '* ' };

/**
 * A line of a transcript: time, phase, direction, text.
 *
 * @example
 * ```ts
 * import { formatEntry } from 'xoauth2';
 *
 * console.log(formatEntry({ at: 42, phase: 'greeting', direction: 'server', text: '* OK Gimap ready' }));
 * // prints: 42 ms  greeting      S: * OK Gimap ready
 * ```
 */
export function formatEntry({ at, phase, direction, text }: TranscriptEntry): string {
  const line = text === '' ? l10n.t('(an empty line)') : text;
  return `${String(at).padStart(6)} ms  ${phase.padEnd(12)}  ${directionMarks[direction]} ${line}`;
}

const checkLabels: Readonly<Record<CheckName, () => string>> = {
  token: () => l10n.t('Token'),
  string: () => l10n.t('String'),
  login: () => l10n.t('Login'),
  mailbox: () => l10n.t('Mailbox'),
  message: () => l10n.t('Message'),
};
const statusLabels: Readonly<Record<CheckResult['status'], () => string>> = {
  ok: () => l10n.t('ok'),
  warning: () => l10n.t('warning'),
  failed: () => l10n.t('failed'),
  skipped: () => l10n.t('skipped'),
};
const statusMarks: Record<CheckResult['status'], string> = {
  ok: '✔',
  warning: '⚠',
  failed: '✖',
  skipped: '–',
};

/** The label of a check. */
export function checkLabel(name: CheckName): string {
  return checkLabels[name]();
}

/** The label of a check's status. */
export function checkStatusLabel(status: CheckResult['status']): string {
  return statusLabels[status]();
}

/** One line for each check: `  ✔ Token    ok       …`. */
export function formatChecks(checks: readonly CheckResult[]): string[] {
  return checks.map(
    ({ name, status, summary }) =>
      `  ${statusMarks[status]} ${checkLabel(name).padEnd(8)} ${checkStatusLabel(status).padEnd(8)} ${summary}`,
  );
}

const confidenceLabels: Readonly<Record<Confidence, () => string>> = {
  certain: () => l10n.t('certain'),
  likely: () => l10n.t('likely'),
  possible: () => l10n.t('possible'),
};

/** The label of a diagnosis's confidence. */
export function confidenceLabel(confidence: Confidence): string {
  return confidenceLabels[confidence]();
}

export { formatOutcome } from './outcome.js';

/** The lines after the closing line: cause and advice, then the alternatives. Each fact appears once. */
export function formatDiagnosis(
  result: LoginCheckResult,
  [first, ...further]: readonly [Diagnosis, ...Diagnosis[]],
): string[] {
  if (result.outcome === 'cancelled') return [];
  // What was tested, and what a success does not prove.
  if (result.outcome === 'ok') return [first.advice];
  const failure = result.failure?.message;
  const { cause, confidence, advice, who, lines } = first;
  const news =
    failure !== undefined && cause.startsWith(failure)
      ? cause.slice(failure.length).trim()
      : l10n.t('Cause ({0}): {1}', confidenceLabel(confidence), cause);
  return [
    ...(news === '' ? [] : [news]),
    ...lines.filter((line) => line !== result.reply?.line).map((line) => l10n.t('The server said: {0}', line)),
    l10n.t('What to do: {0}', advice),
    ...(who === 'you' ? [] : [l10n.t('Who can fix it: {0}', whoLabel(who))]),
    ...further.map((other) =>
      other.confidence === 'certain'
        ? l10n.t('Also (certain): {0} {1}', other.cause, other.advice)
        : l10n.t('It may also be ({0}): {1} {2}', confidenceLabel(other.confidence), other.cause, other.advice),
    ),
  ];
}

const whoLabels: Readonly<Record<Who, () => string>> = {
  you: () => l10n.t('you'),
  administrator: () => l10n.t('the administrator of the mailbox or the organization'),
  operator: () => l10n.t('the operator of the server'),
  nobody: () => l10n.t('nobody'),
};

/** The label of who can fix a problem. */
export function whoLabel(who: Who): string {
  return whoLabels[who]();
}

/** The lines after the diagnosis: remarks. */
export function formatRemarks(result: LoginCheckResult): string[] {
  return remarks(result).map((sentence) => l10n.t('Note: {0}', sentence));
}

/**
 * The rows of a comparison as a table in monospaced text, with its header.
 *
 * @example
 * ```ts
 * import { compareMechanisms, formatComparison, startSandbox } from 'xoauth2';
 *
 * const sandbox = await startSandbox();
 * const rows = await compareMechanisms({
 *   protocol: 'imap',
 *   server: { host: 'localhost', port: sandbox.ports.imaps, security: 'tls' },
 *   ca: sandbox.ca,
 *   ...(await sandbox.account('alice')),
 * });
 * console.log(formatComparison(rows).join('\n'));
 * await sandbox.stop();
 * ```
 */
export function formatComparison(rows: readonly ComparisonRow[]): string[] {
  const head = [
    l10n.t('Protocol'),
    l10n.t('Mechanism'),
    l10n.t('Credential'),
    l10n.t('Result'),
    l10n.t('Login'),
    l10n.t('Total'),
    l10n.t('Server reply'),
  ];
  const cells = [head, ...rows.map(comparisonCells)];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/**
 * The lines after the table: if no login succeeded, why the first one failed and what to do.
 *
 * @example
 * ```ts
 * import { compareMechanisms, explainComparison, startSandbox } from 'xoauth2';
 *
 * const sandbox = await startSandbox();
 * const rows = await compareMechanisms({
 *   protocol: 'imap',
 *   server: { host: 'localhost', port: sandbox.ports.imaps, security: 'tls' },
 *   ca: sandbox.ca,
 *   ...(await sandbox.account('imap-disabled')),
 * });
 * console.log(explainComparison(rows).join('\n'));
 * await sandbox.stop();
 * ```
 */
export function explainComparison(rows: readonly ComparisonRow[]): string[] {
  const [first] = rows;
  if (first === undefined || rows.some(({ result }) => result.outcome === 'ok')) return [];
  return formatDiagnosis(first.result, diagnose(first.result));
}

function comparisonCells({ mechanism, form, result }: ComparisonRow): string[] {
  const { protocol, phases, ms, reply, failure, outcome } = result;
  const login = phases.find(({ name }) => name === 'authenticate')?.ms;
  return [
    protocol.toUpperCase(),
    mechanism,
    form === undefined ? '–' : form === 'inline' ? l10n.t('on the line of the command') : l10n.t('on a separate line'),
    comparisonOutcome(result),
    form === undefined || login === undefined ? '–' : `${login} ms`,
    `${ms} ms`,
    outcome === 'ok' ? '' : (reply?.line ?? failure?.message ?? ''),
  ];
}

function comparisonOutcome({ outcome, failure }: LoginCheckResult): string {
  switch (outcome) {
    case 'ok':
      return l10n.t('ok');
    case 'refused':
      return l10n.t('refused');
    case 'cancelled':
      return l10n.t('canceled');
    case 'failed':
      return failure?.code === 'mechanism-not-offered' ? l10n.t('not offered') : l10n.t('failed');
  }
}
