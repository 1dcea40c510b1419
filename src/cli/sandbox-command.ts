import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadSandbox } from '../sandbox/load.js';
import { exitStatus, UsageError } from './exit-status.js';
import { print, printError, type Io } from './io.js';

/** What `xoauth2 sandbox --help` prints. */
export const sandboxHelp = `xoauth2 sandbox - an authorization server and IMAP, SMTP and POP3 servers on 127.0.0.1

It behaves as the big providers do, also when they refuse: each account is a scenario. When it is
ready it prints one line of JSON: ports, the authority's certificate file, the client, and for each
account its address, what it teaches, and ready tokens. Then it runs until it is interrupted.

  --ports NAME=PORT,...  fixed ports: oauth, imaps, imap, smtps, smtp, pop3s, pop3 [free ones]
  --scenarios FILE       more scenarios, as JSON
  --quiet                does not print on standard error what the servers see and do
`;

/** `sandbox`: runs it until Ctrl+C, SIGTERM or SIGHUP. @returns the exit status */
export async function runSandbox(argv: readonly string[], io: Io): Promise<number> {
  const { help, quiet, ports, scenarios } = parse(argv);
  if (help === true) {
    print(io, sandboxHelp.trimEnd());
    return exitStatus.ok;
  }
  const { startSandbox, describeSandbox, formatJournalEntry, mailPortNames, parseScenarios, ScenarioError } =
    await loadSandbox();
  const names: readonly string[] = ['oauth', ...mailPortNames];
  try {
    const sandbox = await startSandbox({
      ports: parsePorts(ports, names),
      ...(scenarios === undefined ? {} : { scenarios: parseScenarios(await readFile(scenarios, 'utf8')) }),
      onEntry: (entry) => {
        if (quiet !== true) printError(io, formatJournalEntry(entry));
      },
    });
    try {
      await withCaFile(sandbox.ca, async (caFile) => {
        print(io, JSON.stringify(await describeSandbox(sandbox, caFile)));
        await interrupted(io.signal);
      });
    } finally {
      await sandbox.stop();
    }
    return exitStatus.ok;
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(`--scenarios: ${error.message}`);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`--scenarios: ${message}`);
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    printError(io, `xoauth2: ${message}`);
    return exitStatus.connection;
  }
}

/** Keeps the authority's certificate in a file as long as it is used. */
async function withCaFile(ca: string, use: (caFile: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-sandbox-'));
  try {
    const caFile = path.join(directory, 'ca.pem');
    await writeFile(caFile, ca);
    await use(caFile);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function parse(argv: readonly string[]) {
  try {
    const options = {
      ports: { type: 'string' },
      scenarios: { type: 'string' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function parsePorts(text: string | undefined, names: readonly string[]): Record<string, number> {
  const pairs = (text ?? '')
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('='));
  for (const [name = '', port = ''] of pairs) {
    if (!names.includes(name)) throw new UsageError(`--ports takes ${names.join('=…, ')}=…, and no “${name}”.`);
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
      throw new UsageError(`--ports: ${name} wants a number from 0 to 65535, not “${port}”.`);
    }
  }
  return Object.fromEntries(pairs.map(([name = '', port]) => [name, Number(port)]));
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // Somebody waits for it, even where no port would keep the process alive.
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
