import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { AuthorizationServer } from '../oauth/types.js';

/** The kinds of redirect that end in the editor. */
export type RedirectKind = 'direct' | 'relay' | 'loopback' | 'paste';

/** A mail provider, or the frame for one that is not known by name. */
export interface Provider {
  readonly id: 'google' | 'microsoft' | 'other';
  readonly name: string;
  /** One line about what it serves. */
  readonly description: string;
  /** Unknown for `other`: discovered from an issuer or named by hand. */
  readonly server?: AuthorizationServer;
  readonly scopes: readonly string[];
  /** What the authorization request needs besides the standard parameters. */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  readonly mailServers: Readonly<Partial<Record<Protocol, MailServer>>>;
  /** The redirects that the provider's clients accept, best first. */
  readonly redirects: readonly RedirectKind[];
  /** The loopback redirect as the provider wants it registered. */
  readonly loopbackRedirectUri: string;
  readonly clientSecret: 'required' | 'optional';
  /** Whether a refresh must name the scopes again. */
  readonly refreshNamesScopes: boolean;
  /** Where a client is registered. */
  readonly registrationUrl?: string;
}
