import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { testMail } from '../../src/mail/mail-test.js';
import { mailScope, startAuthorizationServer } from '../support/authorization-server.js';
import { startDovecot } from '../support/dovecot.js';
import { dovecotNeed, install, opensslNeed } from '../support/install.js';
import { mustRun } from '../support/processes.js';
import { measureActivation } from './activation.js';

/*
 * Prints measurements, each as a number of this machine and as a ratio to something measured in the same
 * run. Nothing is asserted.
 */

const user = 'alice@example.com';

async function main(): Promise<void> {
  await mustRun('npm', ['run', '--silent', 'package']);
  const kilobytes = statSync('dist/xoauth2.vsix').size / 1024;
  console.log(`VSIX: ${kilobytes.toFixed(1)} KB, ${(kilobytes / 300).toFixed(2)} of its budget of 300 KB`);
  const activation = await measureActivation();
  console.log(`activate(): ${activation.activateMs} ms, ${(activation.activateMs / 10).toFixed(2)} of its budget of 10 ms; loading the bundle: ${activation.loadMs} ms`);
  await install([dovecotNeed, opensslNeed]);
  await logins();
}

/** Our login test against curl doing the same, on the same Dovecot. */
async function logins(): Promise<void> {
  const authorizationServer = await startAuthorizationServer();
  const dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
  try {
    const { accessToken } = await authorizationServer.issueTokens({ user });
    const ca = await readFile(dovecot.caFile, 'utf8');
    const port = dovecot.ports.imaps;
    const ours = await median(async () => {
      await testMail({ protocol: 'imap', server: { host: 'localhost', port, security: 'tls' }, mechanism: 'XOAUTH2', user, accessToken, ca });
    });
    const curl = await median(async () => {
      await mustRun('curl', ['-sS', '--cacert', dovecot.caFile, '--user', `${user}:`, '--oauth2-bearer', accessToken, '--login-options', 'AUTH=XOAUTH2', `imaps://localhost:${port}/INBOX?ALL`]);
    });
    console.log(`IMAP login, SELECT, LOGOUT: ours ${ours.toFixed(1)} ms, curl ${curl.toFixed(1)} ms (with its start), ratio ${(ours / curl).toFixed(2)}`);
  } finally {
    await dovecot.stop();
    await authorizationServer.stop();
  }
}

async function median(run: () => Promise<void>, times = 9): Promise<number> {
  const measured: number[] = [];
  for (let count = 0; count < times; count++) {
    const begun = performance.now();
    await run();
    measured.push(performance.now() - begun);
  }
  return measured.sort((a, b) => a - b)[Math.floor(times / 2)] ?? NaN;
}

void main();
