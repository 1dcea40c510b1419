import type { LoginCheckResult, LoginFailureCode } from '../mail/login-check/result.js';
import type { TokenInfo } from '../mail/login-check/token-info.js';
import type { Phase } from '../mail/wire/phases.js';
import type { InitialResponse } from '../mail/wire/reply.js';
import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { SentGrant } from '../oauth/errors.js';
import type { Mechanism } from '../sasl/mechanism.js';

/**
 * The confidence of a diagnosis. `certain`: the server or the token says so; `likely`: the usual meaning of the reply;
 * `possible`: one of several meanings.
 */
export type Confidence = 'certain' | 'likely' | 'possible';

/** An action that the program can perform. */
export type Action =
  | { readonly kind: 'refresh' }
  /** With this additional scope, if given. */
  | { readonly kind: 'sign-in'; readonly scope?: string }
  | { readonly kind: 'set-user'; readonly user: string }
  | { readonly kind: 'use-mechanism'; readonly mechanism: Mechanism }
  /** Sends the credential on the line of the command, or on a separate line. */
  | { readonly kind: 'use-form'; readonly form: InitialResponse['form'] }
  | { readonly kind: 'use-server'; readonly server: MailServer }
  | { readonly kind: 'edit-account' }
  | { readonly kind: 'open-page'; readonly url: string }
  | { readonly kind: 'test-again' };

/** An example for a rule. Its test and its entry in docs/diagnoses.md are generated from it. */
export interface Sample {
  readonly protocol?: Protocol;
  readonly server?: MailServer;
  /** The server's line. */
  readonly line?: string;
  /** The decoded challenge. */
  readonly challenge?: string;
  readonly failure?: LoginFailureCode;
  /** The message of the failure, if the rule uses it. */
  readonly message?: string;
  readonly failedPhase?: LoginCheckResult['failedPhase'];
  readonly provider?: string;
  readonly user?: string;
  readonly mechanism?: Mechanism;
  readonly capabilities?: readonly string[];
  /** The forms of the credential that the server rejected. */
  readonly rejectedForms?: readonly InitialResponse['form'][];
  readonly token?: Partial<TokenInfo>;
}

/** The input of rules: the result of a login check, with each text and list truncated to limit the time of matching. */
export type RuleInput = Omit<LoginCheckResult, 'transcript' | 'checks'>;

/**
 * Who can fix it: the user, the administrator of the mailbox, the operator of the server, or nobody (it is temporary).
 */
export type Who = 'you' | 'administrator' | 'operator' | 'nobody';

/** A text that servers send, with a real example. */
export interface Phrase extends Sample {
  /** Matches the server's line; of several patterns, all must match. */
  readonly says: RegExp | readonly RegExp[];
  readonly line: string;
  /** Further examples, one for each variant of the text. */
  readonly also?: readonly string[];
  /** The source, if it differs from that of the rule. */
  readonly source?: string;
}

/** The source for texts that several servers use in similar forms. */
export const generalWording = 'general wording';

/** The content of a rule. */
export interface RuleText {
  readonly code: string;
  /** The documentation or the report that it is based on. */
  readonly source: string;
  /** The maximum confidence; weak evidence lowers it. */
  readonly confidence: Confidence;
  readonly who: Who | ((result: RuleInput) => Who);
  /** The texts of the server; one must match. */
  readonly phrases?: readonly Phrase[];
  readonly samples?: readonly Sample[];
  readonly cause: (result: RuleInput) => string;
  readonly advice: (result: RuleInput) => string;
  /** The actions, the recommended one first. */
  readonly action?: (result: RuleInput) => Action | readonly Action[] | undefined;
  /** Rules of a family have the same meaning: only the first match is shown. */
  readonly family?: 'token-rejected';
}

/** A rule for a refusal by a provider's mail servers. */
export interface ProviderRule extends RuleText {
  /**
   * `words`: the reply states the reason, for any server. `guess`: the reply gives no reason, and this is the usual
   * one.
   */
  readonly weight: 'words' | 'guess';
  /** Whether it applies to the provider's own servers only. */
  readonly ownServers?: boolean;
  /** The phase in which the server refuses; `authenticate` by default. */
  readonly phase?: Phase | 'any';
  /** An additional condition. */
  readonly when?: (result: RuleInput) => boolean;
}

/** An error response of an authorization server: `error` and `error_description`. */
export interface ErrorAnswer {
  readonly error: string;
  readonly description?: string | undefined;
  /** The grant that the request contained. */
  readonly grant?: SentGrant | undefined;
}

/** Chooses the sentence that names the grant of the request, or both if it is not known which one was sent. */
export function byGrant(
  { grant }: ErrorAnswer,
  { code, refreshToken, either }: { readonly code: string; readonly refreshToken: string; readonly either: string },
): string {
  return grant === 'code' ? code : grant === 'refresh-token' ? refreshToken : either;
}

/** A rule for an error response of a provider's authorization server. */
export interface ErrorRule {
  readonly name: string;
  /** The documentation or the report that it is based on. */
  readonly source: string;
  readonly samples: readonly [ErrorAnswer, ...ErrorAnswer[]];
  /** Matches the `error` code; any by default. */
  readonly error?: RegExp;
  /** Matches the `error_description`; of several patterns, all must match. Any by default. */
  readonly description?: RegExp | readonly RegExp[];
  /** The cause as a sentence, and what to do as another. */
  readonly explain: (answer: ErrorAnswer) => string;
}

/** Whether a text matches the pattern, or all of several patterns. Two patterns are faster than one with `.*`. */
export function matches(text: string, patterns: RegExp | readonly RegExp[] = []): boolean {
  return [patterns].flat().every((pattern) => pattern.test(text));
}
