import { spawn } from 'node:child_process';
import { mailScope, startAuthorizationServer } from '../support/authorization-server.js';
import { startDelayRelay } from '../support/delay-relay.js';
import { startDovecot } from '../support/dovecot.js';
import { median } from './median.js';

const user = 'alice@example.com';
const oneWayMs = 50;

/** Prints how long the process of a login check lives after the server's last reply, far from the server. */
export async function measureGoodbye(times = 9): Promise<void> {
  const authorizationServer = await startAuthorizationServer();
  const dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
  const relay = await startDelayRelay(dovecot.ports.imaps, oneWayMs);
  try {
    const { accessToken } = await authorizationServer.issueTokens({ user });
    const token = ['--user', user, '--access_token', accessToken];
    const server = ['--host', 'localhost', '--port', String(relay.port), '--security', 'tls'];
    const measured: number[] = [];
    for (let time = 0; time < times; time++) {
      measured.push(await fromOutcomeToExit([...token, ...server, '--ca_file', dovecot.caFile]));
    }
    console.log(
      `From the outcome of --test_imap_authentication to its exit, ${2 * oneWayMs} ms per round trip: ` +
        `${median(measured).toFixed(0)} ms, the longest of ${times} ${Math.max(...measured).toFixed(0)} ms (goal: 30 ms)`,
    );
  } finally {
    await relay.stop();
    await dovecot.stop();
    await authorizationServer.stop();
  }
}

/** The outcome is known when the logout is written. @returns ms */
function fromOutcomeToExit(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/cli.js', '--test_imap_authentication', ...args]);
    let output = '';
    let outcomeAt = NaN;
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (Number.isNaN(outcomeAt) && output.includes(' LOGOUT')) outcomeAt = performance.now();
    });
    child.once('error', reject);
    child.once('exit', (status) => {
      const ms = performance.now() - outcomeAt;
      if (status === 0 && !Number.isNaN(ms)) resolve(ms);
      else reject(new Error(`the login check ended with ${status}: ${output}`));
    });
  });
}
