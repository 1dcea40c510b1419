import { isAbortError } from '../common/errors.js';
import { describeError } from '../diagnosis/describe-error.js';
import { encodeXoauth2 } from '../sasl/xoauth2.js';
import { exitStatus, statusOfError, UsageError } from './exit-status.js';
import { help } from './help.js';
import { print, printError, type Io } from './io.js';
import { lintString } from './lint-command.js';
import { parseOptions, type Options } from './options.js';
import { runSandbox } from './sandbox-command.js';
import { resolveSecrets } from './secret-values.js';
import { testAuthentication } from './login-check-command.js';
import { generateToken, refreshToken } from './token-commands.js';

declare const __VERSION__: string;

/**
 * Runs the command line.
 *
 * @param argv the arguments without the program's own name
 * @returns the exit status
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv[0] === 'sandbox') return await runSandbox(argv.slice(1), io);
    return await runAction(await resolveSecrets(parseOptions(argv), io), io);
  } catch (error) {
    printError(io, `xoauth2: ${isAbortError(error) ? 'Interrupted.' : describeError(error)}`);
    if (error instanceof UsageError) printError(io, 'Try xoauth2 --help.');
    return statusOfError(error);
  }
}

/** Like oauth2.py it does one thing, and a refresh comes before all else. */
async function runAction(options: Options, io: Io): Promise<number> {
  if (options.help === true) print(io, help.trimEnd());
  else if (options.version === true) print(io, __VERSION__);
  else if (options.refresh_token !== undefined) await refreshToken(options, io);
  else if (options.generate_oauth2_string === true) generateString(options, io);
  else if (options.lint !== undefined) return lintString(options, io);
  else if (options.generate_oauth2_token === true) await generateToken(options, io);
  else if (options.test_imap_authentication === true) return testAuthentication('imap', options, io);
  else if (options.test_smtp_authentication === true) return testAuthentication('smtp', options, io);
  else if (options.test_pop3_authentication === true) return testAuthentication('pop3', options, io);
  else throw new UsageError('Nothing to do: say what, for example --generate_oauth2_string.');
  return exitStatus.ok;
}

function generateString(options: Options, io: Io): void {
  const { user, access_token: accessToken } = options;
  if (user === undefined || accessToken === undefined) {
    throw new UsageError('--user and --access_token are both needed.');
  }
  const string = encodeXoauth2({ user, accessToken });
  if (options.json === true) print(io, JSON.stringify({ oauth2_string: string }));
  else print(io, options.quiet === true ? string : `OAuth2 argument:\n${string}`);
}
