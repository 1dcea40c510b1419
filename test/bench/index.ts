import { statSync } from 'node:fs';
import { dovecotNeed, install, opensslNeed } from '../support/install.js';
import { mustRun } from '../support/processes.js';
import { measureActivations } from './activation.js';
import { measureGoodbye } from './goodbye.js';
import { measureLogins } from './logins.js';
import { measureReplies } from './replies.js';
import { measurePage } from './page.js';
import { measureStarts } from './starts.js';

/*
 * Prints measurements, each as a number of this machine and as a ratio to something measured in the same
 * run: on a machine with other work to do only the ratio says anything. Nothing is asserted. Names on the
 * command line choose among the measurements.
 */

const measurements: Readonly<Record<string, () => Promise<void>>> = {
  size: () => {
    const kilobytes = statSync('dist/xoauth2.vsix').size / 1024;
    console.log(`VSIX: ${kilobytes.toFixed(1)} KB, ${(kilobytes / 600).toFixed(2)} of its budget of 600 KB`);
    return Promise.resolve();
  },
  starts: () => measureStarts(),
  activation: () => measureActivations(),
  replies: () => measureReplies(),
  page: () => measurePage(),
  goodbye: async () => {
    await install([dovecotNeed, opensslNeed]);
    await measureGoodbye();
  },
  logins: async () => {
    await install([dovecotNeed, opensslNeed]);
    await measureLogins();
  },
};

async function main(): Promise<void> {
  await mustRun('npm', ['run', '--silent', 'package']);
  const asked = process.argv.slice(2);
  for (const name of asked.length === 0 ? Object.keys(measurements) : asked) await measurements[name]?.();
}

void main();
