import { statSync } from 'node:fs';
import { dovecotNeed, install, opensslNeed } from '../support/install.js';
import { mustRun } from '../support/processes.js';
import { measureActivations } from './activation.js';
import { measureLogins } from './logins.js';
import { median } from './median.js';

/*
 * Prints measurements, each as a number of this machine and as a ratio to something measured in the same
 * run. Nothing is asserted.
 */

async function main(): Promise<void> {
  await mustRun('npm', ['run', '--silent', 'package']);
  const kilobytes = statSync('dist/xoauth2.vsix').size / 1024;
  console.log(
    `VSIX: ${kilobytes.toFixed(1)} KB, ${(kilobytes / 500).toFixed(2)} of its budget of 500 KB, most of it the sandbox`,
  );
  const activations = await measureActivations(5);
  const activateMs = median(activations.map((activation) => activation.activateMs));
  const loadMs = median(activations.map((activation) => activation.loadMs));
  console.log(
    `activate(): ${activateMs} ms, ${(activateMs / 10).toFixed(2)} of its budget of 10 ms; loading the bundle: ${loadMs} ms (medians of ${activations.length})`,
  );
  await install([dovecotNeed, opensslNeed]);
  await measureLogins();
}

void main();
