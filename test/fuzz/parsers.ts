import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAccount } from '../../src/accounts/account.js';
import { parseClientFile } from '../../src/accounts/google-client-file.js';
import { parseAutoconfig } from '../../src/autoconfig/autoconfig-xml.js';
import { MailOAuthError } from '../../src/common/errors.js';
import { inspectToken } from '../../src/mail/login-check/token-info.js';
import { parseHostAndPort } from '../../src/mail/wire/server.js';
import { parseEndpoint } from '../../src/oauth/http.js';
import { splitScopes } from '../../src/oauth/token-endpoint.js';
import { parseScenarios } from '../../src/sandbox/scenario-file.js';
import { decodeBase64 } from '../../src/sasl/base64.js';
import { decodeErrorChallenge } from '../../src/sasl/challenge.js';
import { SaslError } from '../../src/sasl/errors.js';
import { lintSaslString } from '../../src/sasl/lint.js';
import type { Mechanism } from '../../src/sasl/mechanism.js';
import { decodeOauthbearer } from '../../src/sasl/oauthbearer.js';
import { decodeXoauth2 } from '../../src/sasl/xoauth2.js';
import { parsePastedRedirect } from '../../src/sign-in/pasted-redirect.js';
import { renderPage } from '../../src/sign-in/result-page.js';
import { checkCa } from '../../src/transport/ca-file.js';
import { parseProxy } from '../../src/transport/proxy.js';
import { Redactor } from '../../src/transport/redactor.js';
import { hostileText } from '../support/hostile-texts.js';

const secret = `ya29.CaNaRy${'q7Zk'.repeat(20)}`;
const redactor = new Redactor([{ text: secret, placeholder: '<token>' }]);
/** The markup of the result page itself. */
const markup =
  /<style>[^]*?<\/style>|<\/?(?:!doctype html|html lang="[a-z-]+"|html|head|meta [^<>]*|title|body|main|h1|p|a [a-z]+="[^"<>]*"|a)>/g;

function decode(mechanism: Mechanism, text: string) {
  return mechanism === 'XOAUTH2' ? decodeXoauth2(text) : decodeOauthbearer(text);
}

function checkLint(text: string): void {
  const { findings, fixed, mechanism } = lintSaslString(text);
  for (const { at } of findings) assert.ok(Number.isInteger(at) && at >= 0, 'a finding has a place');
  // A string without faults is one that servers read.
  if (findings.length === 0 && mechanism !== undefined) assert.doesNotThrow(() => decode(mechanism, text));
  if (fixed === undefined) return;
  assert.deepEqual(lintSaslString(fixed).findings, [], 'the fixed string has no faults');
  const message = decodeBase64(fixed);
  assert.ok((message.startsWith('user=') ? decodeXoauth2(fixed) : decodeOauthbearer(fixed)).accessToken !== '');
}

function checkRedaction(text: string): void {
  assert.ok(!redactor.redact(text + secret + text).includes(secret), 'the secret is not shown');
}

function checkPage(text: string): void {
  const page = renderPage({ ok: false, title: text, text, editorUri: text });
  assert.doesNotMatch(page.replace(markup, ''), /[<>]/, 'no text becomes markup');
}

/** All that reads texts of a server, a file or a person. */
const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  checkLint,
  checkRedaction,
  checkPage,
  decodeErrorChallenge,
  decodeBase64,
  decodeXoauth2,
  decodeOauthbearer,
  splitScopes,
  parseEndpoint,
  parsePastedRedirect: (text) => [...parsePastedRedirect(text, 'state')],
  parseAutoconfig: (text) => parseAutoconfig(text, 'example.com'),
  parseHostAndPort,
  parseProxy,
  checkCa,
  inspectToken,
  'inspectToken of a JWT': (text) => inspectToken(`eyJ.${Buffer.from(text).toString('base64url')}.x`),
  parseScenarios,
  parseClientFile,
  parseAccount,
};

/** Gives each parser its share of so many inputs. It may refuse one only with an error of its own. */
export function fuzzParsers(inputs: number, seed?: number): void {
  const numRuns = Math.ceil(inputs / Object.keys(parsers).length);
  for (const [name, parse] of Object.entries(parsers)) {
    const property = fc.property(hostileText(), (text) => {
      try {
        parse(text);
      } catch (error) {
        if (!(error instanceof MailOAuthError || error instanceof SaslError)) throw error;
      }
    });
    try {
      fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed }) });
    } catch (error) {
      throw new Error(`${name}: ${String(error)}`, { cause: error });
    }
  }
}
