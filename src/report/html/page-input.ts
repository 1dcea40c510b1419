import type { Protocol } from '../../mail/wire/server.js';
import type { TranscriptEntry } from '../../mail/wire/transcript.js';
import type { Run } from '../history.js';
import type { ComparedReport, JsonReport } from '../json.js';
import type { OAuthExchange } from '../../oauth/exchange-record.js';
import type { SignInFailure } from '../sign-in-checks.js';

/** What is known of an account's token besides what its results say. No part of the token is in it. */
export interface TokenFacts {
  /** Milliseconds since 1970. */
  readonly obtainedAt?: number;
  readonly hasRefreshToken?: boolean;
  /** The scopes that the sign-in asked for. */
  readonly requestedScopes?: readonly string[];
  /** The scopes of which the servers need one, by protocol, from the provider's documentation. */
  readonly neededScopes?: Readonly<Partial<Record<Protocol, readonly string[]>>>;
  /** The claims of a JWT, without its signature. */
  readonly claims?: readonly TokenClaim[];
}

/** A claim of a JWT's header or payload, made fit to be shown. */
export interface TokenClaim {
  readonly name: string;
  readonly value: string;
}

/** A test that runs. */
export interface RunningTest {
  readonly protocol: Protocol;
  /** What is tested, such as `IMAP at imap.example.com:993`. */
  readonly title: string;
  readonly transcript: readonly TranscriptEntry[];
}

/** All that the page of one account shows. It holds no secret. */
export interface ResultPageInput {
  readonly user: string;
  /** The provider's name. */
  readonly provider?: string;
  /** The last result of each protocol. */
  readonly reports: readonly JsonReport[];
  readonly comparison?: readonly ComparedReport[];
  /** Earlier runs, the latest first, with the reported one as the first. */
  readonly history?: Readonly<Partial<Record<Protocol, readonly Run[]>>>;
  readonly token?: TokenFacts;
  /** What was said to the authorization server and what it answered, the oldest first. */
  readonly exchanges?: readonly OAuthExchange[];
  /** Why the last sign-in failed, where it did. */
  readonly signInFailure?: SignInFailure;
  readonly running?: RunningTest;
  /** The servers that were tested last: the page opens on the worst of them. All by default. */
  readonly latest?: readonly Protocol[];
  /** Milliseconds since 1970. */
  readonly now: number;
}
