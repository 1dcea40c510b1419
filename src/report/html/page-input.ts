import type { Protocol } from '../../mail/wire/server.js';
import type { TranscriptEntry } from '../../mail/wire/transcript.js';
import type { Run } from '../history.js';
import type { ComparedReport, JsonReport } from '../json.js';
import type { OAuthExchange } from '../../oauth/exchange-record.js';
import type { SignInFailure } from '../sign-in-checks.js';

/** Information about an account's token in addition to its results. It contains no part of the token. */
export interface TokenFacts {
  /** Milliseconds since 1970. */
  readonly obtainedAt?: number;
  readonly hasRefreshToken?: boolean;
  /** The scopes that the sign-in requested. */
  readonly requestedScopes?: readonly string[];
  /** The scopes of which the servers need one, by protocol, from the provider's documentation. */
  readonly neededScopes?: Readonly<Partial<Record<Protocol, readonly string[]>>>;
  /** The claims of a JWT, without its signature. */
  readonly claims?: readonly TokenClaim[];
}

/** A claim of a JWT's header or payload, safe to display. */
export interface TokenClaim {
  readonly name: string;
  readonly value: string;
}

/** A running test. */
export interface RunningTest {
  readonly protocol: Protocol;
  /** What is tested, such as `IMAP at imap.example.com:993`. */
  readonly title: string;
  readonly transcript: readonly TranscriptEntry[];
}

/** The content of the page of one account. It contains no secret. */
export interface ResultPageInput {
  readonly user: string;
  /** The provider's name. */
  readonly provider?: string;
  /** The last result of each protocol. */
  readonly reports: readonly JsonReport[];
  readonly comparison?: readonly ComparedReport[];
  /** The runs, latest first, including the reported one. */
  readonly history?: Readonly<Partial<Record<Protocol, readonly Run[]>>>;
  readonly token?: TokenFacts;
  /** The exchanges with the authorization server, oldest first. */
  readonly exchanges?: readonly OAuthExchange[];
  /** Why the last sign-in failed, if it did. */
  readonly signInFailure?: SignInFailure;
  readonly running?: RunningTest;
  /** The protocols that were tested last: the page opens with the most severe result of them. All by default. */
  readonly latest?: readonly Protocol[];
  /** Milliseconds since 1970. */
  readonly now: number;
}
