import { redactedToken } from '../transport/redactor.js';
import type { Protocol } from '../mail/wire/server.js';
import { decodeOauthbearer } from '../sasl/oauthbearer.js';
import { describeFinding } from '../common/sasl-words.js';
import { lintSaslString } from '../sasl/lint.js';
import { mechanisms, type Mechanism } from '../sasl/mechanism.js';
import { decodeXoauth2 } from '../sasl/xoauth2.js';
import type { LineConnection } from './line-connection.js';
import { addressOf, isFaulty, type Scenario } from './scenario.js';
import { gmailRefusal } from './scenarios.js';
import { redactedCredential } from '../sasl/redacted-credential.js';

/** The longest answer to a challenge that is no credential: an empty line, `AQ==`, `*` or the like, in characters. */
const longestAnswer = 8;

/** What the authorization server says of a token (RFC 7662 §2.2). */
export interface Introspection {
  readonly active: boolean;
  readonly sub?: string;
  readonly scope?: string;
}

/** What the mail servers log in by. */
export interface LoginParts {
  readonly scenarios: readonly Scenario[];
  /** The scope that a token must have. */
  readonly scope: string;
  readonly introspect: (token: string) => Promise<Introspection>;
}

/** How a login ended, and for whom. */
type LoginOutcome =
  | { readonly kind: 'ok'; readonly scenario: Scenario | undefined }
  | { readonly kind: 'refused'; readonly challenge?: string; readonly reply: string; readonly closes: boolean }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'dropped' };

interface Credential {
  readonly user: string;
  readonly accessToken: string;
}

/** What a protocol says around a login. */
export interface LoginWords {
  readonly protocol: Protocol;
  /** Asks for the credential where it did not come with the command. */
  readonly goAhead: string;
  /** Comes before a challenge. */
  readonly challenge: string;
  readonly withoutTls: string;
  readonly unknownMechanism: string;
  readonly cancelled: string;
  readonly malformed: string;
  /** Sends the last word of a refusal. */
  readonly refuse: (reply: string) => void;
}

/** How a login ended: with the account's scenario, with a refusal after which the client may go on, or with the connection. */
export type Authenticated = 'refused' | 'gone' | { readonly scenario: Scenario | undefined };

/** Holds the dialogue of AUTHENTICATE or AUTH, which differs in its words only. */
export async function authenticate(
  connection: LineConnection,
  [name = '', initial]: readonly string[],
  words: LoginWords,
  parts: LoginParts,
): Promise<Authenticated> {
  const mechanism = knownMechanism(name);
  const refuse = (reply: string): 'refused' => {
    words.refuse(reply);
    return 'refused';
  };
  if (!connection.secure) return refuse(words.withoutTls);
  if (mechanism === undefined) return refuse(words.unknownMechanism);
  if (initial === undefined) connection.send(words.goAhead);
  const response = initial ?? (await connection.readLine((line) => shownResponse(mechanism, line)));
  if (response === '*') return refuse(words.cancelled);
  const outcome = await checkLogin(connection, words.protocol, mechanism, response, parts);
  switch (outcome.kind) {
    case 'ok':
      return outcome;
    case 'dropped':
      connection.note('the scenario drops the connection');
      connection.close();
      return 'gone';
    case 'malformed':
      return refuse(words.malformed);
    case 'refused':
      if (outcome.challenge !== undefined) {
        connection.send(`${words.challenge}${Buffer.from(outcome.challenge).toString('base64')}`);
        await connection.readLine((line) => shownAnswer(mechanism, line));
      }
      words.refuse(outcome.reply);
      if (!outcome.closes) return 'refused';
      connection.end();
      return 'gone';
  }
}

/** A line of AUTHENTICATE or AUTH as the journal shows it: the credential by its shape. */
export function shownCommand(line: string): string {
  const match = /^((?:\S+ AUTHENTICATE|AUTH) (\S+) )(\S+)$/i.exec(line);
  if (match === null) return withoutLongWords(line);
  const [, start = '', name = '', response = ''] = match;
  const mechanism = knownMechanism(name);
  return `${start}${mechanism === undefined ? `<${response.length} characters>` : shownResponse(mechanism, response)}`;
}

/** A wrong client sends its credential where a command belongs: what is as long as a token is shown by its length. */
function withoutLongWords(line: string): string {
  return line.replace(/[^\s@<>"]{24,}/g, redactedToken);
}

/** The mechanism that a client names, if the sandbox has it. */
function knownMechanism(name: string): Mechanism | undefined {
  return mechanisms.find((mechanism) => mechanism === name.toUpperCase());
}

/** What the journal shows of a client's response: its decoded shape, or that it is none. */
function shownResponse(mechanism: Mechanism, base64: string): string {
  const credential = decode(mechanism, base64);
  if (credential === undefined) return `<${base64.length} characters that are no ${mechanism} string>`;
  return redactedCredential(mechanism, credential, redactedToken(credential.accessToken));
}

/** What the journal shows of an answer to the challenge, where a wrong client sends its credential again. */
function shownAnswer(mechanism: Mechanism, line: string): string {
  return line.length <= longestAnswer ? line : shownResponse(mechanism, line);
}

/** Checks a client's response as a provider does, and says in the journal what was checked and why it was refused. */
async function checkLogin(
  connection: LineConnection,
  protocol: Protocol,
  mechanism: Mechanism,
  base64: string,
  parts: LoginParts,
): Promise<LoginOutcome> {
  const credential = decode(mechanism, base64);
  if (credential === undefined) {
    for (const finding of lintSaslString(base64).findings) connection.note(`the string: ${describeFinding(finding)}`);
    return { kind: 'malformed' };
  }
  const { user } = credential;
  const scenario = parts.scenarios.find((one) => addressOf(one) === user.toLowerCase());
  connection.note(scenario === undefined ? `no account ${user} here` : `account ${user}: ${scenario.title}`);
  if (scenario !== undefined && isFaulty(scenario)) connection.note(scenario.teaches);
  if (scenario?.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, scenario.delayMs));
  if (scenario?.drops === 'login') return { kind: 'dropped' };
  const fault = await faultOf(credential, scenario, parts);
  if (fault !== undefined) {
    connection.note(`refused: ${fault}`);
    return { kind: 'refused', ...gmailRefusal[protocol], closes: false };
  }
  const scripted = scenario?.login?.[protocol];
  if (scripted === undefined) {
    connection.note('the token is good');
    return { kind: 'ok', scenario };
  }
  connection.note('the token is good; the scenario refuses it');
  return { kind: 'refused', ...scripted, closes: scripted.closes === true };
}

async function faultOf(
  { user, accessToken }: Credential,
  scenario: Scenario | undefined,
  { introspect, scope }: LoginParts,
): Promise<string | undefined> {
  const { active, sub = '', scope: granted = '' } = await introspect(accessToken);
  if (!active) return 'the authorization server does not know the token, or it has expired or was revoked';
  const owner = scenario?.owner ?? sub;
  if (owner.toLowerCase() !== user.toLowerCase()) return `the token belongs to ${owner}`;
  if (!granted.split(' ').includes(scope)) return `the token has the scope “${granted}”, not ${scope}`;
  return undefined;
}

function decode(mechanism: Mechanism, base64: string): Credential | undefined {
  try {
    return mechanism === 'XOAUTH2' ? decodeXoauth2(base64) : decodeOauthbearer(base64);
  } catch {
    return undefined;
  }
}
