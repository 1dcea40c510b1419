import { confidenceWith, evidenceFor, type Rank } from './evidence.js';
import type { Action, Confidence, DiagnosisRule, RuleInput } from './rule.js';

/** A matching rule with its evidence. */
export interface Meaning {
  readonly rule: DiagnosisRule;
  readonly rank: Rank;
  readonly confidence: Confidence;
  readonly lines: readonly string[];
}

/** The maximum number of diagnoses. */
const maximumMeanings = 3;

const weight: Readonly<Record<Rank, number>> = { words: 0, fact: 1, code: 1, class: 2 };

/**
 * The matching rules of a result, strongest evidence first: words before facts and codes, these before usual reasons. A
 * rule whose actions were all tried without success is moved down by one, unless it is certain.
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

/** An action, and whether it was tried and did not help. */
export type AdvisedAction = Action & { readonly tried?: true };

/** The actions of a rule, tried ones last. */
export function actionsOf(rule: DiagnosisRule, input: RuleInput, tried: readonly Action[]): readonly AdvisedAction[] {
  const actions = [rule.action?.(input) ?? []].flat();
  const was = (action: Action) => tried.some((one) => JSON.stringify(one) === JSON.stringify(action));
  return [
    ...actions.filter((action) => !was(action)),
    ...actions.filter(was).map((action) => ({ ...action, tried: true as const })),
  ];
}

/** Whether a rule adds nothing to a preceding one. */
function covers(before: Meaning, meaning: Meaning): boolean {
  // A failure has one reason.
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
