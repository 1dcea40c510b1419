import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

/** What a mail server says instead of OK: a challenge if it sends one, and its last word without a tag. */
const refusal = v.object({
  /** JSON, as it is before base64. */
  challenge: v.exactOptional(v.string()),
  /** Lines are separated by `\n`; in IMAP the last one gets the tag. */
  reply: v.pipe(v.string(), v.regex(/^[^\0\r]+$/)),
  /** Whether the connection is closed after it. */
  closes: v.exactOptional(v.boolean()),
});

const byProtocol = v.object({
  imap: v.exactOptional(refusal),
  smtp: v.exactOptional(refusal),
  pop3: v.exactOptional(refusal),
});

const name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,40}$/));

/** How the sandbox behaves towards one account; `name@sandbox.test` is its address. */
export const scenarioShape = v.strictObject({
  name,
  title: v.pipe(v.string(), v.nonEmpty(), v.maxLength(80)),
  /** One sentence or two on what it teaches and what a good client does. */
  teaches: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)),
  /** The authorization server's side. */
  consent: v.exactOptional(v.picklist(['denied'])),
  /** The life of an access token, in s. */
  accessTokenLife: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(86_400))),
  refreshToken: v.exactOptional(v.picklist(['none', 'refused'])),
  /** Which access tokens are worthless in spite of what `expires_in` says: the first of a sign-in, or all. */
  deadTokens: v.exactOptional(v.picklist(['first', 'all'])),
  /** The address that the token belongs to, where it is another. */
  owner: v.exactOptional(v.string()),
  /** What the mail servers say to a good token. */
  login: v.exactOptional(byProtocol),
  /** What they say to the first command after the login. */
  mailbox: v.exactOptional(byProtocol),
  /** How long the login waits, in ms. */
  delayMs: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600_000))),
  /** Where the connection is closed without a word. */
  drops: v.exactOptional(v.picklist(['login', 'mailbox'])),
});

const scenariosShape = v.pipe(
  v.array(scenarioShape),
  v.check(
    (all) => new Set(all.map((one) => one.name)).size === all.length,
    () => l10n.t('Two scenarios have the same name.'),
  ),
);

export type Scenario = Readonly<v.InferOutput<typeof scenarioShape>>;

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
