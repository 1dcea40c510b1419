import { OAuthError } from '../oauth/errors.js';
import { MailError } from '../mail/wire/errors.js';
import type { MailErrorCode, LoginCheckResult } from '../mail/login-check/login-check.js';
import { SaslError } from '../sasl/errors.js';

/** What the command line ends with. 0 means that what was asked for was done, and nothing else does. */
export const exitStatus = {
  ok: 0,
  /** `--lint` found faults. */
  faults: 1,
  usage: 2,
  authorization: 3,
  connection: 4,
  refused: 5,
  /** A fault of this program: EX_SOFTWARE of sysexits.h. */
  internal: 70,
  interrupted: 130,
} as const;

/** The command line was used wrongly. `message` says how it is used rightly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}

/** The exit status for something that was thrown. */
export function statusOfError(error: unknown): number {
  if (error instanceof UsageError || error instanceof SaslError) return exitStatus.usage;
  if (error instanceof MailError) return statusOfFailure(error.code);
  if (!(error instanceof OAuthError)) return exitStatus.internal;
  switch (error.code) {
    case 'cancelled':
      return exitStatus.interrupted;
    case 'network':
    case 'timeout':
      return exitStatus.connection;
    case 'bad-endpoint':
      return exitStatus.usage;
    default:
      return exitStatus.authorization;
  }
}

/** The exit status for a mail test. */
export function statusOfResult({ outcome, failure }: LoginCheckResult): number {
  switch (outcome) {
    case 'ok':
      return exitStatus.ok;
    case 'refused':
      return exitStatus.refused;
    case 'cancelled':
      return exitStatus.interrupted;
    case 'failed':
      return statusOfFailure(failure?.code);
  }
}

function statusOfFailure(code: MailErrorCode | undefined): number {
  switch (code) {
    case 'invalid-credential':
    case 'plain-refused':
    case 'bad-ca':
    case 'bad-proxy':
      return exitStatus.usage;
    case 'token-expired':
    case 'token-not-yet-valid':
    case 'wrong-audience':
    case 'scope-missing':
    case 'wrong-owner':
      return exitStatus.authorization;
    case 'mechanism-not-offered':
      return exitStatus.refused;
    default:
      return exitStatus.connection;
  }
}
