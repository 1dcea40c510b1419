import type { ErrorAnswer } from './rule.js';

/** The meaning of one or more AADSTS codes, which are in the description: `AADSTS50011: The redirect URI …`. */
export interface AadstsMeaning {
  readonly name: string;
  readonly codes: readonly number[];
  readonly sample: ErrorAnswer;
  readonly explain: (answer: ErrorAnswer) => string;
  /** A public report of it. */
  readonly thread: string;
}
