import { parseJsonObject } from '../common/json-object.js';
import { matches, type Confidence } from '../providers/rule.js';
import type { DiagnosisRule, RuleInput } from './rule.js';

/**
 * What a diagnosis rests on. `words`: what the server says in words. `fact`: what is known here, of the token or
 * of the connection. `code`: a status, a response code or a challenge, which servers also use for other causes.
 * `class`: only that the server refused, and when.
 */
export type Rank = 'words' | 'fact' | 'code' | 'class';

export interface Evidence {
  readonly rank: Rank;
  /** The server's lines that it was read from. */
  readonly lines: readonly string[];
}

const most: Readonly<Record<Rank, Confidence>> = {
  words: 'certain',
  fact: 'certain',
  code: 'likely',
  class: 'possible',
};
const ascending: readonly Confidence[] = ['possible', 'likely', 'certain'];

/** How sure a rule may be with this evidence: codes alone prove nothing, and the class of a reply less. */
export function confidenceWith(rank: Rank, declared: Confidence): Confidence {
  return ascending[Math.min(ascending.indexOf(declared), ascending.indexOf(most[rank]))] ?? 'possible';
}

/** The evidence that a rule has in a result; `undefined` where it does not hold. */
export function evidenceFor(rule: DiagnosisRule, input: RuleInput): Evidence | undefined {
  if (rule.phase !== undefined && (input.outcome !== 'refused' || input.failedPhase !== rule.phase)) return undefined;
  if (rule.when?.(input) === false) return undefined;
  if (rule.phrases !== undefined) return inWords(rule, input) ?? undefined;
  return rule.when === undefined && rule.phase === undefined ? undefined : withoutWords(rule, input);
}

/** What the server said when it refused: its reply, then what it said around it. */
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
    // A greeting and what belongs to an earlier phase explain nothing later, but an alert or a farewell does.
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

/** Exchange reports an error in the `OK` of the login, and refuses what comes after it. */
const isErrorInOk = (line: string): boolean => /^\S{1,40} OK \[Error=/i.test(line);

/** What a challenge says besides its codes: the values of its other keys, such as `error_description`. */
function challengeWords(text: string): readonly string[] {
  const { status: _, scope: __, schemes: ___, 'openid-configuration': ____, ...others } = parseJsonObject(text) ?? {};
  return Object.values(others).filter((value) => typeof value === 'string');
}

/** Failures at which what the server said before may tell the cause. */
const brokenOff: ReadonlySet<string> = new Set(['connection-lost', 'timeout', 'protocol-error']);

/** The lines of a reply of several lines as one: their sentences go on from line to line (RFC 5321 §4.2.1). */
function joinedReply(lines: readonly string[]): string | undefined {
  const reply = lines.filter((line) => /^\d{3}[ -]/.test(line));
  const [first, ...rest] = reply;
  if (first === undefined || rest.length === 0) return undefined;
  return [first, ...rest.map((line) => line.slice(codesOf(line).length))].join(' ').slice(0, 2048);
}

/**
 * The tag and the codes that a line begins with: `A1 NO [ALERT] `, `535-5.7.8 `, `-ERR [AUTH] `. Exchange's
 * `[Error="…"]` is no code but words.
 */
export function codesOf(line: string): string {
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

// Words that a server uses for several reasons count as a code.
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

/** Whether a rule would not hold if nothing were known of the token. */
function needsToken(rule: DiagnosisRule, input: RuleInput): boolean {
  const { form, characters, fingerprint } = input.token;
  return rule.when?.({ ...input, token: { form, characters, fingerprint } }) === false;
}
