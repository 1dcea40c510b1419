import type { Protocol } from '../mail/wire/server.js';
import type { Mechanism } from '../sasl/mechanism.js';

/** What is known about a provider's mail servers from its documentation. */
export interface ServerProfile {
  /** The display name of the provider. */
  readonly provider: string;
  /** The mechanisms that they accept. */
  readonly mechanisms?: readonly Mechanism[];
  /**
   * The scopes of which a token needs one, by protocol; the first one is the one to request. Compared
   * case-insensitively.
   */
  readonly scopes?: Readonly<Partial<Record<Protocol, readonly string[]>>>;
  /** The audiences (`aud`) of which a JWT needs one. */
  readonly audiences?: readonly string[];
  /** Whether a token grants access to its owner's mailbox only. */
  readonly ownerOnly?: boolean;
  /** Whether the POP3 server requires the credential on a separate line after AUTH. */
  readonly separatePop3Credential?: boolean;
}
