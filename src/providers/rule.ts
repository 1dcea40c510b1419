import type { LoginCheckResult, LoginFailureCode } from '../mail/login-check/result.js';
import type { TokenInfo } from '../mail/login-check/token-info.js';
import type { Phase } from '../mail/wire/phases.js';
import type { InitialResponse } from '../mail/wire/reply.js';
import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { Mechanism } from '../sasl/mechanism.js';

/** How sure a diagnosis is: the server or the token says so; it is what this answer mostly means; it is one of several. */
export type Confidence = 'certain' | 'likely' | 'possible';

/** What can be done about it, as far as a program can do it. */
export type Action =
  | { readonly kind: 'refresh' }
  /** With this scope added where one is named. */
  | { readonly kind: 'sign-in'; readonly scope?: string }
  | { readonly kind: 'set-user'; readonly user: string }
  | { readonly kind: 'use-mechanism'; readonly mechanism: Mechanism }
  /** Sends the credential on the line of the command, or on a separate line. */
  | { readonly kind: 'use-form'; readonly form: InitialResponse['form'] }
  | { readonly kind: 'use-server'; readonly server: MailServer }
  | { readonly kind: 'edit-account' }
  | { readonly kind: 'open-page'; readonly url: string }
  | { readonly kind: 'test-again' };

/** An answer that a rule was made for; its test and its line in the table of diagnoses are made from it. */
export interface Sample {
  readonly protocol?: Protocol;
  readonly server?: MailServer;
  /** The server's line. */
  readonly line?: string;
  /** The decoded challenge. */
  readonly challenge?: string;
  readonly failure?: LoginFailureCode;
  /** The failure's message, where a rule looks at it. */
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

/** What rules see of a login check: what was found out, each text and list cut to a length that costs no time. */
export type RuleInput = Omit<LoginCheckResult, 'transcript' | 'checks'>;

/** Who can change it: the user, the administrator of the mailbox, the operator of the server, or nobody: it passes. */
export type Who = 'you' | 'administrator' | 'operator' | 'nobody';

/** One thing that servers say, with a line that was seen. */
export interface Phrase extends Sample {
  /** Matches the server's line, or all of them do. */
  readonly says: RegExp | readonly RegExp[];
  readonly line: string;
  /** Further lines that it matches, one for each form that the words have. */
  readonly also?: readonly string[];
  /** Where it was seen, if not where the rule's other phrases were. */
  readonly source?: string;
}

/** The source of words that several servers use in one form or another, and that no single thread stands for. */
export const generalWording = 'general wording';

/** What a rule says about a login check that it is for. */
export interface RuleText {
  readonly code: string;
  /** Where it is documented or was reported. */
  readonly source: string;
  /** How sure it is at most; the evidence may be too weak for that. */
  readonly confidence: Confidence;
  readonly who: Who | ((result: RuleInput) => Who);
  /** What the server says; one of them is enough. */
  readonly phrases?: readonly Phrase[];
  readonly samples?: readonly Sample[];
  readonly cause: (result: RuleInput) => string;
  readonly advice: (result: RuleInput) => string;
  /** What a program can do about it, the advised one first. */
  readonly action?: (result: RuleInput) => Action | readonly Action[] | undefined;
  /** Rules that tell the same in other words: only the first that holds is shown. */
  readonly family?: 'token-rejected';
}

/** A refusal that one provider's mail servers give, as data. */
export interface ProviderRule extends RuleText {
  /** `words`: the reply says it, whoever sends it. `guess`: the reply gives no reason, and this is the usual one. */
  readonly weight: 'words' | 'guess';
  /** Whether it is only for the provider's own servers. */
  readonly ownServers?: boolean;
  /** The phase in which the server refuses; `authenticate` by default. */
  readonly phase?: Phase | 'any';
  /** What else must hold. */
  readonly when?: (result: RuleInput) => boolean;
}

/** An error answer of an authorization server: the `error` code and the `error_description`. */
export interface ErrorAnswer {
  readonly error: string;
  readonly description?: string | undefined;
}

/** An error answer that a provider's authorization server gives, as data. */
export interface ErrorRule {
  readonly name: string;
  /** Where it is documented or was reported. */
  readonly source: string;
  readonly samples: readonly [ErrorAnswer, ...ErrorAnswer[]];
  /** Matches the `error` code; any by default. */
  readonly error?: RegExp;
  /** Matches the `error_description`, or all of them do; any by default. */
  readonly description?: RegExp | readonly RegExp[];
  /** The cause in one sentence, and what to do in the next. */
  readonly explain: (answer: ErrorAnswer) => string;
}

/** Whether a text matches the pattern, or all of the patterns. Two patterns cost less time than one with `.*`. */
export function matches(text: string, patterns: RegExp | readonly RegExp[] = []): boolean {
  return [patterns].flat().every((pattern) => pattern.test(text));
}
