import type { ErrorChallenge } from '../sasl/challenge.js';
import type { Mechanism } from '../sasl/mechanism.js';
import type { FailureCode } from './errors.js';
import type { MailServer, Protocol } from './server.js';
import type { TlsFacts } from './tls.js';
import type { Step, TranscriptEntry } from './transcript.js';

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
  readonly mechanism: Mechanism;
  readonly user: string;
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
  /** From the beginning to the verdict, in whole ms. */
  readonly ms: number;
}
