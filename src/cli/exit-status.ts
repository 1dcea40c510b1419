import { errorCodes, type ErrorCode, type ErrorKind } from '../common/error-codes.js';
import { isAbortError, MailOAuthError } from '../common/errors.js';
import type { LoginCheckResult } from '../mail/login-check/result.js';
import { SaslError } from '../sasl/errors.js';

/** The exit statuses of the command line. Only 0 means that the command succeeded. */
export const exitStatus = {
  ok: 0,
  /** `--lint` found problems. */
  findings: 1,
  usage: 2,
  authorization: 3,
  connection: 4,
  refused: 5,
  /** An internal error: EX_SOFTWARE of sysexits.h. */
  internal: 70,
  interrupted: 130,
} as const satisfies Record<ErrorKind, number> & Record<string, number>;

/** The command line is invalid. `message` says how to correct it. */
export class UsageError extends MailOAuthError<'usage'> {
  override readonly name = 'UsageError';

  constructor(message: string) {
    super('usage', message);
  }
}

/** The exit status for a thrown error. */
export function statusOfError(error: unknown): number {
  if (error instanceof SaslError) return exitStatus.usage;
  if (error instanceof MailOAuthError) return statusOfCode((error as MailOAuthError).code);
  return isAbortError(error) ? exitStatus.interrupted : exitStatus.internal;
}

/** The exit status for a login check. */
export function statusOfResult({ outcome, failure }: LoginCheckResult): number {
  switch (outcome) {
    case 'ok':
      return exitStatus.ok;
    case 'refused':
      return exitStatus.refused;
    case 'cancelled':
      return exitStatus.interrupted;
    case 'failed':
      return failure === undefined ? exitStatus.connection : statusOfCode(failure.code);
  }
}

function statusOfCode(code: ErrorCode): number {
  return exitStatus[errorCodes[code].kind];
}
