import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension, installWorkbench, startWorkbench } from './support/code-server.js';
import { compilerNeed, install } from './support/install.js';
import { mustRun } from './support/processes.js';

/*
 * `npm start`: the desktop's VS Code with the extension where there is one, else VS Code's workbench for
 * the browser, with an empty profile that is gone afterwards.
 */

async function main(): Promise<void> {
  const code = desktopCode();
  if (code === undefined) await serve();
  else {
    spawn(code, [`--extensionDevelopmentPath=${process.cwd()}`, '--new-window'], { stdio: 'inherit', detached: true }).unref();
    console.log('VS Code opens with Mail OAuth. First step: choose Mail OAuth in the activity bar, then Add Account.');
  }
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

async function serve(): Promise<void> {
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
  const stop = async () => {
    await workbench.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  console.log(`\nVS Code with Mail OAuth is at ${workbench.url}`);
  console.log('First step: choose Mail OAuth in the activity bar, then Add Account. Ctrl+C ends it.');
}

void main();
