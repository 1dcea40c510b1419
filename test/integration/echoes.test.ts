import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin } from '../../src/mail/login-check/login-check.js';
import type { Protocol } from '../../src/mail/wire/server.js';
import { reportDocument } from '../../src/report/markdown.js';
import { formatEntry } from '../../src/report/text.js';
import { encodeXoauth2 } from '../../src/sasl/xoauth2.js';
import { echoes } from '../support/echoes.js';
import { readBack } from '../support/read-back.js';
import { startScriptedServer, type Turn } from '../support/scripted-server.js';

const user = 'alice@example.com';
const accessToken = `ya29.AtCaNaRy-${'kW7_zQ.x3'.repeat(12)}`;
const credential = encodeXoauth2({ user, accessToken });

/** Where a server can put lines of its own: replies of one line and of many, and the challenge. */
const places: Readonly<
  Record<string, { readonly protocol: Protocol; readonly turns: (lines: readonly string[]) => Turn[] }>
> = {
  'an SMTP reply': {
    protocol: 'smtp',
    turns: (lines) => [
      { send: '220 mail.example\r\n' },
      { when: /^EHLO/, send: '250-mail.example\r\n250 AUTH XOAUTH2\r\n' },
      {
        when: /^AUTH/,
        send: lines.map((line, index) => `535${index === lines.length - 1 ? ' ' : '-'}5.7.8 ${line}\r\n`).join(''),
      },
    ],
  },
  'IMAP replies': {
    protocol: 'imap',
    turns: (lines) => [
      { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n' },
      {
        when: /AUTHENTICATE/,
        send: `${lines.map((line) => `* OK ${line}\r\n`).join('')}A1 NO [AUTHENTICATIONFAILED] ${lines.at(-1)}\r\n`,
      },
    ],
  },
  'a challenge': {
    protocol: 'imap',
    turns: (lines) => [
      { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n' },
      {
        when: /AUTHENTICATE/,
        send: `+ ${Buffer.from(JSON.stringify({ status: '400', scope: lines.join(' ') })).toString('base64')}\r\n`,
      },
      { when: /^$/, send: 'A1 NO no\r\n' },
    ],
  },
};

describe('a server that echoes what it received', () => {
  for (const [form, echo] of Object.entries(echoes)) {
    for (const [place, { protocol, turns }] of Object.entries(places)) {
      for (const [what, secret] of Object.entries({ token: accessToken, credential })) {
        it(`cannot put the ${what} into a report: ${form}, in ${place}`, async () => {
          const server = await startScriptedServer(turns(echo(secret)));
          const result = await checkLogin({
            protocol,
            server: { host: '127.0.0.1', port: server.port, security: 'none' },
            mechanism: 'XOAUTH2',
            user,
            accessToken,
          });
          await server.stop();
          assert.equal(result.outcome, 'refused');
          const shown = [
            JSON.stringify(result, undefined, 1),
            reportDocument(result, []),
            JSON.stringify(diagnose(result)),
            ...result.transcript.map(formatEntry),
          ].join('\n');
          assert.deepEqual([...readBack(shown, accessToken), ...readBack(shown, credential)], []);
        });
      }
    }
  }
});
