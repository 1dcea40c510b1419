import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cancelable } from '../tools/setup/cancelable.mjs';
import { installExtension, installWorkbench, startWorkbench } from './support/code-server.js';
import { compilerNeed, install } from './support/install.js';
import { mustRun } from './support/processes.js';
import { startSandboxProcess, type SandboxProcess } from './support/sandbox-process.js';

/*
 * `npm start`: the desktop's VS Code with the extension where there is one, else VS Code's workbench for the browser,
 * with an empty profile that is removed at the end. A sandbox runs beside it. Ctrl+C ends everything, at any moment.
 */

/** What has to be undone at the end, in order. */
type Cleanup = (() => void | Promise<void>)[];

async function main(signal: AbortSignal): Promise<void> {
  const cleanup: Cleanup = [];
  try {
    const code = desktopCode();
    const next = code === undefined ? await serve(cleanup, signal) : openDesktop(code);
    console.log('Starting a sandbox.');
    const sandbox = await startSandbox(cleanup);
    signal.throwIfAborted();
    console.log(`
For a shell, and for clients under test, a sandbox runs at ${sandbox.issuer}. An example:

  ${shellTest(sandbox)}

Ctrl+C ends ${code === undefined ? 'the workbench and the sandbox' : 'the sandbox'}.

Next: ${next}`);
    await once(signal, 'abort');
  } catch (error) {
    if (signal.aborted) return;
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    for (const undo of cleanup.toReversed()) await undo();
  }
}

async function startSandbox(cleanup: Cleanup): Promise<SandboxProcess> {
  const starting = startSandboxProcess(['--quiet']);
  cleanup.push(() => starting.then(({ stop }) => stop()).catch(() => undefined));
  return starting;
}

function shellTest({ ports, ca_file: caFile, account }: SandboxProcess): string {
  const { user, accessToken } = account('alice');
  return `node dist/cli.js --test_imap_authentication --user ${user} --access_token ${accessToken} --host localhost --port ${ports.imaps} --ca_file ${caFile}`;
}

/** The desktop's `code`, where there is a desktop to show it on. */
function desktopCode(): string | undefined {
  const display = process.platform === 'linux' ? (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) : 'yes';
  if (display === undefined) return undefined;
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((directory) => names.map((name) => path.join(directory, name)))
    .find((file) => existsSync(file));
}

/** @returns the next thing to do */
function openDesktop(code: string): string {
  spawn(code, [`--extensionDevelopmentPath=${process.cwd()}`, '--new-window'], {
    stdio: 'inherit',
    detached: true,
  }).unref();
  return 'in the window of VS Code that opens, choose Mail OAuth in the activity bar.';
}

/** @returns the next thing to do */
async function serve(cleanup: Cleanup, signal: AbortSignal): Promise<string> {
  await install([compilerNeed], signal);
  await installWorkbench();
  console.log('Packaging the extension.');
  await mustRun('npm', ['run', '--silent', 'package'], { signal });
  const directory = mkdtempSync(path.join(tmpdir(), 'mail-oauth-start-'));
  cleanup.push(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  const folder = path.join(directory, 'folder');
  const userDataDirectory = path.join(directory, 'data');
  const extensionsDirectory = path.join(directory, 'extensions');
  mkdirSync(folder);
  console.log('Starting the workbench with the extension.');
  await installExtension('dist/xoauth2.vsix', userDataDirectory, extensionsDirectory, signal);
  const starting = startWorkbench({ userDataDirectory, extensionsDirectory, folder });
  cleanup.push(() => starting.then(({ stop }) => stop()).catch(() => undefined));
  const { url } = await starting;
  return `open ${url} in a browser and choose Mail OAuth in the activity bar.`;
}

void cancelable(main);
