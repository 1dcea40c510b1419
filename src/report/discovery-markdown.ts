import * as l10n from '@vscode/l10n';
import { methodLabel } from '../autoconfig/method-label.js';
import type { DiscoveryMethod, DiscoveryReport } from '../autoconfig/types.js';
import { formatHostPort } from '../transport/host.js';
import { offerOf, outcomeLabel, securityLabel } from './discovery-text.js';
import { escapeMarkdown, inlineCode, table } from './markdown-parts.js';

/** A discovery report as a Markdown document. It contains the address and texts from servers, but no secret. */
export function discoveryDocument(report: DiscoveryReport): string {
  const { domain, email, provider, conclusion } = report;
  return [
    `# ${l10n.t('Mail servers and sign-in of {0}', inlineCode(email ?? domain))}`,
    ...(provider === undefined ? [] : [escapeMarkdown(l10n.t('Provider: {0}', provider))]),
    escapeMarkdown(conclusion),
    ...findingsPart(report),
    ...serversPart(report),
    ...authorizationServersPart(report),
    `## ${l10n.t('Queries')}`,
    table(
      [l10n.t('Method'), l10n.t('Question'), l10n.t('Result'), l10n.t('Answer')],
      report.answers.map(({ method, question, outcome, summary }) => [
        escapeMarkdown(methodLabel(method)),
        inlineCode(question),
        outcomeLabel(outcome),
        escapeMarkdown(summary),
      ]),
    ),
    '',
  ].join('\n\n');
}

function findingsPart({ findings }: DiscoveryReport): string[] {
  if (findings.length === 0) return [];
  return [`## ${l10n.t('Findings')}`, findings.map(({ message }) => `- ${escapeMarkdown(message)}`).join('\n')];
}

function serversPart({ mailServers }: DiscoveryReport): string[] {
  const servers = Object.values(mailServers).flat();
  if (servers.length === 0) return [];
  return [
    `## ${l10n.t('Mail servers')}`,
    table(
      [l10n.t('Protocol'), l10n.t('Server'), l10n.t('Security'), l10n.t('Named by'), l10n.t('Mechanisms')],
      servers.map((server) => [
        server.protocol.toUpperCase(),
        inlineCode(formatHostPort(server.host, server.port)),
        securityLabel(server),
        sourcesCell(server.sources),
        escapeMarkdown(offerOf(server)),
      ]),
    ),
  ];
}

function authorizationServersPart({ authorizationServers, proposal }: DiscoveryReport): string[] {
  const scopes =
    proposal.scopes.length === 0 ? [] : [l10n.t('Scopes for an account: {0}', inlineCode(proposal.scopes.join(' ')))];
  if (authorizationServers.length === 0) return scopes;
  return [
    `## ${l10n.t('Authorization servers')}`,
    table(
      [l10n.t('Issuer'), l10n.t('Named by'), l10n.t('Registration')],
      authorizationServers.map(({ server, sources }) => [
        inlineCode(server.issuer ?? server.tokenEndpoint),
        sourcesCell(sources),
        server.registrationEndpoint === undefined
          ? l10n.t('by its operator')
          : l10n.t('by dynamic client registration'),
      ]),
    ),
    ...scopes,
  ];
}

function sourcesCell(sources: readonly DiscoveryMethod[]): string {
  return escapeMarkdown(sources.map(methodLabel).join(', '));
}
