import { parseJsonObject } from '../common/json-object.js';
import { matches, type Confidence } from '../providers/rule.js';
import type { DiagnosisRule, RuleInput } from './rule.js';

/**
 * The rank of evidence. `words`: a known text of the server. `fact`: a known property of the token or the connection.
 * `code`: a status, a response code or a challenge, which servers also use for other causes. `class`: only that the
 * server refused, and in which phase.
 */
export type Rank = 'words' | 'fact' | 'code' | 'class';

export interface Evidence {
  readonly rank: Rank;
  /** The server's lines that contain it. */
  readonly lines: readonly string[];
}

const most: Readonly<Record<Rank, Confidence>> = {
  words: 'certain',
  fact: 'certain',
  code: 'likely',
  class: 'possible',
};
const ascending: readonly Confidence[] = ['possible', 'likely', 'certain'];

/**
 * The confidence that a rule can have with this evidence: codes alone prove nothing, and the class of a reply even
 * less.
 */
export function confidenceWith(rank: Rank, declared: Confidence): Confidence {
  return ascending[Math.min(ascending.indexOf(declared), ascending.indexOf(most[rank]))] ?? 'possible';
}

/** The evidence for a rule in a result; `undefined` if the rule does not match. */
export function evidenceFor(rule: DiagnosisRule, input: RuleInput): Evidence | undefined {
  if (rule.phase !== undefined && (input.outcome !== 'refused' || input.failedPhase !== rule.phase)) return undefined;
  if (rule.when?.(input) === false) return undefined;
  if (rule.phrases !== undefined) return inWords(rule, input) ?? undefined;
  return rule.when === undefined && rule.phase === undefined ? undefined : withoutWords(rule, input);
}

/** The texts of a refusal: the reply, then the lines around it. */
export function wordsOf({
  outcome,
  reply,
  failure,
  failedPhase,
  serverWords,
  challenge,
}: RuleInput): readonly string[] {
  const spoke = outcome === 'refused' || (outcome === 'failed' && brokenOff.has(failure?.code ?? ''));
  if (!spoke) return [];
  const said = serverWords
    // Lines of earlier phases do not explain a later refusal, except an alert or a BYE.
    .filter(({ kind, phase, line }) => phase === failedPhase || kind === 'alert' || kind === 'bye' || isErrorInOk(line))
    .map(({ line }) => line);
  const inOne = joinedReply(said);
  return [
    ...new Set([
      ...(reply === undefined ? [] : [reply.line]),
      ...(inOne === undefined ? [] : [inOne]),
      ...said,
      ...challengeWords(challenge?.text ?? ''),
    ]),
  ];
}

/** Exchange reports an error in the `OK` of the login, and refuses the next command. */
const isErrorInOk = (line: string): boolean => /^\S{1,40} OK \[Error=/i.test(line);

/** The texts in a challenge: the values of its other keys, such as `error_description`. */
function challengeWords(text: string): readonly string[] {
  const { status: _, scope: __, schemes: ___, 'openid-configuration': ____, ...others } = parseJsonObject(text) ?? {};
  return Object.values(others).filter((value) => typeof value === 'string');
}

/** Failures whose cause may be in the server's preceding lines. */
const brokenOff: ReadonlySet<string> = new Set(['connection-lost', 'timeout', 'protocol-error']);

/** Joins the lines of a multi-line reply, whose sentences continue across lines (RFC 5321 §4.2.1). */
function joinedReply(lines: readonly string[]): string | undefined {
  const reply = lines.filter((line) => /^\d{3}[ -]/.test(line));
  const [first, ...rest] = reply;
  if (first === undefined || rest.length === 0) return undefined;
  return [first, ...rest.map((line) => line.slice(codesOf(line).length))].join(' ').slice(0, 2048);
}

/**
 * The tag and the codes at the start of a line: `A1 NO [ALERT] `, `535-5.7.8 `, `-ERR [AUTH] `. Exchange's
 * `[Error="…"]` is text, not a code.
 */
function codesOf(line: string): string {
  return (
    /^(?:\d{3}[ -](?:[245]\.\d{1,3}\.\d{1,3} )?|(?:[\w*+.]{1,40} )?(?:NO|BAD|BYE|OK|-ERR|\+OK)\b ?(?:\[(?!Error=)[^\]]{0,200}\] ?)?)/i.exec(
      line,
    )?.[0] ?? ''
  );
}

function inWords(rule: DiagnosisRule, input: RuleInput): Evidence | undefined {
  for (const line of wordsOf(input)) {
    const said = rule.phrases?.filter(({ says }) => matches(line, says)) ?? [];
    if (said.length === 0) continue;
    const words = line.slice(codesOf(line).length);
    const fromWords = said.some(({ says }) => [says].flat().some((pattern) => pattern.test(words)));
    return { rank: rule.guess === true ? guessRank(rule, input) : fromWords ? 'words' : 'code', lines: [line] };
  }
  return undefined;
}

// A text that a server uses for several reasons counts as a code.
const guessRank = (rule: DiagnosisRule, input: RuleInput): Rank => (needsToken(rule, input) ? 'fact' : 'code');

function withoutWords(rule: DiagnosisRule, input: RuleInput): Evidence {
  const lines = input.reply === undefined ? [] : [input.reply.line];
  const needs = (changed: RuleInput) => rule.when?.(changed) === false;
  const { challenge, reply: _, ...silent } = input;
  if (challenge !== undefined) {
    const { challenge: __, ...unchallenged } = input;
    if (needs(unchallenged)) return { rank: 'code', lines: [...lines, challenge.text] };
  }
  if (input.failure !== undefined || needsToken(rule, input)) return { rank: 'fact', lines };
  return { rank: needs(challenge === undefined ? silent : { ...silent, challenge }) ? 'code' : 'class', lines };
}

/** Whether a rule would not match if nothing were known about the token. */
function needsToken(rule: DiagnosisRule, input: RuleInput): boolean {
  const { form, characters, fingerprint } = input.token;
  return rule.when?.({ ...input, token: { form, characters, fingerprint } }) === false;
}
