import type { ErrorChallenge } from '../../sasl/challenge.js';
import type { MechanismChoice } from '../../sasl/mechanism.js';
import type { TransportErrorCode } from '../../transport/errors.js';
import type { Safe, SafeText } from '../../transport/safe-text.js';
import type { TlsInfo } from '../../transport/tls.js';
import type { MailErrorCode } from '../wire/errors.js';
import type { Phase, PhaseTiming } from '../wire/phases.js';
import type { InitialResponse, RejectedForm, ServerReply } from '../wire/reply.js';
import type { MailServer, Protocol } from '../wire/server.js';
import type { ServerWords } from '../wire/server-words.js';
import type { TranscriptEntry } from '../wire/transcript.js';
import type { TokenInfo } from './token-info.js';

/**
 * How a login check ended: `ok`, the server accepted the login and opened the mailbox; `refused`, it rejected a
 * command; `failed`, the check could not be completed; `cancelled`, the signal was aborted.
 */
export type Outcome = 'ok' | 'refused' | 'failed' | 'cancelled';

/** Why a check could not be completed. */
export type LoginFailureCode = MailErrorCode | TransportErrorCode;

/** The parts of a login check that are reported separately, in order; `message` only if a test message is requested. */
export type CheckName = 'token' | 'string' | 'login' | 'mailbox' | 'message';

/** The result of one check. */
export interface CheckResult {
  readonly name: CheckName;
  /** `warning`: possibly correct, but the first suspect if the login is refused. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** A phrase, or the server's reply; redacted. */
  readonly summary: string;
}

/** The result of a login check. It contains no secret. */
export interface LoginCheckResult {
  readonly protocol: Protocol;
  readonly server: MailServer;
  /** The mechanism that was used; `best` if the check ended before one was chosen. */
  readonly mechanism: MechanismChoice;
  readonly user: string;
  /** The provider that operates the server, if known. */
  readonly provider?: string;
  /** What is known about the access token. */
  readonly token: TokenInfo;
  readonly checks: readonly CheckResult[];
  readonly outcome: Outcome;
  readonly failure?: { readonly code: LoginFailureCode; readonly message: string };
  readonly failedPhase?: Phase;
  readonly reply?: Safe<ServerReply>;
  /**
   * The lines that may contain the server's reason, in order: the greeting, every line of a negative reply, IMAP's
   * untagged `NO`, `BAD`, `BYE` and alerts, and what was sent before the connection was closed. At most 100.
   */
  readonly serverWords: readonly ServerWords[];
  readonly challenge?: Safe<ErrorChallenge>;
  /** The name that was sent in EHLO. */
  readonly ehloName?: string;
  readonly tls?: TlsInfo;
  readonly initialResponse?: InitialResponse;
  /** The form in which the server evaluated the credential. */
  readonly acceptedForm?: InitialResponse['form'];
  /** The forms that it rejected before it evaluated the credential, in the order in which they were tried. */
  readonly rejectedForms: readonly (RejectedForm & { readonly line: SafeText })[];
  readonly capabilities: readonly SafeText[];
  readonly phases: readonly PhaseTiming[];
  readonly transcript: readonly TranscriptEntry[];
  /** The URL of the proxy that was used, without user and password. */
  readonly proxy?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The total duration up to the outcome, in whole ms. */
  readonly ms: number;
}
