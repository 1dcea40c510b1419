import * as l10n from '@vscode/l10n';
import type { Protocol } from '../mail/wire/server.js';
import { code, formTable } from './guide-markdown.js';
import type { MoveGuideInput } from './move-step.js';

/** The result of the last test of a server with the values of a hand-over. */
export interface TestedServer {
  readonly protocol: Protocol;
  /** Host, port and security, formatted. */
  readonly server: string;
  readonly outcome: 'ok' | 'refused' | 'failed' | 'cancelled';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The cause of a failure, as a sentence. */
  readonly cause: string;
}

/**
 * The hand-over to the person who configures the application, as Markdown: the values of its settings, where to get its
 * secret, and what was tested. It contains no secret.
 */
export function handOver(input: MoveGuideInput, tested: readonly TestedServer[]): string {
  const { app, kind } = input;
  const signIn = app.signIns[kind];
  return [
    `# ${l10n.t('Hand-over: {0} with OAuth', app.name)}`,
    facts(input),
    `## ${l10n.t('Values for {0}', app.name)}`,
    ...(app.cannot === undefined ? [] : [`**${app.cannot.why}** <${app.cannot.issue}>`]),
    ...(signIn === undefined ? [] : [signIn.how, formTable(signIn.form, input), ...(signIn.notes ?? [])]),
    `## ${l10n.t('Secrets')}`,
    secrets(input),
    `## ${l10n.t('Tested')}`,
    tested.length === 0 ? l10n.t('Nothing was tested with these values yet.') : tested.map(testLine).join('\n'),
    '',
  ].join('\n\n');
}

function facts({ provider, kind, mailbox, tenant, clientId, servicePrincipalObjectId }: MoveGuideInput): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Mailbox'), mailbox],
    ...(provider === 'microsoft' ? [[l10n.t('Tenant'), tenant] as const] : []),
    [l10n.t('Client ID'), clientId],
    ...(provider === 'microsoft' && kind === 'application'
      ? [[l10n.t('Object ID of the Enterprise application'), servicePrincipalObjectId] as const]
      : []),
  ];
  const who = kind === 'user' ? l10n.t('a user, once') : l10n.t('the application itself');
  return [
    `- ${l10n.t('Who signs in')}: ${who}`,
    ...rows.map(([name, value]) => `- ${name}: ${value === undefined ? l10n.t('still to be filled in') : code(value)}`),
  ].join('\n');
}

function secrets({ provider, kind }: MoveGuideInput): string {
  if (kind === 'user') {
    return l10n.t(
      'This document contains no secrets. If the client has a secret, hand it over separately. The refresh token is issued when a user signs in from the application.',
    );
  }
  return provider === 'google'
    ? l10n.t('This document contains no secrets. Hand over the JSON key of the service account separately.')
    : l10n.t('This document contains no secrets. Hand over the client secret or the certificate separately.');
}

function testLine({ protocol, server, outcome, at, cause }: TestedServer): string {
  const what = `${protocol.toUpperCase()} ${code(server)}, ${new Date(at).toISOString().slice(0, 16)}Z`;
  switch (outcome) {
    case 'ok':
      return `- ${l10n.t('{0}: OK, the login was accepted.', what)}`;
    case 'refused':
      return `- ${l10n.t('{0}: refused. {1}', what, cause)}`;
    case 'failed':
    case 'cancelled':
      return `- ${l10n.t('{0}: could not be completed. {1}', what, cause)}`;
  }
}
