import type { ErrorChallenge } from '../../sasl/challenge.js';
import type { MechanismChoice } from '../../sasl/mechanism.js';
import type { FailureCode } from '../wire/errors.js';
import type { MailServer, Protocol } from '../wire/server.js';
import type { TlsFacts } from '../../transport/tls.js';
import type { TokenFacts } from './token-check.js';
import type { Step, TranscriptEntry } from '../wire/transcript.js';

/** How a test ended: the server took the login and the mailbox, refused one, or was never asked. */
export type Verdict = 'ok' | 'refused' | 'failed' | 'cancelled';

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
export type Stage = 'token' | 'string' | 'login' | 'mailbox';

/** The answer to one of them. */
export interface StageResult {
  readonly stage: Stage;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** A sentence for a person, redacted. */
  readonly verdict: string;
}

/** One step with the time it took, in whole ms. */
export interface StepTime {
  readonly name: Step;
  readonly ms: number;
  readonly status: 'ok' | 'failed';
}

/** All that a test found out. It holds no secret. */
export interface MailTestReport {
  readonly protocol: Protocol;
  readonly server: MailServer;
  /** The mechanism that was used; `best` where the test did not come as far as choosing one. */
  readonly mechanism: MechanismChoice;
  readonly user: string;
  /** The provider whose server this is known to be. */
  readonly provider?: string;
  /** What is known of the access token. */
  readonly token: TokenFacts;
  readonly stages: readonly StageResult[];
  readonly verdict: Verdict;
  readonly failure?: { readonly code: FailureCode; readonly message: string };
  readonly failedStep?: Step;
  readonly reply?: ServerReply;
  readonly challenge?: ErrorChallenge;
  readonly tls?: TlsFacts;
  readonly initialResponse?: InitialResponse;
  readonly capabilities: readonly string[];
  readonly steps: readonly StepTime[];
  readonly transcript: readonly TranscriptEntry[];
  /** The proxy that the server was reached through, without its credential. */
  readonly proxy?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** From the beginning to the verdict, in whole ms. */
  readonly ms: number;
}
