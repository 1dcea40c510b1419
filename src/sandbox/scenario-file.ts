import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { ScenarioError, type Scenario } from './scenario.js';
import { noSecrets, safeText } from '../transport/safe-text.js';

const replySchema = v.object({
  challenge: v.exactOptional(v.string()),
  reply: v.pipe(v.string(), v.regex(/^[^\0\r]+$/)),
  closes: v.exactOptional(v.boolean()),
});

const repliesSchema = v.object({
  imap: v.exactOptional(replySchema),
  smtp: v.exactOptional(replySchema),
  pop3: v.exactOptional(replySchema),
});

const scenarioSchema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,40}$/)),
  title: v.pipe(v.string(), v.nonEmpty(), v.maxLength(80)),
  lesson: v.pipe(v.string(), v.nonEmpty(), v.maxLength(500)),
  consent: v.exactOptional(v.picklist(['denied'])),
  accessTokenLife: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(86_400))),
  refreshToken: v.exactOptional(v.picklist(['none', 'refused'])),
  invalidTokens: v.exactOptional(v.picklist(['first', 'all'])),
  mailScope: v.exactOptional(v.picklist(['withheld-once'])),
  owner: v.exactOptional(v.string()),
  login: v.exactOptional(repliesSchema),
  mailbox: v.exactOptional(repliesSchema),
  message: v.exactOptional(v.pick(replySchema, ['reply'])),
  delayMs: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600_000))),
  disconnectAt: v.exactOptional(v.picklist(['login', 'mailbox'])),
});

const scenariosSchema = v.pipe(
  v.array(scenarioSchema),
  v.check(
    (all) => new Set(all.map((one) => one.name)).size === all.length,
    () => l10n.t('Two scenarios have the same name.'),
  ),
);

/** Former names of fields, and their current names. */
const renamedFields = { teaches: 'lesson', deadTokens: 'invalidTokens', drops: 'disconnectAt' } as const;

/** Parses a JSON list of scenarios. @throws {ScenarioError} `invalid-scenario`, with the place of the error */
export function parseScenarios(text: string): Scenario[] {
  let list: unknown;
  try {
    // Editors on Windows may add a byte order mark.
    list = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new ScenarioError(l10n.t('The scenario file is not valid JSON.'));
  }
  return checkScenarios(list);
}

/** Validates a list of scenarios. @throws {ScenarioError} `invalid-scenario`, with the place of the error */
export function checkScenarios(list: unknown): Scenario[] {
  rejectRenamedFields(list);
  const parsed = v.safeParse(scenariosSchema, list);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const [place, problem] = [v.getDotPath(issue) ?? '[]', issue.message].map((text) => safeText(text, noSecrets));
  throw new ScenarioError(l10n.t('Invalid scenarios at “{0}”: {1}', place ?? '', problem ?? ''));
}

function rejectRenamedFields(list: unknown): void {
  if (!Array.isArray(list)) return;
  for (const [index, scenario] of (list as unknown[]).entries()) {
    if (typeof scenario !== 'object' || scenario === null) continue;
    for (const [old, current] of Object.entries(renamedFields)) {
      if (!(old in scenario)) continue;
      throw new ScenarioError(
        l10n.t('Invalid scenarios at “{0}”: the field is now called “{1}”.', `${index}.${old}`, current),
      );
    }
  }
}
