import assert from 'node:assert/strict';
import { colorizer, meaningOf, tokenThemes, type ColoredText } from '../support/grammar-colors.js';

/** Lines of a transcript, each with a part and its expected color. */
const lines: readonly (readonly [line: string, part: string, color: 'red' | 'green' | 'neutral'])[] = [
  ['── Test IMAP: alice@example.com at imap.example.com:993 (implicit TLS) ──', '── Test', 'neutral'],
  ['    12 ms  authenticate  C: A1 AUTHENTICATE XOAUTH2 <218 characters, #a1b2>', '    12 ms', 'neutral'],
  ['    12 ms  authenticate  C: A1 AUTHENTICATE XOAUTH2 <218 characters, #a1b2>', 'C:', 'neutral'],
  ['    12 ms  authenticate  C: A1 AUTHENTICATE XOAUTH2 <218 characters, #a1b2>', '<218', 'neutral'],
  ['    40 ms  authenticate  S: A1 OK done', 'A1 OK', 'green'],
  ['    40 ms  authenticate  S: A1 NO [AUTHENTICATIONFAILED] Invalid', 'A1 NO', 'red'],
  ['    40 ms  authenticate  S: A1 NO [AUTHENTICATIONFAILED] Invalid', '[AUTH', 'neutral'],
  ['    40 ms  authenticate  S: 535 5.7.3 Authentication unsuccessful', '535', 'red'],
  ['    40 ms  authenticate  S: 535 5.7.3 Authentication unsuccessful', '5.7.3', 'neutral'],
  ['    40 ms  authenticate  S: 235 2.7.0 Accepted', '235', 'green'],
  ['    40 ms  mailbox       S: -ERR no such mailbox', '-ERR', 'red'],
  ['    40 ms  authenticate  S: * BYE too many failed logins', '* BYE', 'red'],
  ['    40 ms  logout        S: * BYE LOGOUT requested', '* BYE', 'neutral'],
  ['    40 ms  logout        S: A3 OK done', 'A3 OK', 'green'],
  ['    40 ms  imaps#1       S: * BYE Logging out', '* BYE', 'neutral'],
  ['    40 ms  tls           * TLSv1.3, TLS_AES_256_GCM_SHA384', '* TLSv1.3', 'neutral'],
  ['  ✔ Token    ok       well formed', '✔', 'green'],
  ['  ✖ Login    failed   A1 NO', '✖', 'red'],
  ['  – Mailbox  skipped  an earlier check failed', '– Mailbox', 'neutral'],
  ['OK: imap.example.com accepted alice@example.com', 'OK:', 'green'],
  ['NO: imap.example.com refused alice@example.com', 'NO:', 'red'],
  ['FAILED: connection refused', 'FAILED:', 'red'],
  ['CANCELED: the test of imap.example.com was canceled.', 'CANCELED:', 'neutral'],
];

describe('the colors of a transcript', () => {
  let color: (theme: string, line: string) => Promise<ColoredText[]>;

  before(async () => {
    color = await colorizer('media/transcript.tmLanguage.json', 'output.mail-oauth-transcript');
  });

  for (const theme of tokenThemes) {
    it(`are green for accepted, red for rejected, and neither for other lines in ${theme}`, async () => {
      for (const [line, part, wanted] of lines) {
        const at = line.indexOf(part);
        let end = 0;
        const found = (await color(theme, line)).find(({ text }) => (end += text.length) > at);
        assert.equal(meaningOf(found?.color ?? ''), wanted, `${part} of ${line} is ${found?.color ?? ''}`);
      }
    });
  }
});
