import type { ErrorCode } from './error-codes.js';

/**
 * The base class of all errors of this program. `message` is a sentence for users and contains no secret. Cancellation
 * is not among them: it rejects with the `reason` of the `AbortSignal`.
 *
 * @example
 * ```ts
 * import { discover, MailOAuthError } from 'xoauth2';
 *
 * try {
 *   await discover('http://login.example.com/');
 * } catch (error) {
 *   if (!(error instanceof MailOAuthError)) throw error;
 *   console.log(error.name, error.code); // prints: OAuthError bad-endpoint
 * }
 * ```
 */
export abstract class MailOAuthError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether an error is the default reason of an aborted `AbortSignal`. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
