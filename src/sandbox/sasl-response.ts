import * as l10n from '@vscode/l10n';
import { mechanisms, type Mechanism } from '../sasl/mechanism.js';
import { decodeOauthbearer } from '../sasl/oauthbearer.js';
import { redactedCredential } from '../sasl/redacted-credential.js';
import { decodeXoauth2 } from '../sasl/xoauth2.js';
import { redactedToken } from '../transport/redactor.js';

/** A response to a challenge up to this length, in characters, is not a credential (empty, `AQ==`, `*` or similar). */
const longestAnswer = 8;

/** The decoded credential of a client. */
export interface SaslCredential {
  readonly user: string;
  readonly accessToken: string;
}

/** The mechanism with this name, if the sandbox supports it. */
export function findMechanism(name: string): Mechanism | undefined {
  return mechanisms.find((mechanism) => mechanism === name.toUpperCase());
}

/** Decodes a client's response; `undefined` if it is malformed. */
export function decodeResponse(mechanism: Mechanism, base64: string): SaslCredential | undefined {
  try {
    return mechanism === 'XOAUTH2' ? decodeXoauth2(base64) : decodeOauthbearer(base64);
  } catch {
    return undefined;
  }
}

/** Redacts a line of AUTHENTICATE or AUTH for the log: decodes the credential and replaces the token. */
export function redactedCommand(line: string): string {
  const match = /^((?:\S+ AUTHENTICATE|AUTH) (\S+) )(\S+)$/i.exec(line);
  if (match === null) return withoutLongWords(line);
  const [, start = '', name = '', response = ''] = match;
  const mechanism = findMechanism(name);
  return `${start}${mechanism === undefined ? redactedLength(response) : redactedResponse(mechanism, response)}`;
}

/** Redacts a client's response for the log. */
export function redactedResponse(mechanism: Mechanism, base64: string): string {
  const credential = decodeResponse(mechanism, base64);
  if (credential === undefined) return l10n.t('<{0} characters, not a valid {1} string>', base64.length, mechanism);
  return redactedCredential(mechanism, credential, redactedToken(credential.accessToken));
}

/** Redacts the response to a challenge for the log: a faulty client may send its credential again. */
export function redactedAnswer(mechanism: Mechanism, line: string): string {
  return line.length <= longestAnswer ? line : redactedResponse(mechanism, line);
}

function redactedLength(text: string): string {
  return l10n.t('<{0} characters>', text.length);
}

/** A faulty client may send its credential instead of a command: words as long as a token are replaced. */
function withoutLongWords(line: string): string {
  return line.replace(/[^\s@<>"]{24,}/g, redactedToken);
}
