import { isAbortError, MailOAuthError } from '../common/errors.js';
import { describeError } from '../diagnosis/describe-error.js';
import { OAuthError } from '../oauth/errors.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { statusOfError, UsageError } from './exit-status.js';
import { print, printError, type Io } from './io.js';

/**
 * Prints an error and what to do; with `--json` also as JSON on standard output.
 *
 * @param argv the arguments, which may be invalid
 * @returns the exit status
 */
export function reportError(error: unknown, argv: readonly string[], io: Io): number {
  const message = isAbortError(error) ? 'Interrupted.' : safeText(describeError(error), { ...noSecrets, limit: 4000 });
  printError(io, `xoauth2: ${message}`);
  if (error instanceof UsageError) {
    printError(io, `Try ${argv[0] === 'sandbox' ? 'xoauth2 sandbox --help' : 'xoauth2 --help'}.`);
  }
  if (argv.includes('--json')) print(io, JSON.stringify({ error: toJson(error, message) }, undefined, 2));
  return statusOfError(error);
}

function codeOf(error: unknown): string {
  if (isAbortError(error)) return 'interrupted';
  return error instanceof MailOAuthError ? (error as MailOAuthError).code : 'internal';
}

function toJson(error: unknown, message: string) {
  return {
    code: codeOf(error),
    message,
    ...(error instanceof OAuthError && error.answer !== undefined
      ? { server_error: error.answer.error, server_error_description: error.answer.description }
      : {}),
  };
}
