import type { Account } from '../../accounts/account.js';
import type { MailServer, Protocol } from '../../mail/wire/server.js';
import type { AuthorizationServer } from '../../oauth/types.js';
import type { Provider } from '../../providers/provider-profile.js';

/** What is known of an account while it is being added. */
export interface Answers {
  readonly email?: string;
  /** The address that was looked up, or that the user did not want to be. */
  readonly lookedUp?: string;
  /** The conclusion of a discovery, which has answered what it could. */
  readonly discovered?: string;
  readonly provider?: Provider;
  readonly serverBy?: 'issuer' | 'endpoints';
  readonly server?: AuthorizationServer;
  readonly authorizationEndpoint?: string;
  readonly client?: Account['client'];
  /** Typed, and its secret perhaps not yet. */
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly scopes?: readonly string[];
  readonly mailServers?: Partial<Record<Protocol, MailServer>>;
}
