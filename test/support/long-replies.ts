import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin } from '../../src/mail/login-check/login-check.js';
import type { Protocol } from '../../src/mail/wire/server.js';
import { reportDocument } from '../../src/report/markdown.js';

/** A server in its own thread that replies to each line, so that it takes no time of this thread. */
const server = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => {
    const answers = [...workerData];
    socket.on('error', () => undefined);
    socket.write(answers.shift());
    socket.on('data', (chunk) => { if (chunk.includes(10)) socket.write(answers.shift() ?? ''); });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/** The CPU time of this process, in ms, which does not depend on other processes. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The longest time, in ms of CPU time, that a login check and its report block the event loop. */
export async function longestStretch(protocol: Protocol, answers: readonly string[], outcome: string): Promise<number> {
  const worker = new Worker(server, { eval: true, workerData: answers });
  const [port] = (await once(worker, 'message')) as [number];
  let longest = 0;
  let last = processorTime();
  let pending = setImmediate(function measure() {
    const now = processorTime();
    longest = Math.max(longest, now - last);
    last = now;
    pending = setImmediate(measure);
  });
  const result = await checkLogin({
    protocol,
    server: { host: '127.0.0.1', port, security: 'none' },
    mechanism: 'XOAUTH2',
    user: 'alice@example.com',
    accessToken: `ya29.${'x'.repeat(100)}`,
  });
  assert.equal(result.outcome, outcome, result.failure?.message);
  diagnose(result);
  reportDocument(result, []);
  await new Promise((resolve) => setImmediate(resolve));
  clearImmediate(pending);
  await worker.terminate();
  return longest;
}

/** The shortest of several runs, which is the least disturbed. */
export async function undisturbed(measure: () => Promise<number>): Promise<number> {
  let shortest = Infinity;
  for (let run = 0; run < 5; run++) shortest = Math.min(shortest, await measure());
  return shortest;
}

const repeat = (text: string, total: number) => text.repeat(Math.max(1, Math.floor(total / text.length)));
export const imapGreeting = '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n';
const smtpGreeting = ['220 ready\r\n', '250-ready\r\n250 AUTH XOAUTH2\r\n'];

/** Long refusals of so many octets, each with what it is made of. */
export const longReplies: readonly (readonly [string, Protocol, (total: number) => readonly string[]])[] = [
  [
    'of an SMTP refusal in long lines',
    'smtp',
    (total) => [...smtpGreeting, `${repeat(`535-5.7.139 ${'5.7.139 '.repeat(100)}\r\n`, total)}535 5.7.139 no\r\n`],
  ],
  [
    'of untagged IMAP lines',
    'imap',
    (total) => [imapGreeting, `${repeat(`* ${'temporary a '.repeat(9)}\r\n`, total)}A1 NO no\r\n`],
  ],
  [
    'of IMAP lines of base64',
    'imap',
    (total) => [imapGreeting, `${repeat(`* ${'QUJD'.repeat(15_000)}\r\n`, total)}A1 NO no\r\n`],
  ],
];
