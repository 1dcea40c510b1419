import { confidenceWith, evidenceFor, type Rank } from './evidence.js';
import type { Action, Confidence, DiagnosisRule, RuleInput } from './rule.js';

/** A rule that holds, with what it rests on. */
export interface Meaning {
  readonly rule: DiagnosisRule;
  readonly rank: Rank;
  readonly confidence: Confidence;
  readonly lines: readonly string[];
}

/** The most meanings that are shown: more would be a list of everything that can go wrong. */
const maximumMeanings = 3;

const weight: Readonly<Record<Rank, number>> = { words: 0, fact: 1, code: 1, class: 2 };

/**
 * The meanings of a result, the best founded first: words before facts and codes, these before the usual reasons.
 * One whose actions were all tried without success comes after the next, unless it is certain.
 */
export function rankedMeanings(
  rules: readonly DiagnosisRule[],
  input: RuleInput,
  tried: readonly Action[] = [],
): readonly Meaning[] {
  const found = rules.flatMap((rule) => {
    const evidence = evidenceFor(rule, input);
    return evidence === undefined
      ? []
      : [{ rule, ...evidence, confidence: confidenceWith(evidence.rank, rule.confidence) }];
  });
  const ranked = found.sort((one, other) => weight[one.rank] - weight[other.rank]);
  const kept = ranked.filter((meaning, index) => !ranked.slice(0, index).some((before) => covers(before, meaning)));
  return steppedBack(kept, input, tried).slice(0, maximumMeanings);
}

/** An action of a diagnosis, and whether it was tried and did not help. */
export type AdvisedAction = Action & { readonly tried?: true };

/** The actions of a rule, those that were tried last. */
export function actionsOf(rule: DiagnosisRule, input: RuleInput, tried: readonly Action[]): readonly AdvisedAction[] {
  const actions = [rule.action?.(input) ?? []].flat();
  const was = (action: Action) => tried.some((one) => JSON.stringify(one) === JSON.stringify(action));
  return [
    ...actions.filter((action) => !was(action)),
    ...actions.filter(was).map((action) => ({ ...action, tried: true as const })),
  ];
}

/** Whether a meaning adds nothing to one before it. */
function covers(before: Meaning, meaning: Meaning): boolean {
  // What broke a test off has one reason.
  if (
    before.rule.phrases === undefined &&
    meaning.rule.phrases === undefined &&
    before.rank === 'fact' &&
    meaning.rank === 'fact'
  ) {
    return true;
  }
  if (before.rule.family !== undefined && before.rule.family === meaning.rule.family) return true;
  if (before.confidence === 'certain') return meaning.rank !== 'words' || meaning.lines[0] === before.lines[0];
  return meaning.rank === 'class';
}

function steppedBack(meanings: readonly Meaning[], input: RuleInput, tried: readonly Action[]): readonly Meaning[] {
  const [first, second, ...others] = meanings;
  if (first === undefined || second === undefined || first.confidence === 'certain') return meanings;
  const [action] = actionsOf(first.rule, input, tried);
  return action?.tried === true ? [second, first, ...others] : meanings;
}
