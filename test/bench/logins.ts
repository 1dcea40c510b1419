import { readFile } from 'node:fs/promises';
import { checkLogin } from '../../src/mail/login-check/login-check.js';
import type { Protocol } from '../../src/mail/wire/server.js';
import { mailScope, startAuthorizationServer } from '../support/authorization-server.js';
import { startDelayRelay } from '../support/delay-relay.js';
import { startDovecot, type Dovecot } from '../support/dovecot.js';
import { mustRun } from '../support/processes.js';
import { median } from './median.js';
import type { LoginCheckResult } from '../../src/mail/login-check/result.js';

const user = 'alice@example.com';
const oneWayMs = 50;

interface Target {
  readonly protocol: Protocol;
  readonly security: 'tls' | 'starttls';
  readonly port: number;
  readonly ca: string;
  readonly caFile: string;
  readonly accessToken: string;
  /** The round trips in the first `ms` of the last connection; 0 where nobody counts. */
  readonly roundTripsWithin: (ms: number) => number;
}

interface Measured {
  readonly ms: number;
  readonly roundTrips: number;
}

/** One login of one program: ms as the program counts them, up to the verdict. */
type Login = (target: Target) => Promise<number>;

/** Prints our logins side by side with curl's and Python's, on one Dovecot, directly and over a long way. */
export async function measureLogins(): Promise<void> {
  const authorizationServer = await startAuthorizationServer();
  const dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
  try {
    const { accessToken } = await authorizationServer.issueTokens({ user });
    const ca = await readFile(dovecot.caFile, 'utf8');
    for (const [protocol, security, port] of ways(dovecot)) {
      const target = { protocol, security, port, ca, caFile: dovecot.caFile, accessToken, roundTripsWithin: () => 0 };
      await compare(target);
      await compareFarAway(target);
    }
    await compareAsUsed(dovecot, {
      protocol: 'smtp',
      ca,
      caFile: dovecot.caFile,
      accessToken,
      roundTripsWithin: () => 0,
    });
  } finally {
    await dovecot.stop();
    await authorizationServer.stop();
  }
}

function ways({ ports }: Dovecot): [Protocol, 'tls' | 'starttls', number][] {
  return [
    ['imap', 'tls', ports.imaps],
    ['smtp', 'tls', ports.submissions],
    ['smtp', 'starttls', ports.submission],
    ['pop3', 'tls', ports.pop3s],
  ];
}

const ours: Login = async (target) => (await login(target)).ms;

/** The part of our test that oauth2.py's SMTP test has: up to the answer to AUTH. */
const oursToLogin: Login = async (target) => {
  const { phases } = await login(target);
  return phases.filter(({ name }) => name !== 'mailbox').reduce((sum, phase) => sum + phase.ms, 0);
};

/** Logs in and waits for the goodbye too, though its time does not count. */
async function login({ protocol, security, port, ca, accessToken }: Target): Promise<LoginCheckResult> {
  let onClose: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (onClose = resolve));
  const report = await checkLogin({
    protocol,
    server: { host: 'localhost', port, security },
    mechanism: 'XOAUTH2',
    user,
    accessToken,
    ca,
    onClose: () => onClose(),
  });
  if (report.outcome !== 'ok') throw new Error(JSON.stringify(report.failure ?? report.reply));
  await closed;
  return report;
}

const curl: Login = async ({ protocol, security, port, caFile, accessToken }) => {
  const scheme = security === 'tls' ? `${protocol}s` : protocol;
  const path = { imap: 'INBOX?ALL', smtp: '', pop3: '' }[protocol];
  // Without a message curl's SMTP asks for help; its POP3 lists; both log in first.
  const seconds = await mustRun('curl', [
    '-sS',
    '-o',
    '/dev/null',
    '-w',
    '%{time_total}',
    '--ssl-reqd',
    '--cacert',
    caFile,
    '--user',
    `${user}:`,
    '--oauth2-bearer',
    accessToken,
    '--login-options',
    'AUTH=XOAUTH2',
    ...(protocol === 'smtp' ? ['-X', 'RSET'] : []),
    `${scheme}://localhost:${port}/${path}`,
  ]);
  return Number(seconds) * 1000;
};

