import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { AuthorizationServer } from '../oauth/types.js';
import type { ErrorRule, ProviderRule } from './rule.js';
import type { ServerProfile } from './server-profile.js';

/** The kinds of redirect that end in the editor. */
export type RedirectKind = 'direct' | 'relay' | 'loopback' | 'paste';

/** How accounts of a provider sign in, or the frame for one that is not known by name. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** One line about what it serves. */
  readonly description: string;
  /** Unknown for `other`: discovered from an issuer or entered by hand. */
  readonly server?: AuthorizationServer;
  readonly scopes: readonly string[];
  /** What the authorization request needs besides the standard parameters. */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  readonly mailServers: Readonly<Partial<Record<Protocol, MailServer>>>;
  /** Whether its mail servers know mailboxes by their email address only. */
  readonly requiresAddress?: boolean;
  /** The redirects that the provider's clients accept, best first. */
  readonly redirects: readonly RedirectKind[];
  /** The loopback redirect as the provider wants it registered. */
  readonly loopbackRedirectUri: string;
  readonly clientSecret: 'required' | 'optional';
  /** Whether its device authorization endpoint, if there is one, grants mail scopes (RFC 8628), or why not. */
  readonly deviceGrant: true | (() => string);
  /** What an application asks for in its own name (client credentials, RFC 6749 §4.4), or why it cannot; missing where that is not known. */
  readonly clientCredentials?: { readonly scopes: readonly string[] } | (() => string);
  /** Whether a refresh must name the scopes again. */
  readonly refreshNamesScopes: boolean;
  /** Whether a refresh token may be sent again after it was used, since the server does not rotate it or keeps the old one. */
  readonly refreshTokenIsReusable: boolean;
  /** Where the user of an address sees which applications have access, and takes it away. */
  readonly accessPage?: (email: string) => string;
  /** Where a client is registered. */
  readonly registrationUrl?: string;
  /** Why nobody can register a client there, in a sentence with what to do; missing where people can. */
  readonly registrationClosed?: () => string;
  /** The issuer, where its metadata is to be asked for the endpoints. */
  readonly issuer?: string;
  /** What an issuer looks like, where each installation has its own. */
  readonly issuerExample?: string;
}

/** Mail servers of a provider that have the same requirements. */
export interface ServerGroup extends Omit<ServerProfile, 'provider'> {
  /** Matches their host names. */
  readonly hosts: RegExp;
}

/** Everything known about a provider. */
export interface ProviderProfile {
  readonly name: string;
  /** Missing where accounts of it cannot be added by name. */
  readonly signIn?: Provider;
  readonly servers: readonly ServerGroup[];
  /** Matches the domains of the addresses that it gives to people. */
  readonly domains?: RegExp;
  /** Matches hosts that receive mail from other servers (MX) and have no logins. */
  readonly mxHosts?: RegExp;
  /** Where it is documented that the mail servers support no OAuth for third-party apps; missing where they do. */
  readonly passwordOnly?: string;
  /** What its mail servers say and what it means. */
  readonly rules?: readonly ProviderRule[];
  /** What its authorization server says and what it means. */
  readonly errorRules?: readonly ErrorRule[];
}
