/** The problems of a string that should be an initial client response. */
export type LintCode =
  | 'surrounded'
  | 'expression'
  | 'login-prompt'
  | 'hidden'
  | 'reply'
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
  | 'auth-missing'
  | 'literal-control'
  | 'lost-caret'
  | 'encoded-token'
  | 'app-password'
  | 'refresh-token'
  | 'not-access-token'
  | 'wrong-separator'
  | 'missing-separator'
  | 'wrong-end'
  | 'wrong-key'
  | 'spacing'
  | 'bearer-missing'
  | 'bearer-twice'
  | 'other-scheme'
  | 'missing-comma'
  | 'unescaped'
  | 'user-missing'
  | 'invalid-user'
  | 'invalid-token'
  | 'repeated-field'
  | 'invalid-port';

/** One problem and its place. */
export interface LintFinding {
  readonly code: LintCode;
  /** Whether `at` is an index in the given string, or in the message that it encodes. */
  readonly layer: 'string' | 'message';
  /** The index of the first character concerned, from 0. */
  readonly at: number;
  /**
   * More about it, never the token: the wrong character, the number of bytes at the end, the challenge's text,
   * the repeated key, or which of several forms of the problem it is.
   */
  readonly detail?: string;
}

/** Records a finding. */
export type ReportFinding = (code: LintCode, layer: LintFinding['layer'], at: number, detail?: string) => void;
