import { checkLogin } from '../../src/mail/login-check/login-check.js';
import type { Protocol } from '../../src/mail/wire/server.js';
import { mustRun } from '../support/processes.js';

export const user = 'alice@example.com';

/** What is done: a login, or a login and one command after it (SELECT, MAIL FROM, STAT). */
export type Work = 'login' | 'command';

/** Where to log in, and with what. */
export interface Target {
  readonly protocol: Protocol;
  readonly security: 'tls' | 'starttls';
  readonly port: number;
  readonly ca: string;
  readonly caFile: string;
  readonly accessToken: string;
}

/** A program that logs in. It answers with the time that it took up to the last reply, in ms. */
export interface Program {
  readonly name: string;
  readonly can: (work: Work, protocol: Protocol) => boolean;
  readonly run: (target: Target, work: Work) => Promise<number>;
}

export const ours: Program = {
  name: 'ours',
  can: () => true,
  run: async ({ protocol, security, port, ca, accessToken }, work) => {
    let onClose: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (onClose = resolve));
    const { outcome, phases, failure, reply } = await checkLogin({
      protocol,
      server: { host: 'localhost', port, security },
      mechanism: 'XOAUTH2',
      user,
      accessToken,
      ca,
      onClose: () => onClose(),
    });
    if (outcome !== 'ok') throw new Error(JSON.stringify(failure ?? reply));
    // The next login begins after this one has ended, though that time does not count.
    await closed;
    const counted = phases.filter(({ name }) => work === 'command' || name !== 'mailbox');
    return counted.reduce((sum, { ms }) => sum + ms, 0);
  },
};

/** curl does one command after a login at the least; its own default ones would do more than ours. */
const curlCommands: Readonly<Record<Protocol, readonly string[]>> = {
  imap: ['-X', 'SELECT INBOX'],
  smtp: ['-X', `MAIL FROM:<${user}>`],
  pop3: ['-X', 'STAT', '--head'],
};

const curl: Program = {
  name: 'curl',
  can: (work) => work === 'command',
  run: async ({ protocol, security, port, caFile, accessToken }) => {
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
      ...curlCommands[protocol],
      `${security === 'tls' ? `${protocol}s` : protocol}://localhost:${port}/`,
    ]);
    return Number(seconds) * 1000;
  },
};

const runPython = async (
  { protocol, security, port, caFile, accessToken }: Target,
  work: Work | 'oauth2.py',
): Promise<number> => {
  const args = [protocol, security, String(port), caFile, user, accessToken, work];
  return Number(await mustRun('python3', ['test/bench/oauth2_py.py', ...args])) * 1000;
};

const python: Program = {
  name: 'Python',
  can: (_work, protocol) => protocol !== 'pop3',
  run: runPython,
};

/** Exactly what oauth2.py does. */
export const oauth2Py: Program = {
  name: 'oauth2.py',
  can: (_work, protocol) => protocol !== 'pop3',
  run: (target) => runPython(target, 'oauth2.py'),
};

export const programs: readonly Program[] = [ours, curl, python];
