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

/** How a check ended: the server accepted the login and the mailbox, refused one, or was never asked. */
export type Outcome = 'ok' | 'refused' | 'failed' | 'cancelled';

/** Why a check could not be carried through. */
export type LoginFailureCode = MailErrorCode | TransportErrorCode;

/** The questions that a check answers, in their order; the last one only where a test message is asked for. */
export type CheckName = 'token' | 'string' | 'login' | 'mailbox' | 'message';

/** The answer to one of them. */
export interface CheckResult {
  readonly name: CheckName;
  /** `warning`: it may be right, and is the first thing to look at where the login is refused. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** A sentence or a server's words, redacted. */
  readonly summary: string;
}

/** All that a login check found out. It holds no secret. */
export interface LoginCheckResult {
  readonly protocol: Protocol;
  readonly server: MailServer;
  /** The mechanism that was used; `best` where the check ended before one was chosen. */
  readonly mechanism: MechanismChoice;
  readonly user: string;
  /** The provider whose server this is known to be. */
  readonly provider?: string;
  /** What is known of the access token. */
  readonly token: TokenInfo;
  readonly checks: readonly CheckResult[];
  readonly outcome: Outcome;
  readonly failure?: { readonly code: LoginFailureCode; readonly message: string };
  readonly failedPhase?: Phase;
  readonly reply?: Safe<ServerReply>;
  /**
   * The lines in which the server may have said why, in their order: the greeting, every line of a reply that refuses,
   * IMAP's untagged `NO`, `BAD`, `BYE` and alerts, and what came before a close. At most 100.
   */
  readonly serverWords: readonly ServerWords[];
  readonly challenge?: Safe<ErrorChallenge>;
  /** The name that was given in EHLO. */
  readonly ehloName?: string;
  readonly tls?: TlsInfo;
  readonly initialResponse?: InitialResponse;
  /** The form in which the server has looked at the credential. */
  readonly acceptedForm?: InitialResponse['form'];
  /** The forms that it rejected before it looked at the credential, in the order in which they were tried. */
  readonly rejectedForms: readonly (RejectedForm & { readonly line: SafeText })[];
  readonly capabilities: readonly SafeText[];
  readonly phases: readonly PhaseTiming[];
  readonly transcript: readonly TranscriptEntry[];
  /** The proxy that the server was reached through, without its credential. */
  readonly proxy?: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** From the beginning to the outcome, in whole ms. */
  readonly ms: number;
}
