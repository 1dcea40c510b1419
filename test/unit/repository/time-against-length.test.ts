import assert from 'node:assert/strict';
import { parseAccount } from '../../../src/accounts/account.js';
import { parseClientFile } from '../../../src/accounts/google-client-file.js';
import { parseAutoconfig } from '../../../src/autoconfig/autoconfig-xml.js';
import { escapeHtml } from '../../../src/common/html.js';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { diagnose } from '../../../src/diagnosis/diagnosis.js';
import { inspectToken } from '../../../src/mail/login-check/token-info.js';
import { parseHostAndPort } from '../../../src/mail/wire/server.js';
import { parseFields } from '../../../src/oauth/answer-fields.js';
import { serverError } from '../../../src/oauth/errors.js';
import { parseEndpoint } from '../../../src/oauth/http.js';
import { splitScopes } from '../../../src/oauth/token-endpoint.js';
import { reportDocument } from '../../../src/report/markdown.js';
import { isAllowedRedirect } from '../../../src/sandbox/redirect-uris.js';
import { redactedCommand } from '../../../src/sandbox/sasl-response.js';
import { parseScenarios } from '../../../src/sandbox/scenario-file.js';
import { decodeBase64 } from '../../../src/sasl/base64.js';
import { decodeErrorChallenge } from '../../../src/sasl/challenge.js';
import { lintSaslString } from '../../../src/sasl/lint.js';
import { decodeOauthbearer } from '../../../src/sasl/oauthbearer.js';
import { decodeXoauth2 } from '../../../src/sasl/xoauth2.js';
import { parsePastedRedirect } from '../../../src/sign-in/pasted-redirect.js';
import { checkCa } from '../../../src/transport/ca-file.js';
import { asciiHost } from '../../../src/transport/host.js';
import { parseProxy } from '../../../src/transport/proxy.js';
import { Redactor } from '../../../src/transport/redactor.js';
import { escapeBytes, noSecrets, safeText, withoutLinks } from '../../../src/transport/safe-text.js';
import { sampleReport } from '../../support/sample-report.js';

const short = 32 * 1024;
const factor = 8;
/** ms; a square would take some thousands at the full length. */
const noise = 100;

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const fill = (pattern: string) => (length: number) =>
  pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);
const inMessage = (before: string, pattern: string, after: string) => (length: number) =>
  base64(before + fill(pattern)(Math.floor(length * 0.75)) + after);

/** Texts that cost much time where something looks for one thing after another, or within another. */
const texts: Readonly<Record<string, (length: number) => string>> = {
  ...Object.fromEntries(
    [
      'a',
      ' ',
      '=',
      ',',
      '"',
      '<',
      '`',
      '%',
      '.',
      '-',
      '/',
      '\x01',
      '\n',
      '\u202e',
      '6a',
      '%2B',
      'user=',
      'auth=',
      'Bearer ',
    ].map((pattern) => [JSON.stringify(pattern), fill(pattern)]),
  ),
  'nested quotes': (length) => `user=${'<'.repeat(length / 2)}a${'>'.repeat(length / 2)}\x01auth=Bearer x\x01\x01`,
  'nested JSON': fill('{"a":'),
  'nested elements': fill('<a>'),
  'BEGIN after BEGIN': fill('-----BEGIN CERTIFICATE-----'),
  'blanks before the end': (length) => `${' '.repeat(length)}x`,
  'a user of fields': inMessage('user=a', '\x01', ''),
  'a message of fields': inMessage('n,a=u,\x01', '\x01', 'x'),
  'blanks after the token': inMessage('n,a=u,\x01auth=Bearer x', ' ', 'x'),
  'many Bearers': inMessage('user=a\x01auth=', 'Bearer ', '\x01\x01'),
  'base64 in base64': (length) => base64(base64(fill('a')(length / 2))),
};

const secret = `ya29.${'aB3-_x'.repeat(40)}`;
const redactor = new Redactor([{ text: secret, placeholder: '<token>' }]);

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  lintSaslString,
  'lintSaslString of a user': (text) => lintSaslString(`user=${text}\x01auth=Bearer x\x01\x01`),
  decodeErrorChallenge,
  decodeBase64,
  decodeXoauth2,
  decodeOauthbearer,
  'Redactor.redact': (text) => redactor.redact(text),
  escapeBytes: (text) => escapeBytes(Buffer.from(text)),
  safeText: (text) => safeText(text, { ...noSecrets, limit: text.length }),
  splitScopes,
  parseEndpoint,
  parsePastedRedirect: (text) => parsePastedRedirect(`${text}?code=`, 'state'),
  parseHostAndPort,
  parseAutoconfig: (text) => parseAutoconfig(text, 'example.com'),
  'parseAutoconfig of elements': (text) => parseAutoconfig(`<clientConfig>${text}</clientConfig>`, 'example.com'),
  parseProxy,
  checkCa,
  inspectToken,
  parseScenarios,
  parseClientFile,
  parseAccount,
  parseFields,
  withoutLinks,
  escapeHtml,
  asciiHost,
  isAllowedRedirect,
  redactedCommand: (text) => redactedCommand(`A1 AUTHENTICATE XOAUTH2 ${text}`),
  'redactedCommand of one line': redactedCommand,
  'LineRedactor.next': (text) => redactor.ofLines().next(text),
  reportDocument: (text) =>
    reportDocument(sampleReport({ line: text, message: text, challenge: JSON.stringify({ scope: text }) }), []),
  diagnose: (text) => diagnose(sampleReport({ line: text, message: text, challenge: text })),
  describeError: (text) => describeError(serverError(text, text)),
};

/** Of several times of this process, in ms, the shortest: the others were disturbed. */
function shortestTime(work: () => unknown): number {
  let shortest = Infinity;
  for (let run = 0; run < 4 && shortest > noise; run++) {
    const start = process.cpuUsage();
    try {
      work();
    } catch (error) {
      // Refusing a text is all right, running out of stack is not.
      assert.ok(!(error instanceof RangeError), String(error));
    }
    const { user, system } = process.cpuUsage(start);
    shortest = Math.min(shortest, (user + system) / 1000);
  }
  return shortest;
}

describe('the running time by length of a text', () => {
  for (const [name, parse] of Object.entries(parsers)) {
    it(`is linear in ${name}`, () => {
      for (const [kind, make] of Object.entries(texts)) {
        const long = make(short * factor);
        const time = shortestTime(() => parse(long));
        // Too short a time says nothing: other work on the machine weighs as much.
        if (time < noise) continue;
        const ratio =
          time /
          Math.max(
            shortestTime(() => parse(make(short))),
            1,
          );
        assert.ok(ratio < 3 * factor, `${kind}: ${ratio} times the time for ${factor} times the length`);
      }
    }).timeout(300_000);
  }
});
