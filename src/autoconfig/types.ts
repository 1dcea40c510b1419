import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { AuthorizationServer } from '../oauth/types.js';

/** The ways to find out how a mailbox is reached, best first where they disagree. */
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

/** One way to find out how a mailbox is reached. */
export type DiscoveryMethod = (typeof discoveryMethods)[number];

/** A mail server that a source names. */
export interface FoundServer extends MailServer {
  readonly protocol: Protocol;
  /** Whether the source lists OAuth for it; missing where the source does not say. */
  readonly oauth?: boolean;
}

/** What a question came to. */
export type AnswerOutcome = 'found' | 'nothing' | 'failed';

/** What one question brought. Texts from outside are safe to show. */
export interface MethodAnswer {
  readonly method: DiscoveryMethod;
  /** What was asked: a URL, a DNS name with its record type, or a mail server. */
  readonly question: string;
  readonly outcome: AnswerOutcome;
  /** The answer in a sentence. */
  readonly summary: string;
  /** The mail servers that it names, the best first. */
  readonly servers?: readonly FoundServer[];
  /** The protocols that it says are not offered. */
  readonly notOffered?: readonly Protocol[];
  /** The issuers that it names. */
  readonly issuers?: readonly string[];
  /** The scopes that it names. */
  readonly scopes?: readonly string[];
  /** The provider that it stands for, by name. */
  readonly provider?: string;
  /** The authorization server that its metadata describes. */
  readonly authorizationServer?: AuthorizationServer;
  /** The mail server that was asked, with what it offers. */
  readonly offers?: ServerOffer;
  /** What is wrong with the answer itself. */
  readonly problems?: readonly Finding[];
}

/** What a mail server offers before a login. */
export interface ServerOffer {
  readonly server: FoundServer;
  /** Its SASL mechanisms. */
  readonly mechanisms: readonly string[];
}

/** What a finding is about. */
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

/** Something that is wrong or contradictory, in a sentence. */
export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
}

/** A mail server with the sources that name it and what it said itself. */
export interface RankedServer extends FoundServer {
  /** Best first. */
  readonly sources: readonly DiscoveryMethod[];
  /** Its SASL mechanisms, where it was asked and answered. */
  readonly mechanisms?: readonly string[];
  /** Whether it was asked and could not be reached. */
  readonly unreachable?: boolean;
}

/** An authorization server with the sources that name it. */
export interface RankedAuthorizationServer {
  readonly server: AuthorizationServer;
  readonly sources: readonly DiscoveryMethod[];
}

/** How an account at this domain gets its client, or why it gets none. */
export type ClientSource = 'registration' | 'metadata-document' | 'own' | 'none' | 'unknown';

/** What an account needs, as far as it was found. */
export interface AccountProposal {
  /** The ID of the provider's sign-in settings; `other` where it has none. */
  readonly provider: string;
  readonly server?: AuthorizationServer;
  readonly scopes: readonly string[];
  readonly mailServers: Readonly<Partial<Record<Protocol, MailServer>>>;
  readonly client: ClientSource;
}

/** What was found out about an address, a domain or a host. Plain data, as JSON has it. */
export interface DiscoveryReport {
  readonly schema: 1;
  /** The domain in Unicode, as it was given. */
  readonly domain: string;
  readonly email?: string;
  /** The provider, by name. */
  readonly provider?: string;
  /** By protocol, best first. */
  readonly mailServers: Readonly<Record<Protocol, readonly RankedServer[]>>;
  /** Best first. */
  readonly authorizationServers: readonly RankedAuthorizationServer[];
  readonly findings: readonly Finding[];
  readonly proposal: AccountProposal;
  /** What stands in the way of a sign-in and what to do, or that nothing does. */
  readonly conclusion: string;
  /** Every question with its answer. */
  readonly answers: readonly MethodAnswer[];
}
