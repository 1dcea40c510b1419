import { isAbortError } from '../common/errors.js';
import { describeError } from '../diagnosis/describe-error.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { statusOfError, UsageError } from './exit-status.js';
import { printError, type Io } from './io.js';

/** Prints an error, and how to go on. @returns the exit status */
export function reportError(error: unknown, io: Io): number {
  printError(
    io,
    `xoauth2: ${isAbortError(error) ? 'Interrupted.' : safeText(describeError(error), { ...noSecrets, limit: 4000 })}`,
  );
  if (error instanceof UsageError) printError(io, 'Try xoauth2 --help.');
  return statusOfError(error);
}
