import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { AuthorizationServer } from '../oauth/types.js';

/** The discovery methods, in order of precedence. */
export const discoveryMethods = [
  'known-domain',
  'pacc',
  'autoconfig',
  'srv',
  'mx',
  'ispdb',
  'autoconfig-mx',
  'jmap',
  'protected-resource',
  'metadata',
  'capabilities',
  'challenge',
] as const;

/** A discovery method. */
export type DiscoveryMethod = (typeof discoveryMethods)[number];

/** A mail server from a source. */
export interface FoundServer extends MailServer {
  readonly protocol: Protocol;
  /** Whether the source lists OAuth for it; absent if the source does not say. */
  readonly oauth?: boolean;
}

/** The outcome of a query. */
export type AnswerOutcome = 'found' | 'nothing' | 'failed';

/** The result of one query. Texts from outside are safe to display. */
export interface MethodAnswer {
  readonly method: DiscoveryMethod;
  /** The query: a URL, a DNS name with its record type, or a mail server. */
  readonly question: string;
  readonly outcome: AnswerOutcome;
  /** The answer as a sentence. */
  readonly summary: string;
  /** The mail servers that it names, best first. */
  readonly servers?: readonly FoundServer[];
  /** The protocols that it says are not offered. */
  readonly notOffered?: readonly Protocol[];
  /** The issuers that it names. */
  readonly issuers?: readonly string[];
  /** The scopes that it names. */
  readonly scopes?: readonly string[];
  /** The name of the provider that it implies. */
  readonly provider?: string;
  /** The authorization server that its metadata describes. */
  readonly authorizationServer?: AuthorizationServer;
  /** The mechanisms of the mail server that was queried. */
  readonly offers?: ServerOffer;
  /** Problems of the answer itself. */
  readonly problems?: readonly Finding[];
}

/** The mechanisms that a mail server offers before a login. */
export interface ServerOffer {
  readonly server: FoundServer;
  /** Its SASL mechanisms. */
  readonly mechanisms: readonly string[];
}

/** The subject of a finding. */
export type FindingCode =
  | 'servers-differ'
  | 'issuers-differ'
  | 'providers-differ'
  | 'not-offered'
  | 'digest-missing'
  | 'digest-differs'
  | 'oauth-not-offered'
  | 'oauth-not-listed'
  | 'server-unreachable'
  | 'issuer-unusable'
  | 'unencrypted';

/** A problem or a contradiction, as a sentence. */
export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
}

/** A mail server with its sources and its own answer. */
export interface RankedServer extends FoundServer {
  /** Best first. */
  readonly sources: readonly DiscoveryMethod[];
  /** Its SASL mechanisms, if it was queried successfully. */
  readonly mechanisms?: readonly string[];
  /** Whether it was queried and could not be reached. */
  readonly unreachable?: boolean;
}

/** An authorization server with its sources. */
export interface RankedAuthorizationServer {
  readonly server: AuthorizationServer;
  readonly sources: readonly DiscoveryMethod[];
}

/**
 * How an account at this domain gets its client: by dynamic registration, by a client metadata document, by the user's
 * `own` registration, not at all (`none`: no OAuth), or `unknown`.
 */
export type ClientSource = 'registration' | 'metadata-document' | 'own' | 'none' | 'unknown';

/** The proposed settings of an account; what was not found is absent. */
export interface AccountProposal {
  /** The ID of the provider's sign-in settings; `other` if it has none. */
  readonly provider: string;
  readonly server?: AuthorizationServer;
  readonly scopes: readonly string[];
  readonly mailServers: Readonly<Partial<Record<Protocol, MailServer>>>;
  readonly client: ClientSource;
}

/** The result of a discovery. It can be serialized as JSON. */
export interface DiscoveryReport {
  readonly schema: 1;
  /** The domain in Unicode, as it was given. */
  readonly domain: string;
  readonly email?: string;
  /** The name of the provider. */
  readonly provider?: string;
  /** By protocol, best first. */
  readonly mailServers: Readonly<Record<Protocol, readonly RankedServer[]>>;
  /** Best first. */
  readonly authorizationServers: readonly RankedAuthorizationServer[];
  readonly findings: readonly Finding[];
  readonly proposal: AccountProposal;
  /** Whether a sign-in is possible, or what prevents it and what to do. */
  readonly conclusion: string;
  /** Every query with its answer. */
  readonly answers: readonly MethodAnswer[];
}
