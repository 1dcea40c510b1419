import * as l10n from '@vscode/l10n';
import { methodLabel } from '../autoconfig/method-label.js';
import type { AnswerOutcome, DiscoveryReport, RankedAuthorizationServer, RankedServer } from '../autoconfig/types.js';
import { formatHostPort } from '../transport/host.js';

/** A discovery report as lines of text, for a terminal. */
export function formatDiscovery(report: DiscoveryReport): string[] {
  const { domain, provider, mailServers, authorizationServers, proposal, findings, conclusion, answers } = report;
  const { scopes } = proposal;
  return [
    provider === undefined ? domain : l10n.t('{0}: {1}', domain, provider),
    ...Object.values(mailServers)
      .flat()
      .map((server) => `  ${describeFoundServer(server)}`),
    ...authorizationServers.map((found) => `  ${describeAuthorizationServer(found)}`),
    ...(scopes.length === 0 ? [] : [`  ${l10n.t('Scopes: {0}', scopes.join(' '))}`]),
    ...(findings.length === 0 ? [] : ['', l10n.t('Findings:'), ...findings.map(({ message }) => `  - ${message}`)]),
    '',
    conclusion,
    '',
    l10n.t('Queries:'),
    ...answers.flatMap(({ outcome, question, summary }) => [
      `  ${outcomeLabel(outcome)}: ${question}`,
      `    ${summary}`,
    ]),
  ];
}

/** The label of a query's outcome. */
export function outcomeLabel(outcome: AnswerOutcome): string {
  switch (outcome) {
    case 'found':
      return l10n.t('found');
    case 'nothing':
      return l10n.t('nothing');
    case 'failed':
      return l10n.t('failed');
  }
}

/** A mail server with its sources and its mechanisms, on one line. */
function describeFoundServer(server: RankedServer): string {
  const { protocol, host, port, sources } = server;
  const address = `${protocol.toUpperCase()} ${formatHostPort(host, port)} ${securityLabel(server)}`;
  return l10n.t('{0} (by {1}): {2}', address, sources.map(methodLabel).join(', '), offerOf(server));
}

/** The label of a mail server's security. */
export function securityLabel({ security }: RankedServer): string {
  return { tls: l10n.t('implicit TLS'), starttls: 'STARTTLS', none: l10n.t('no TLS') }[security];
}

/** The mechanisms of a mail server, or that it could not be reached. */
export function offerOf({ mechanisms, unreachable }: RankedServer): string {
  if (unreachable === true) return l10n.t('could not be reached');
  if (mechanisms === undefined) return l10n.t('not asked');
  return mechanisms.length === 0 ? l10n.t('no mechanism') : mechanisms.join(' ');
}

function describeAuthorizationServer({ server, sources }: RankedAuthorizationServer): string {
  return l10n.t(
    'Authorization server {0} (by {1})',
    server.issuer ?? server.tokenEndpoint,
    sources.map(methodLabel).join(', '),
  );
}
