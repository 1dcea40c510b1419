import { exitStatus } from './exit-status.js';
import { help } from './help.js';
import { print, type Io } from './io.js';
import { parseOptions, type Options } from './options.js';
import { resolveSecrets } from './secret-values.js';
import { generateString } from './string-command.js';

declare const __VERSION__: string;

/**
 * Runs the command line. What only some commands need is loaded by these: loading is most of the time that a
 * short command takes.
 *
 * @param argv the arguments without the program's own name
 * @returns the exit status
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv[0] === 'sandbox') return await (await loadCommands()).runSandbox(argv.slice(1), io);
    const options = await resolveSecrets(parseOptions(argv), io);
    const { import_tokens: file } = options;
    return await runAction(file === undefined ? options : await (await loadCommands()).importOptions(options, io), io);
  } catch (error) {
    return (await loadCommands()).reportError(error, io);
  }
}

const loadCommands = () => import('./commands.js');

/** Like oauth2.py it does one thing, and a refresh comes before all else. */
async function runAction(options: Options, io: Io): Promise<number> {
  if (options.help === true) print(io, help.trimEnd());
  else if (options.version === true) print(io, __VERSION__);
  else if (options.refresh_token === undefined && options.generate_oauth2_string === true) generateString(options, io);
  else return (await loadCommands()).runCommand(options, io);
  return exitStatus.ok;
}
