/** What can be wrong with a string that should be an initial client response. */
export type LintCode =
  | 'surrounded'
  | 'not-encoded'
  | 'line-break'
  | 'percent-encoded'
  | 'url-safe'
  | 'wrong-alphabet'
  | 'cut-off'
  | 'padding'
  | 'encoded-twice'
  | 'token-only'
  | 'challenge'
  | 'other-mechanism'
  | 'not-sasl'
  | 'literal-control'
  | 'wrong-separator'
  | 'missing-separator'
  | 'wrong-end'
  | 'wrong-key'
  | 'spacing'
  | 'bearer-missing'
  | 'bearer-twice'
  | 'missing-comma'
  | 'unescaped'
  | 'user-missing'
  | 'invalid-user'
  | 'invalid-token';

/** One fault and its place. */
export interface LintFinding {
  readonly code: LintCode;
  readonly message: string;
  /** Whether `at` counts in the string as it was given, or in the message that it encodes. */
  readonly layer: 'string' | 'message';
  /** The index of the first character concerned, from 0. */
  readonly at: number;
}

/** Takes a finding down. */
export type ReportFinding = (code: LintCode, layer: LintFinding['layer'], at: number, message: string) => void;
