import * as l10n from '@vscode/l10n';
import { mechanisms, type Mechanism } from '../sasl/mechanism.js';
import { decodeOauthbearer } from '../sasl/oauthbearer.js';
import { redactedCredential } from '../sasl/redacted-credential.js';
import { decodeXoauth2 } from '../sasl/xoauth2.js';
import { redactedToken } from '../transport/redactor.js';

/** The longest answer to a challenge that cannot be a credential (empty, `AQ==`, `*` or similar), in characters. */
const longestAnswer = 8;

/** What a client logs in with. */
export interface SaslCredential {
  readonly user: string;
  readonly accessToken: string;
}

/** The mechanism that a client names, if the sandbox supports it. */
export function findMechanism(name: string): Mechanism | undefined {
  return mechanisms.find((mechanism) => mechanism === name.toUpperCase());
}

/** A client's response decoded; `undefined` if it is malformed. */
export function decodeResponse(mechanism: Mechanism, base64: string): SaslCredential | undefined {
  try {
    return mechanism === 'XOAUTH2' ? decodeXoauth2(base64) : decodeOauthbearer(base64);
  } catch {
    return undefined;
  }
}

/** A line of AUTHENTICATE or AUTH as the log shows it: the credential decoded, the token replaced. */
export function redactedCommand(line: string): string {
  const match = /^((?:\S+ AUTHENTICATE|AUTH) (\S+) )(\S+)$/i.exec(line);
  if (match === null) return withoutLongWords(line);
  const [, start = '', name = '', response = ''] = match;
  const mechanism = findMechanism(name);
  return `${start}${mechanism === undefined ? redactedLength(response) : redactedResponse(mechanism, response)}`;
}

/** What the log shows of a client's response. */
export function redactedResponse(mechanism: Mechanism, base64: string): string {
  const credential = decodeResponse(mechanism, base64);
  if (credential === undefined) return l10n.t('<{0} characters, not a valid {1} string>', base64.length, mechanism);
  return redactedCredential(mechanism, credential, redactedToken(credential.accessToken));
}

/** What the log shows of an answer to the challenge: a faulty client may send its credential again. */
export function redactedAnswer(mechanism: Mechanism, line: string): string {
  return line.length <= longestAnswer ? line : redactedResponse(mechanism, line);
}

function redactedLength(text: string): string {
  return l10n.t('<{0} characters>', text.length);
}

/** A faulty client may send its credential in place of a command: words as long as a token are replaced. */
function withoutLongWords(line: string): string {
  return line.replace(/[^\s@<>"]{24,}/g, redactedToken);
}
