import { discover } from './discover-command.js';
import { exitStatus, UsageError } from './exit-status.js';
import type { Io } from './io.js';
import { register } from './register-command.js';
import { revoke } from './revoke-command.js';
import { lintString } from './lint-command.js';
import { testAuthentication } from './login-check-command.js';
import type { Options } from './options.js';
import { generateToken, refreshToken } from './token-commands.js';

export { importOptions } from './import-command.js';
export { reportError } from './report-error.js';
export { runSandbox } from './sandbox-command.js';

/*
 * All commands except the shortest ones, loaded as one chunk: loading another file takes Node.js longer than the code
 * in it.
 */

/** Runs the command that the options select. @returns the exit status @throws {UsageError} if none is selected */
export async function runCommand(options: Options, io: Io): Promise<number> {
  if (options.revoke === true) await revoke(options, io);
  else if (options.refresh_token !== undefined) await refreshToken(options, io);
  else if (options.lint !== undefined) return lintString(options, io);
  else if (options.register === true) await register(options, io);
  else if (options.discover !== undefined) return discover(options, io);
  else if (options.generate_oauth2_token === true) await generateToken(options, io);
  else if (options.test_imap_authentication === true) return testAuthentication('imap', options, io);
  else if (options.test_smtp_authentication === true) return testAuthentication('smtp', options, io);
  else if (options.test_pop3_authentication === true) return testAuthentication('pop3', options, io);
  else throw new UsageError(`Nothing to do. Add a command, for example ${exampleFor(options)}.`);
  return exitStatus.ok;
}

function exampleFor({ access_token: token }: Options): string {
  return token === undefined ? '--generate_oauth2_token' : '--test_imap_authentication';
}
