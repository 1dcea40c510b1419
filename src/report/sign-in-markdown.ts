import * as l10n from '@vscode/l10n';
import type { ExchangeField, OAuthExchange } from '../oauth/exchange-record.js';
import { exchangeLabel } from './exchange-label.js';
import type { Environment } from './markdown.js';
import { escapeMarkdown, inlineCode, table } from './markdown-parts.js';
import { checkMark, signInChecks, type SignInFailure } from './sign-in-checks.js';

/** The record of an account's last sign-in. It contains no secret. */
export interface SignInRecord {
  /** The exchanges with the authorization server, oldest first. */
  readonly exchanges: readonly OAuthExchange[];
  readonly failure?: SignInFailure;
}

/**
 * A sign-in as a Markdown document for a bug report: its outcome, its four checks, and each request with its response.
 * The record contains the client ID and the address of the mailbox, but no codes, tokens and secrets.
 */
export function signInDocument(user: string, record: SignInRecord, environment: Environment): string {
  const { exchanges, failure } = record;
  const checks = signInChecks(exchanges);
  return [
    `# ${l10n.t('OAuth sign-in of {0}', inlineCode(user))}`,
    ...(failure === undefined ? [] : [escapeMarkdown(failure.message)]),
    `## ${l10n.t('Checks')}`,
    table(
      [l10n.t('Step'), l10n.t('Result'), l10n.t('Summary')],
      checks.map(({ title, status, summary }) => [title, checkMark(status), escapeMarkdown(summary)]),
    ),
    `## ${l10n.t('Requests')}`,
    ...exchanges.flatMap(exchangePart),
    `## ${l10n.t('Versions and settings')}`,
    table(
      [l10n.t('Name'), l10n.t('Value')],
      environment.map(([name, value]) => [name, inlineCode(value)]),
    ),
    l10n.t(
      'Codes, tokens and client secrets are not included. This report contains the address of the mailbox, the client ID and the addresses of the servers.',
    ),
    '',
  ].join('\n\n');
}

function exchangePart({ kind, at, ms, method, url, request, status, response, error }: OAuthExchange): string[] {
  const facts = [
    exchangeLabel(kind),
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(ms === undefined ? [] : [l10n.t('{0} ms', ms)]),
  ];
  return [
    `### ${facts.join(' · ')}`,
    `${inlineCode(method === undefined ? url : `${method} ${url}`)} · ${new Date(at).toISOString()}`,
    ...(error === undefined ? [] : [escapeMarkdown(error)]),
    ...fieldsPart(l10n.t('Parameter'), request),
    ...fieldsPart(l10n.t('Answer'), response),
  ];
}

function fieldsPart(heading: string, fields: readonly ExchangeField[]): string[] {
  if (fields.length === 0) return [];
  return [
    table(
      [heading, l10n.t('Value')],
      fields.map(({ name, value }) => [inlineCode(name), inlineCode(value)]),
    ),
  ];
}
