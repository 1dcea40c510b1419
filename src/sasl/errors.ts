/** What can be wrong with the input of a SASL message. */
export type SaslErrorCode =
  | 'empty-user'
  | 'invalid-user'
  | 'empty-token'
  | 'invalid-token'
  | 'invalid-host'
  | 'invalid-base64'
  | 'invalid-message'
  | 'too-many-challenges';

/** What is wrong with an access token that does not have the form of RFC 6750 §2.1. */
export type TokenProblem = 'bearer-prefix' | 'json' | 'quotes' | 'whitespace' | 'character';

/**
 * A SASL message could not be built or decoded. `message` is an English sentence and never contains a token; `code` and
 * `problem` are for translated messages.
 *
 * @example
 * ```ts
 * import { encodeXoauth2, SaslError } from 'xoauth2';
 *
 * try {
 *   encodeXoauth2({ user: '', accessToken: 'ya29.a0AfH6SM' });
 * } catch (error) {
 *   if (!(error instanceof SaslError)) throw error;
 *   console.log(error.code); // prints: empty-user
 * }
 * ```
 */
export class SaslError extends Error {
  override readonly name = 'SaslError';
  readonly code: SaslErrorCode;
  /** For `invalid-token`. */
  readonly problem: TokenProblem | undefined;

  constructor(code: SaslErrorCode, message: string, problem?: TokenProblem) {
    super(message);
    this.code = code;
    this.problem = problem;
  }
}
