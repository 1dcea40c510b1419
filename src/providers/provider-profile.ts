import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { AuthorizationServer } from '../oauth/types.js';
import type { ErrorRule, ProviderRule } from './rule.js';
import type { ServerProfile } from './server-profile.js';

/** The kinds of redirect. */
export type RedirectKind = 'direct' | 'relay' | 'loopback' | 'paste';

/** How accounts of a provider sign in; `other` is the template for unknown providers. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** One line about its services. */
  readonly description: string;
  /** Absent for `other`: discovered from an issuer or entered by the user. */
  readonly server?: AuthorizationServer;
  readonly scopes: readonly string[];
  /** Additional parameters of the authorization request. */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  readonly mailServers: Readonly<Partial<Record<Protocol, MailServer>>>;
  /** Whether mailboxes are identified by their email address only. */
  readonly requiresAddress?: boolean;
  /** The redirects that the provider's clients accept, best first. */
  readonly redirects: readonly RedirectKind[];
  /** The loopback redirect URI in the form that the provider requires for registration. */
  readonly loopbackRedirectUri: string;
  readonly clientSecret: 'required' | 'optional';
  /** Whether the device authorization grant (RFC 8628) supports mail scopes, or why not. */
  readonly deviceGrant: true | (() => string);
  /** The scopes for the client credentials grant (RFC 6749 §4.4), or why it is not supported; absent if unknown. */
  readonly clientCredentials?: { readonly scopes: readonly string[] } | (() => string);
  /** Whether a refresh must include the scopes. */
  readonly refreshNamesScopes: boolean;
  /**
   * Whether a refresh token remains valid after use, because the server does not rotate it or keeps the old one valid.
   */
  readonly refreshTokenIsReusable: boolean;
  /** The URL of the page where a user can review and revoke the access of applications. */
  readonly accessPage?: (email: string) => string;
  /** The URL of the page for registering a client. */
  readonly registrationUrl?: string;
  /** Why clients cannot be registered, and what to do, as sentences; absent if they can. */
  readonly registrationClosed?: () => string;
  /** The issuer, if the endpoints are discovered from its metadata. */
  readonly issuer?: string;
  /** An example of an issuer, if each installation has its own. */
  readonly issuerExample?: string;
}

/** Mail servers of a provider with the same requirements. */
export interface ServerGroup extends Omit<ServerProfile, 'provider'> {
  /** Matches their host names. */
  readonly hosts: RegExp;
}

/** Everything known about a provider. */
export interface ProviderProfile {
  readonly name: string;
  /** Absent if the provider cannot be selected by name. */
  readonly signIn?: Provider;
  readonly servers: readonly ServerGroup[];
  /** Matches the domains of its addresses. */
  readonly domains?: RegExp;
  /** Matches its MX hosts, which do not offer logins. */
  readonly mxHosts?: RegExp;
  /** The page that documents that OAuth is not supported for third-party apps; absent if it is. */
  readonly passwordOnly?: string;
  /** The rules for texts of its mail servers. */
  readonly rules?: readonly ProviderRule[];
  /** The rules for errors of its authorization server. */
  readonly errorRules?: readonly ErrorRule[];
}
