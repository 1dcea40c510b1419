import type { ErrorChallenge } from '../../sasl/challenge.js';
import type { MechanismChoice } from '../../sasl/mechanism.js';
import type { MailErrorCode } from '../wire/errors.js';
import type { MailServer, Protocol } from '../wire/server.js';
import type { TlsInfo } from '../../transport/tls.js';
import type { TokenInfo } from './token-check.js';
import type { Phase, TranscriptEntry } from '../wire/transcript.js';

/** How a test ended: the server took the login and the mailbox, refused one, or was never asked. */
export type Outcome = 'ok' | 'refused' | 'failed' | 'cancelled';

/** The server's last word, redacted, with control characters escaped. */
export interface ServerReply {
  readonly line: string;
  /** `OK`, `NO`, `BAD`, `BYE`, `+OK`, `-ERR`, or three digits. */
  readonly code: string;
  /** RFC 3463, such as `5.7.8`. */
  readonly enhancedStatus?: string;
  /** IMAP's `AUTHENTICATIONFAILED` (RFC 5530), POP3's `AUTH` (RFC 3206). */
  readonly responseCode?: string;
  readonly text: string;
}

/** How the credential went to the server, and why so. */
export interface InitialResponse {
  readonly form: 'inline' | 'continuation';
  readonly reason: string;
}

/** The four questions that a test answers, in their order. */
export type CheckName = 'token' | 'string' | 'login' | 'mailbox';

/** The answer to one of them. */
export interface CheckResult {
  readonly name: CheckName;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** A sentence for people, redacted. */
  readonly summary: string;
}

/** One phase with the time it took, in whole ms. */
export interface PhaseTiming {
  readonly name: Phase;
  readonly ms: number;
  readonly status: 'ok' | 'failed';
}

/** All that a test found out. It holds no secret. */
export interface LoginCheckResult {
  readonly protocol: Protocol;
  readonly server: MailServer;
  /** The mechanism that was used; `best` where the test did not come as far as choosing one. */
  readonly mechanism: MechanismChoice;
  readonly user: string;
  /** The provider whose server this is known to be. */
  readonly provider?: string;
  /** What is known of the access token. */
  readonly token: TokenInfo;
  readonly checks: readonly CheckResult[];
  readonly outcome: Outcome;
  readonly failure?: { readonly code: MailErrorCode; readonly message: string };
  readonly failedPhase?: Phase;
  readonly reply?: ServerReply;
  readonly challenge?: ErrorChallenge;
  readonly tls?: TlsInfo;
  readonly initialResponse?: InitialResponse;
  readonly capabilities: readonly string[];
  readonly phases: readonly PhaseTiming[];
  readonly transcript: readonly TranscriptEntry[];
  /** The proxy that the server was reached through, without its credential. */
  readonly proxy?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** From the beginning to the verdict, in whole ms. */
  readonly ms: number;
}
