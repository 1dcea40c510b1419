import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { Protocol } from '../mail/wire/server.js';

/** What a mail server says instead of OK. */
export interface ScenarioReply {
  /** The challenge before it, if one is sent: JSON, as it is before base64. */
  readonly challenge?: string;
  /** The last word, without a tag. Lines are separated by `\n`; in IMAP the last one gets the tag. */
  readonly reply: string;
  /** Whether the connection is closed after it. */
  readonly closes?: boolean;
}

/** How the sandbox behaves towards one account; `name@sandbox.test` is its address. */
export interface Scenario {
  /** Lower-case letters, digits and hyphens, at most 41. */
  readonly name: string;
  /** At most 80 characters. */
  readonly title: string;
  /** One sentence or two on what it teaches and what a good client does. At most 500 characters. */
  readonly teaches: string;
  /** The authorization server's side. */
  readonly consent?: 'denied';
  /** The life of an access token, in s. */
  readonly accessTokenLife?: number;
  readonly refreshToken?: 'none' | 'refused';
  /** Which access tokens are worthless in spite of what `expires_in` says: the first of a sign-in, or all. */
  readonly deadTokens?: 'first' | 'all';
  /** The address that the token belongs to, where it is another. */
  readonly owner?: string;
  /** What the mail servers say to a good token. */
  readonly login?: ScenarioReplies;
  /** What they say to the first command after the login. */
  readonly mailbox?: ScenarioReplies;
  /** How long the login waits, in ms. */
  readonly delayMs?: number;
  /** Where the connection is closed without a word. */
  readonly drops?: 'login' | 'mailbox';
}

/** A reply for each protocol that is treated differently. */
export type ScenarioReplies = Readonly<Partial<Record<Protocol, ScenarioReply>>>;

const refusal = v.object({
  challenge: v.exactOptional(v.string()),
  reply: v.pipe(v.string(), v.regex(/^[^\0\r]+$/)),
  closes: v.exactOptional(v.boolean()),
});

const byProtocol = v.object({
  imap: v.exactOptional(refusal),
  smtp: v.exactOptional(refusal),
  pop3: v.exactOptional(refusal),
});

const name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,40}$/));

/** A scenario in a file: every field checked, and no others. */
const scenarioShape = v.strictObject({
  name,
  title: v.pipe(v.string(), v.nonEmpty(), v.maxLength(80)),
  teaches: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)),
  consent: v.exactOptional(v.picklist(['denied'])),
  accessTokenLife: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(86_400))),
  refreshToken: v.exactOptional(v.picklist(['none', 'refused'])),
  deadTokens: v.exactOptional(v.picklist(['first', 'all'])),
  owner: v.exactOptional(v.string()),
  login: v.exactOptional(byProtocol),
  mailbox: v.exactOptional(byProtocol),
  delayMs: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600_000))),
  drops: v.exactOptional(v.picklist(['login', 'mailbox'])),
});

const scenariosShape = v.pipe(
  v.array(scenarioShape),
  v.check(
    (all) => new Set(all.map((one) => one.name)).size === all.length,
    () => l10n.t('Two scenarios have the same name.'),
  ),
);

/** A file of scenarios is not as it should be. `message` says where. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly code = 'bad-scenario';
}

/** Reads a JSON file's list of scenarios. @throws {ScenarioError} */
export function parseScenarios(text: string): Scenario[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ScenarioError(l10n.t('The file of scenarios is no JSON.'));
  }
  const parsed = v.safeParse(scenariosShape, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ScenarioError(
    l10n.t('The file of scenarios is not as it should be at “{0}”: {1}', v.getDotPath(issue) ?? '[]', issue.message),
  );
}

/** The address that a scenario is met at. */
export function addressOf({ name: local }: Scenario): string {
  return `${local}@sandbox.test`;
}

/** Whether the sandbox treats the account otherwise than a good provider does a good client. */
export function isFaulty(scenario: Scenario): boolean {
  return Object.keys(scenario).some((key) => !['name', 'title', 'teaches'].includes(key));
}
