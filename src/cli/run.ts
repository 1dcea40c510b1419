import { exitStatus } from './exit-status.js';
import { help } from './help.js';
import { print, type Io } from './io.js';
import { parseOptions, requireOneAction, requirePlainUser, type Options } from './options.js';
import { resolveSecrets } from './secret-values.js';
import { generateString } from './string-command.js';

declare const __VERSION__: string;

/**
 * Runs the command line. Modules are loaded by the commands that need them, because loading takes most of the time of a
 * short command.
 *
 * @param argv the arguments without the program's own name
 * @returns the exit status
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv[0] === 'sandbox') return await (await loadCommands()).runSandbox(argv.slice(1), io);
    const given = parseOptions(argv);
    if (given.help === true || given.version === true) {
      print(io, given.help === true ? help.trimEnd() : __VERSION__);
      return exitStatus.ok;
    }
    requireOneAction(given);
    requirePlainUser(given);
    const options = await resolveSecrets(given, io);
    const { import_tokens: file } = options;
    return await runAction(file === undefined ? options : await (await loadCommands()).importOptions(options, io), io);
  } catch (error) {
    return (await loadCommands()).reportError(error, argv, io);
  }
}

const loadCommands = () => import('./commands.js');

async function runAction(options: Options, io: Io): Promise<number> {
  if (options.generate_oauth2_string !== true) return (await loadCommands()).runCommand(options, io);
  generateString(options, io);
  return exitStatus.ok;
}
