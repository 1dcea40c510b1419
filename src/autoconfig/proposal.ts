import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import { protocols, type MailServer, type Protocol } from '../mail/wire/server.js';
import type { AuthorizationServer } from '../oauth/types.js';
import { chooseScopes } from '../providers/choose-scopes.js';
import type { Provider, ProviderProfile } from '../providers/provider-profile.js';
import { isMechanismOfOauth } from './oauth-mechanisms.js';
import type { AccountProposal, ClientSource, MethodAnswer, RankedAuthorizationServer, RankedServer } from './types.js';

/** The input of {@link propose}. */
export interface Discovered {
  readonly profile: ProviderProfile | undefined;
  readonly servers: Readonly<Record<Protocol, readonly RankedServer[]>>;
  readonly authorizationServers: readonly RankedAuthorizationServer[];
  readonly answers: readonly MethodAnswer[];
  /** Whether a client metadata document is hosted for this program. */
  readonly hasMetadataDocument: boolean;
}

/** Proposes account settings from the results, and states what prevents a sign-in, if anything. */
export function propose(found: Discovered): { readonly proposal: AccountProposal; readonly conclusion: string } {
  const { profile } = found;
  const signIn = profile?.passwordOnly === undefined ? profile?.signIn : undefined;
  const mailServers = chooseServers(found.servers);
  const server = signIn?.server ?? found.authorizationServers[0]?.server;
  const client = clientSource(found, profile, server);
  const proposal: AccountProposal = {
    provider: signIn?.id ?? 'other',
    scopes: proposeScopes(found, signIn, server, mailServers),
    mailServers,
    client,
    ...defined({ server }),
  };
  const conclusion =
    client === 'unknown' && isCutOff(found.answers)
      ? l10n.t('No DNS server answered. Check the network, or set another DNS server.')
      : conclude(client, { profile, server });
  return { proposal, conclusion };
}

/** Whether DNS answered nothing at all: then nothing that was not found says anything. */
export function isCutOff(answers: readonly MethodAnswer[]): boolean {
  const dns = answers.filter(({ method }) => method === 'mx' || method === 'srv');
  return dns.length > 0 && dns.every(({ outcome }) => outcome === 'failed');
}

function proposeScopes(
  { answers }: Discovered,
  signIn: Provider | undefined,
  server: AuthorizationServer | undefined,
  mailServers: Partial<Record<Protocol, MailServer>>,
): readonly string[] {
  if (signIn !== undefined && signIn.scopes.length > 0) return signIn.scopes;
  return chooseScopes(server?.scopesSupported, usedProtocols(mailServers), namedScopes(answers));
}

/** The best server of each protocol that uses TLS. */
function chooseServers(servers: Discovered['servers']): Partial<Record<Protocol, MailServer>> {
  const chosen = protocols.map(
    (protocol) => [protocol, servers[protocol].find(({ security }) => security !== 'none')] as const,
  );
  return Object.fromEntries(
    chosen.flatMap(([protocol, server]) =>
      server === undefined ? [] : [[protocol, { host: server.host, port: server.port, security: server.security }]],
    ),
  );
}

function usedProtocols(servers: Partial<Record<Protocol, MailServer>>): Protocol[] {
  return protocols.filter((protocol) => servers[protocol] !== undefined);
}

function namedScopes(answers: readonly MethodAnswer[]): string[] {
  return answers.flatMap(({ scopes = [] }) => scopes);
}

function clientSource(
  { servers, hasMetadataDocument }: Discovered,
  profile: ProviderProfile | undefined,
  server: AuthorizationServer | undefined,
): ClientSource {
  if (profile?.passwordOnly !== undefined) return 'none';
  if (server !== undefined) {
    if (server.clientIdMetadataDocuments === true && hasMetadataDocument) return 'metadata-document';
    return server.registrationEndpoint === undefined ? 'own' : 'registration';
  }
  const asked = protocols
    .flatMap((protocol) => servers[protocol])
    .filter(({ mechanisms = [] }) => mechanisms.length > 0);
  const withoutOauth = asked.length > 0 && asked.every(({ mechanisms = [] }) => !mechanisms.some(isMechanismOfOauth));
  return withoutOauth ? 'none' : 'unknown';
}

function conclude(
  client: ClientSource,
  {
    profile,
    server,
  }: { readonly profile: ProviderProfile | undefined; readonly server: AuthorizationServer | undefined },
): string {
  const host = new URL(server?.issuer ?? server?.tokenEndpoint ?? 'https://unknown.invalid').host;
  switch (client) {
    case 'registration':
      return l10n.t('{0} supports dynamic client registration. Sign in; nothing else is needed.', host);
    case 'metadata-document':
      return l10n.t('{0} supports client ID metadata documents. Sign in; nothing else is needed.', host);
    case 'own':
      return (
        profile?.signIn?.registrationClosed?.() ??
        (profile?.signIn === undefined
          ? l10n.t(
              'The authorization server is {0}. It does not support dynamic client registration. Ask its operator for the client ID of a public native client with the redirect URI http://127.0.0.1/ and PKCE.',
              host,
            )
          : l10n.t('The provider is {0}. Register a client there, then sign in with its client ID.', profile.name))
      );
    case 'none':
      return profile === undefined
        ? l10n.t(
            'The mail servers do not offer OAuth (XOAUTH2 or OAUTHBEARER). Ask their operator to enable it, or use a password.',
          )
        : passwordOnlyConclusion(profile);
    case 'unknown':
      return l10n.t(
        'No authorization server was found. Ask the operator of the mail servers for its issuer URL and for a client ID.',
      );
  }
}

/** What to say of an address at a provider whose mail servers accept passwords only. */
export function passwordOnlyConclusion({ name }: ProviderProfile): string {
  return l10n.t('{0} does not offer OAuth to third-party apps. Use an app password.', name);
}
