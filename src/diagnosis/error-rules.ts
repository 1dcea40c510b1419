import { profiles } from '../providers/catalogue.js';
import { matches, type ErrorAnswer, type ErrorRule } from '../providers/rule.js';
import { limited } from './rule-input.js';
import { answerClientRules } from './rules/answer-clients.js';
import { answerCodeRules } from './rules/answer-codes.js';
import { answerGrantRules } from './rules/answer-grants.js';
import { answerRequestRules } from './rules/answer-requests.js';

export type { ErrorAnswer, ErrorRule } from '../providers/rule.js';

/** Every rule, the most specific first: the words of a description before the code alone. */
export const errorRules: readonly ErrorRule[] = [
  ...profiles.flatMap(({ errorRules: rules = [] }) => rules),
  ...answerRequestRules,
  ...answerGrantRules,
  ...answerClientRules,
  ...answerCodeRules,
];

/**
 * The standard's own sentences for its error codes (RFC 6749 §4.1.2.1, §5.2), as servers repeat them. They name every
 * cause, and so none.
 */
const standardSentences = [
  /the provided authorization grant[^.]{0,20}(?:\(e\.g\.[^)]{0,80}\))?[^.]{0,200}issued to another client\.?/i,
  /client authentication failed ?\(e\.g\.[^)]{0,160}\)\.?/i,
  /the request is missing a required parameter,[^.]{0,200}otherwise malformed\.?/i,
  /the requested scope is invalid, unknown,[^.]{0,100}malformed\.?/i,
  /the resource owner or authorization server denied the request\.?/i,
];

/** The rule for an error answer, if there is one. */
export function ruleFor(answer: ErrorAnswer): ErrorRule | undefined {
  const { error, description = '' } = limited(answer);
  const words = standardSentences.reduce((text, sentence) => text.replace(sentence, ''), description);
  return errorRules.find((rule) => rule.error?.test(error) !== false && matches(words, rule.description));
}
