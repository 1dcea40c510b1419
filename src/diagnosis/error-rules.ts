import { profiles } from '../providers/catalogue.js';
import { matches, type ErrorAnswer, type ErrorRule } from '../providers/rule.js';
import { limited } from './rule-input.js';
import { answerClientRules } from './rules/answer-clients.js';
import { answerCodeRules } from './rules/answer-codes.js';
import { answerGrantRules } from './rules/answer-grants.js';
import { answerRequestRules } from './rules/answer-requests.js';

export type { ErrorAnswer, ErrorRule } from '../providers/rule.js';

/** All rules, most specific first: those for a description before those for a code alone. */
export const errorRules: readonly ErrorRule[] = [
  ...profiles.flatMap(({ errorRules: rules = [] }) => rules),
  ...answerRequestRules,
  ...answerGrantRules,
  ...answerClientRules,
  ...answerCodeRules,
];

/**
 * The sentences of the standard for its error codes (RFC 6749 §4.1.2.1, §5.2), which servers repeat. They do not
 * identify a cause.
 */
const standardSentences = [
  /the provided authorization grant[^.]{0,20}(?:\(e\.g\.[^)]{0,80}\))?[^.]{0,200}issued to another client\.?/i,
  /client authentication failed ?\(e\.g\.[^)]{0,160}\)\.?/i,
  /the request is missing a required parameter,[^.]{0,200}otherwise malformed\.?/i,
  /the requested scope is invalid, unknown,[^.]{0,100}malformed\.?/i,
  /the resource owner or authorization server denied the request\.?/i,
];

/** The rule for an error response, if any. */
export function ruleFor(answer: ErrorAnswer): ErrorRule | undefined {
  const { error, description = '' } = limited(answer);
  const words = standardSentences.reduce((text, sentence) => text.replace(sentence, ''), description);
  return errorRules.find((rule) => rule.error?.test(error) !== false && matches(words, rule.description));
}
