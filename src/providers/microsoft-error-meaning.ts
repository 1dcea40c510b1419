import type { ErrorAnswer } from './rule.js';

/** What one or more AADSTS codes mean; Microsoft writes the code into the description: `AADSTS50011: The redirect URI …`. */
export interface AadstsMeaning {
  readonly name: string;
  readonly codes: readonly number[];
  readonly sample: ErrorAnswer;
  readonly explain: () => string;
  /** Where people met it. */
  readonly thread: string;
}
