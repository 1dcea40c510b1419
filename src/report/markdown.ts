import * as l10n from '@vscode/l10n';
import { diagnose } from '../diagnosis/diagnosis.js';
import type { LoginCheckResult } from '../mail/login-check/result.js';
import { escapeMarkdown, fenced, inlineCode, table } from './markdown-parts.js';
import { remarks } from './remarks.js';
import { checkLabel, checkStatusLabel, confidenceLabel, formatEntry, formatOutcome, whoLabel } from './text.js';

/** The environment of the test: names and versions, such as `['VS Code', '1.105.0']`. */
export type Environment = readonly (readonly [name: string, value: string])[];

/**
 * A report as a Markdown document for a bug report: outcome, diagnosis, checks, connection, timing (a Mermaid chart)
 * and transcript. It contains no secret, but the user's address and the server's name.
 *
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { checkLogin, reportDocument } from 'xoauth2';
 *
 * const result = await checkLogin({
 *   protocol: 'imap',
 *   server: { host: 'outlook.office365.com', port: 993, security: 'tls' },
 *   mechanism: 'XOAUTH2',
 *   user: 'alice@example.com',
 *   accessToken: process.env.ACCESS_TOKEN ?? '',
 * });
 * await writeFile('report.md', reportDocument(result, [['Node.js', process.version]]));
 * ```
 */
export function reportDocument(report: LoginCheckResult, environment: Environment): string {
  const { protocol, server, startedAt } = report;
  const parts = [
    `# ${l10n.t('{0} authentication test of {1}', protocol.toUpperCase(), inlineCode(`${server.host}:${server.port}`))}`,
    escapeMarkdown(formatOutcome(report, false)),
    diagnosisPart(report),
    ...remarks(report).map(escapeMarkdown),
    `## ${l10n.t('Checks')}`,
    table(
      [l10n.t('Step'), l10n.t('Result'), l10n.t('Summary')],
      report.checks.map(({ name, status, summary }) => [
        checkLabel(name),
        checkStatusLabel(status),
        escapeMarkdown(summary),
      ]),
    ),
    `## ${l10n.t('Connection')}`,
    table(
      [l10n.t('Fact'), l10n.t('Value')],
      connectionRows(report).map(([name, value]) => [name, inlineCode(value)]),
    ),
    ...chainPart(report),
    `## ${l10n.t('Timing')}`,
    timingChart(report),
    `## ${l10n.t('Transcript')}`,
    fenced(report.transcript.map(formatEntry).join('\n')),
    `## ${l10n.t('Versions and settings')}`,
    table(
      [l10n.t('Name'), l10n.t('Value')],
      [
        [l10n.t('Tested at'), new Date(startedAt).toISOString()],
        ...environment.map(([name, value]) => [name, inlineCode(value)]),
      ],
    ),
    l10n.t(
      'Tokens are not included. This report contains the address of the mailbox, the names of the servers and the name or address of this machine.',
    ),
  ];
  // A successful result may need no explanation.
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function diagnosisPart(report: LoginCheckResult): string {
  const [{ code: name, cause, confidence, lines: evidence, who, advice, source }, ...further] = diagnose(report);
  if (report.outcome === 'ok') return escapeMarkdown(advice);
  const lines = [
    [l10n.t('Diagnosis'), inlineCode(name)],
    ...(cause === report.failure?.message
      ? []
      : [[l10n.t('Cause'), `${escapeMarkdown(cause)} (${confidenceLabel(confidence)})`]]),
    ...evidence.map((line) => [l10n.t('Evidence'), inlineCode(line)]),
    [l10n.t('Who can fix it'), whoLabel(who)],
    ...(report.challenge === undefined ? [] : [[l10n.t('Challenge'), inlineCode(report.challenge.text)]]),
    [l10n.t('What to do'), escapeMarkdown(advice)],
    ...(source === undefined ? [] : [[l10n.t('Source'), escapeMarkdown(source)]]),
    ...further.map((other) => [
      l10n.t('It may also be'),
      `${escapeMarkdown(other.cause)} (${confidenceLabel(other.confidence)}) ${escapeMarkdown(other.advice)}`,
    ]),
  ];
  return lines.map(([label = '', text = '']) => `- **${label}:** ${text}`).join('\n');
}

function connectionRows({
  server,
  mechanism,
  user,
  proxy,
  provider,
  ehloName,
  capabilities,
  tls,
}: LoginCheckResult): [string, string][] {
  const security = { tls: l10n.t('implicit TLS'), starttls: 'STARTTLS', none: l10n.t('no TLS') }[server.security];
  return [
    [l10n.t('Server'), `${server.host}:${server.port}`],
    [l10n.t('Security'), security],
    ...(provider === undefined ? [] : [[l10n.t('Known provider'), provider] as [string, string]]),
    ...(proxy === undefined ? [] : [[l10n.t('Proxy'), proxy] as [string, string]]),
    [l10n.t('User'), user],
    [l10n.t('Mechanism'), mechanism],
    ...(ehloName === undefined ? [] : [[l10n.t('Name in EHLO'), ehloName] as [string, string]]),
    [l10n.t('Capabilities'), capabilities.join(', ')],
    ...(tls === undefined
      ? []
      : ([
          [l10n.t('TLS'), `${tls.protocol}, ${tls.cipher}`],
          ['ALPN', tls.alpn ?? l10n.t('not negotiated')],
          [l10n.t('Certificate of'), tls.subject],
          [l10n.t('Issued by'), tls.issuer],
          [l10n.t('Names'), tls.altNames.join(', ')],
          [l10n.t('Valid'), `${tls.validFrom} – ${tls.validTo}`],
        ] as [string, string][])),
  ];
}

function chainPart({ tls }: LoginCheckResult): string[] {
  if (tls === undefined || tls.chain.length < 2) return [];
  const rows = tls.chain.map(({ subject, validTo, fingerprint256 }) => [
    inlineCode(subject),
    validTo,
    // On two lines, so that the table fits the page.
    fingerprint256
      .match(/.{1,48}/g)
      ?.map(inlineCode)
      .join('<br>') ?? '',
  ]);
  return [
    `### ${l10n.t('Certificate chain')}`,
    table([l10n.t('Certificate of'), l10n.t('Valid until'), 'SHA-256'], rows),
  ];
}

/** A Gantt chart of the phases, in ms since the test began. Mermaid treats them as ms since 1970. */
function timingChart({ phases, ms }: LoginCheckResult): string {
  let at = 0;
  const bars = phases.map(({ name, ms: took }) => {
    const bar = `    ${name} (${took} ms) :${at}, ${at + took}`;
    at += took;
    return bar;
  });
  return [
    '```mermaid',
    'gantt',
    `    title ${l10n.t('{0} ms to the outcome', ms)}`,
    '    dateFormat x',
    // Labels in ms, few enough not to overlap.
    '    axisFormat %Q ms',
    `    tickInterval ${tickInterval(at)}millisecond`,
    ...bars,
    '```',
  ].join('\n');
}

/** The smallest of 1, 2, 5, 10, 20 … that divides the whole into at most eight intervals. */
function tickInterval(whole: number): number {
  for (let power = 1; ; power *= 10) {
    const found = [1, 2, 5].map((digit) => digit * power).find((step) => whole / step <= 8);
    if (found !== undefined) return found;
  }
}
