import { readFile } from 'node:fs/promises';
import type { Protocol } from '../../src/mail/wire/server.js';
import { mailScope, startAuthorizationServer } from '../support/authorization-server.js';
import { startDelayRelay } from '../support/delay-relay.js';
import { startDovecot, type Dovecot } from '../support/dovecot.js';
import { median } from './median.js';
import { oauth2Py, ours, programs, user, type Program, type Target, type Work } from './programs.js';

const oneWayMs = 50;

interface Measured {
  readonly name: string;
  readonly ms: number;
  /** TCP's own one included; `undefined` where nobody counts. */
  readonly roundTrips: number | undefined;
}

/** Prints our logins beside curl's and Python's for the same work, in turn on one Dovecot, directly and far away. */
export async function measureLogins(): Promise<void> {
  const authorizationServer = await startAuthorizationServer();
  const dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
  try {
    const { accessToken } = await authorizationServer.issueTokens({ user });
    const ca = await readFile(dovecot.caFile, 'utf8');
    for (const [protocol, security, port] of ways(dovecot)) {
      const target: Target = { protocol, security, port, ca, caFile: dovecot.caFile, accessToken };
      for (const work of protocol === 'smtp' ? (['login', 'command'] as const) : (['command'] as const)) {
        await compare(target, work);
      }
    }
    await compareAsUsed(dovecot, ca, accessToken);
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

async function compare(target: Target, work: Work): Promise<void> {
  const able = programs.filter(({ can }) => can(work, target.protocol));
  const title = describe(target, work);
  report(`${title}, directly`, await takeTurns(able, target, work, 9));
  report(`${title}, ${oneWayMs} ms away`, await farAway(able, target, work));
  if (target.protocol === 'imap') {
    console.log('  5 round trips are the least: TCP, TLS 1.3, greeting, AUTHENTICATE with the credential, SELECT.');
  }
}

/** Each by its own way: oauth2.py goes to port 587 and begins TLS there, ours to 465 (RFC 8314 §3.3). */
async function compareAsUsed({ ports, caFile }: Dovecot, ca: string, accessToken: string): Promise<void> {
  const common = { protocol: 'smtp', ca, caFile, accessToken } as const;
  const us = await farAway([ours], { ...common, security: 'tls', port: ports.submissions }, 'login');
  const them = await farAway([oauth2Py], { ...common, security: 'starttls', port: ports.submission }, 'login');
  report(`SMTP up to the login, ours by implicit TLS and oauth2.py by STARTTLS, ${oneWayMs} ms away`, [...us, ...them]);
}

async function farAway(able: readonly Program[], target: Target, work: Work): Promise<Measured[]> {
  const relay = await startDelayRelay(target.port, oneWayMs);
  try {
    return await takeTurns(able, { ...target, port: relay.port }, work, 5, relay.roundTripsWithin);
  } finally {
    await relay.stop();
  }
}

/** Runs each program in turn, so that they share what else the machine does. */
async function takeTurns(
  able: readonly Program[],
  target: Target,
  work: Work,
  rounds: number,
  roundTripsWithin?: (ms: number) => number,
): Promise<Measured[]> {
  const taken = able.map(({ name }) => ({ name, ms: [] as number[], roundTrips: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, program] of able.entries()) {
      const ms = await program.run(target, work);
      taken[index]?.ms.push(ms);
      if (roundTripsWithin !== undefined) taken[index]?.roundTrips.push(1 + roundTripsWithin(ms));
    }
  }
  return taken.map(({ name, ms, roundTrips }) => ({
    name,
    ms: median(ms),
    roundTrips: roundTrips.length === 0 ? undefined : median(roundTrips),
  }));
}

function report(title: string, [us, ...others]: readonly Measured[]): void {
  if (us === undefined) return;
  console.log(`${title}: ours ${inWords(us)}`);
  for (const them of others) {
    console.log(`  against ${them.name} (${inWords(them)}): ${(us.ms / them.ms).toFixed(2)} of its time`);
  }
}

function inWords({ ms, roundTrips }: Measured): string {
  return `${ms.toFixed(0)} ms${roundTrips === undefined ? '' : `, ${roundTrips} round trips`}`;
}

function describe({ protocol, security }: Target, work: Work): string {
  const command = { imap: 'SELECT', smtp: 'MAIL FROM', pop3: 'STAT' }[protocol];
  const way = `${protocol.toUpperCase()} ${security === 'tls' ? 'by implicit TLS' : 'by STARTTLS'}`;
  return `${way} ${work === 'login' ? 'up to the login' : `with ${command}`}`;
}
