import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension, installWorkbench, startWorkbench } from './support/code-server.js';
import { compilerNeed, install } from './support/install.js';
import { mustRun } from './support/processes.js';
import { startSandboxProcess, type SandboxProcess } from './support/sandbox-process.js';

/*
 * `npm start`: the desktop's VS Code with the extension where there is one, else VS Code's workbench for
 * the browser, with an empty profile that is gone afterwards. A sandbox runs beside it.
 */

async function main(): Promise<void> {
  const sandbox = await startSandboxProcess(['--quiet']);
  const code = desktopCode();
  const workbench = code === undefined ? await serve() : await openDesktop(code);
  const stop = async () => {
    await Promise.all([sandbox.stop(), workbench.stop()]);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  console.log(`
${workbench.where}

First step: choose Mail OAuth in the activity bar, then Start Sandbox and Add Sandbox Account; take alice,
allow access in the browser, and press the flask beside the account to test IMAP and SMTP.

For a shell, and for clients under test, another sandbox runs already, at ${sandbox.issuer}. Try it:

  ${shellTest(sandbox)}

Ctrl+C ends both.`);
}

function shellTest({ ports, ca_file: caFile, account }: SandboxProcess): string {
  const { user, accessToken } = account('alice');
  return `node dist/cli.js --test_imap_authentication --user ${user} --access_token ${accessToken} --host localhost --port ${ports.imaps} --ca_file ${caFile}`;
}

interface Opened {
  readonly where: string;
  readonly stop: () => Promise<void>;
}

function openDesktop(code: string): Promise<Opened> {
  spawn(code, [`--extensionDevelopmentPath=${process.cwd()}`, '--new-window'], {
    stdio: 'inherit',
    detached: true,
  }).unref();
  return Promise.resolve({ where: 'VS Code opens with Mail OAuth.', stop: () => Promise.resolve() });
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

async function serve(): Promise<Opened> {
  await install([compilerNeed]);
  await installWorkbench();
  await mustRun('npm', ['run', '--silent', 'package']);
  const directory = mkdtempSync(path.join(tmpdir(), 'mail-oauth-start-'));
  const folder = path.join(directory, 'folder');
  const userDataDirectory = path.join(directory, 'data');
  const extensionsDirectory = path.join(directory, 'extensions');
  mkdirSync(folder);
  await installExtension('dist/xoauth2.vsix', userDataDirectory, extensionsDirectory);
  const workbench = await startWorkbench({ userDataDirectory, extensionsDirectory, folder });
  return {
    where: `VS Code with Mail OAuth is at ${workbench.url}`,
    stop: async () => {
      await workbench.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

void main();
