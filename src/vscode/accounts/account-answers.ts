import type { Account } from '../../accounts/account.js';
import type { MailServer, Protocol } from '../../mail/wire/server.js';
import type { AuthorizationServer } from '../../oauth/types.js';
import type { Provider } from '../../providers/provider-profile.js';

/** The answers so far while an account is being added. */
export interface Answers {
  readonly email?: string;
  /** The address that was looked up, or whose lookup the user declined. */
  readonly lookedUp?: string;
  /** The conclusion of the discovery, if there was one. */
  readonly discovered?: string;
  readonly provider?: Provider;
  readonly serverBy?: 'issuer' | 'endpoints';
  readonly server?: AuthorizationServer;
  readonly authorizationEndpoint?: string;
  readonly client?: Account['client'];
  /** Entered by the user, possibly before its secret. */
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly scopes?: readonly string[];
  readonly mailServers?: Partial<Record<Protocol, MailServer>>;
}