const python: Login = async ({ protocol, security, port, caFile, accessToken }) =>
  Number(
    await mustRun('python3', ['test/bench/oauth2_py.py', protocol, security, String(port), caFile, user, accessToken]),
  ) * 1000;

async function compare(target: Target): Promise<void> {
  await report(`${title(target)}, directly`, target, (run) => measure(run, target, 9));
}

async function compareFarAway(target: Target): Promise<void> {
  await report(`${title(target)}, ${oneWayMs} ms away`, target, (run) => measureFarAway(run, target));
}

/** Each by its own way: `oauth2.py` goes to port 587 and begins TLS there, ours to 465 (RFC 8314 §3.3). */
async function compareAsUsed({ ports }: Dovecot, common: Omit<Target, 'port' | 'security'>): Promise<void> {
  const us = await measureFarAway(oursToLogin, { ...common, security: 'tls', port: ports.submissions });
  const them = await measureFarAway(python, { ...common, security: 'starttls', port: ports.submission });
  console.log(`SMTP each by its own way up to the login, ${oneWayMs} ms away: ours by implicit TLS ${words(us)}`);
  console.log(`  against Python as oauth2.py by STARTTLS (${words(them)}): ${ratio(us, them)}`);
}

async function measureFarAway(run: Login, target: Target): Promise<Measured> {
  const relay = await startDelayRelay(target.port, oneWayMs);
  try {
    return await measure(run, { ...target, port: relay.port, roundTripsWithin: relay.roundTripsWithin }, 3);
  } finally {
    await relay.stop();
  }
}

async function report(name: string, { protocol }: Target, run: (one: Login) => Promise<Measured>): Promise<void> {
  const us = await run(ours);
  console.log(`${name}: ours ${words(us)}`);
  const others: [string, Login, Login][] = [
    ['curl', curl, ours],
    ...(protocol === 'pop3'
      ? []
      : [['Python as oauth2.py', python, protocol === 'smtp' ? oursToLogin : ours] as [string, Login, Login]]),
  ];
  for (const [other, theirs, same] of others) {
    const them = await run(theirs);
    const part = same === ours ? us : await run(same);
    console.log(
      `  against ${other} (${words(them)})${same === ours ? '' : `, both up to the login (ours ${words(part)})`}: ${ratio(part, them)}`,
    );
  }
}

function words({ ms, roundTrips }: Measured): string {
  return `${ms.toFixed(0)} ms${roundTrips === 0 ? '' : `, ${roundTrips} round trips after TCP, ${inDialogue(roundTrips)} of them the mail protocol’s`}`;
}

function ratio(us: Measured, them: Measured): string {
  const trips =
    them.roundTrips === 0
      ? ''
      : `, ${(us.roundTrips / them.roundTrips).toFixed(2)} of its round trips, ${(inDialogue(us.roundTrips) / inDialogue(them.roundTrips)).toFixed(2)} of those of the mail protocol`;
  return `${(us.ms / them.ms).toFixed(2)} of its time${trips}`;
}

/** All but TLS 1.3's own round trip (RFC 8446 §2), which no client can choose. */
function inDialogue(roundTrips: number): number {
  return roundTrips - 1;
}

function title({ protocol, security }: Target): string {
  return `${protocol.toUpperCase()} ${security === 'tls' ? 'implicit TLS' : 'STARTTLS'}`;
}

async function measure(run: Login, target: Target, times: number): Promise<Measured> {
  const measured: Measured[] = [];
  for (let count = 0; count < times; count++) {
    const ms = await run(target);
    measured.push({ ms, roundTrips: target.roundTripsWithin(ms) });
  }
  return { ms: median(measured.map(({ ms }) => ms)), roundTrips: median(measured.map(({ roundTrips }) => roundTrips)) };
}
