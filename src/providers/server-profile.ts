import type { Protocol } from '../mail/wire/server.js';
import type { Mechanism } from '../sasl/mechanism.js';

/** What is known of a provider's mail servers before they are asked, from its documentation. */
export interface ServerProfile {
  /** The provider's name, for sentences. */
  readonly provider: string;
  /** The mechanisms that they accept. */
  readonly mechanisms?: readonly Mechanism[];
  /** The scopes of which a token needs one, by protocol; the first is the one to request. Letter case does not count. */
  readonly scopes?: Readonly<Partial<Record<Protocol, readonly string[]>>>;
  /** The audiences (`aud`) of which a JWT needs one. */
  readonly audiences?: readonly string[];
  /** Whether a token opens its owner's mailbox only. */
  readonly ownerOnly?: boolean;
  /** Whether their POP3 server requires AUTH and the credential on two lines. */
  readonly separatePop3Credential?: boolean;
}
