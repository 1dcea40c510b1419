import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { loadSandbox, type Sandbox, type SandboxOptions, type Scenario } from '../sandbox/load.js';
import { mailPortNames } from '../sandbox/ports.js';
import { exitStatus, UsageError } from './exit-status.js';
import { print, printError, type Io } from './io.js';
import { usageErrorOf } from './parse-error.js';

const portNames: readonly string[] = ['oauth', ...mailPortNames];

/** The output of `xoauth2 sandbox --help`. */
export const sandboxHelp = `xoauth2 sandbox - an authorization server and mail servers on 127.0.0.1

The IMAP, SMTP and POP3 servers behave like those of the big providers, also
when they refuse: each account is a scenario. When the sandbox is ready, it
prints one line of JSON: the ports, the CA file, the OAuth client, and for each
account its address, its lesson and tokens that are ready to use. It runs until
you press Ctrl+C.

  --ports NAME=PORT,...  fixed ports; free ones are chosen for the others
                         (${portNames.join(', ')})
  --scenarios FILE       a JSON file with more scenarios
  --quiet                do not write the log to standard error
  --help                 print this help
`;

/** `sandbox`: runs the sandbox until Ctrl+C, SIGTERM or SIGHUP. @returns the exit status */
export async function runSandbox(argv: readonly string[], io: Io): Promise<number> {
  const { help, quiet, ports, scenarios: file } = parse(argv);
  if (help === true) {
    print(io, sandboxHelp.trimEnd());
    return exitStatus.ok;
  }
  const { startSandbox, formatLogEntry, parseScenarios } = await loadSandbox();
  const options: SandboxOptions = {
    ports: parsePorts(ports),
    scenarios: file === undefined ? [] : await readScenarios(file, parseScenarios),
    onEntry: (entry) => {
      if (quiet !== true) printError(io, formatLogEntry(entry));
    },
  };
  try {
    const sandbox = await startSandbox(options);
    await serve(sandbox, io).finally(() => sandbox.stop());
    return exitStatus.ok;
  } catch (error) {
    const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const reason = code === 'EACCES' ? 'this user is not allowed to open it' : 'another program uses it';
    printError(io, `xoauth2: Port ${port ?? ''} cannot be opened: ${reason} (${code}). Choose another with --ports.`);
    return exitStatus.connection;
  }
}

async function serve(sandbox: Sandbox, io: Io): Promise<void> {
  const { writeCaFile, describeSandbox } = await loadSandbox();
  const caFile = await writeCaFile(sandbox.ca, tmpdir());
  try {
    print(io, JSON.stringify(await describeSandbox(sandbox, caFile.path)));
    await aborted(io.signal);
  } finally {
    await caFile.remove();
  }
}

function parse(argv: readonly string[]) {
  const options = {
    ports: { type: 'string' },
    scenarios: { type: 'string' },
    quiet: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw usageErrorOf(error, Object.keys(options));
  }
}

function parsePorts(text = ''): Record<string, number> {
  const pairs = text
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('='));
  for (const [name = '', port = ''] of pairs) {
    if (!portNames.includes(name)) {
      throw new UsageError(`--ports: unknown port. The ports are ${portNames.join(', ')}.`);
    }
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
      throw new UsageError(`--ports: ${name} requires a number from 0 to 65535.`);
    }
  }
  return Object.fromEntries(pairs.map(([name = '', port]) => [name, Number(port)]));
}

/** @throws {UsageError} if the file cannot be read or is invalid */
async function readScenarios(file: string, parseText: (text: string) => Scenario[]): Promise<Scenario[]> {
  try {
    return parseText(await readFile(file, 'utf8'));
  } catch (error) {
    const { code = 'unknown error', message } = error as NodeJS.ErrnoException;
    // Recognized by its code, because the error class is in the sandbox's own bundle. System messages contain the file
    // name.
    if (code === 'invalid-scenario') throw new UsageError(`--scenarios: ${message}`);
    throw new UsageError(
      code === 'ENOENT' ? '--scenarios: there is no such file.' : `--scenarios: the file cannot be read (${code}).`,
    );
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
