import { spawn } from 'node:child_process';
import { cancelable } from './cancelable.mjs';
import { installDependencies } from './dependencies.mjs';

/**
 * Installs the dependencies where that is needed, then runs scripts in turn until one fails. The exit status is that of
 * the last one.
 *
 * @param {string} root the directory of `package.json`
 * @param {readonly (readonly string[])[]} scripts each with its arguments
 */
export async function runScripts(root, scripts) {
  try {
    await cancelable((signal) => installDependencies(root, signal));
    for (const script of scripts) {
      process.exitCode = await cancelable((signal) => runScript(root, script, signal));
      if (process.exitCode !== 0) return;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * @param {string} cwd
 * @param {readonly string[]} script
 * @param {AbortSignal} signal
 * @returns {Promise<number>} its exit status
 */
function runScript(cwd, script, signal) {
  const child = spawn(process.execPath, script, { cwd, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill());
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve(status ?? 1));
  });
}
