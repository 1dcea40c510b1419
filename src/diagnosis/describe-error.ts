import * as l10n from '@vscode/l10n';
import { describeSaslError } from '../common/sasl-words.js';
import { OAuthError } from '../oauth/errors.js';
import { SaslError } from '../sasl/errors.js';
import { ruleFor } from './error-rules.js';
import { limited } from './rule-input.js';

/**
 * The message of an error for users; for an error response of an authorization server, its meaning and what to do.
 *
 * @example
 * ```ts
 * import { describeError, refreshTokens, signInSettings } from 'xoauth2';
 *
 * try {
 *   const { server } = signInSettings('google');
 *   await refreshTokens({ server, client: { clientId: 'example' }, tokens: {} });
 * } catch (error) {
 *   console.log(describeError(error));
 * }
 * ```
 */
export function describeError(error: unknown): string {
  if (error instanceof OAuthError && error.answer !== undefined) return explainAnswer(limited(error.answer));
  if (error instanceof SaslError) return describeSaslError(error);
  return error instanceof Error ? error.message : String(error);
}

function explainAnswer(answer: NonNullable<OAuthError['answer']>): string {
  const explanation =
    ruleFor(answer)?.explain(answer) ?? l10n.t('The authorization server refused the request ({0}).', answer.error);
  return answer.description === undefined
    ? explanation
    : `${explanation} ${l10n.t('The server says: “{0}”.', answer.description)}`;
}
