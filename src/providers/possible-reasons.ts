import * as l10n from '@vscode/l10n';
import { addressLikeness } from '../common/email-address.js';
import type { RuleInput } from './rule.js';

/**
 * The possible reasons for a rejected token if the server gives none, one sentence each. Reasons that are known not to
 * apply are omitted: for example, that a granted scope is missing.
 *
 * @param scopes the scopes of which the server needs one, if known
 */
export function possibleReasons(input: RuleInput, scopes: readonly string[] = []): string[] {
  return [...lifetimeReason(input), ...scopeReason(input, scopes), ...ownerReason(input)];
}

/** Even a fresh token may have been revoked. */
export function lifetimeReason({ token, startedAt }: RuleInput): string[] {
  const fresh = token.expiresAt !== undefined && token.expiresAt > startedAt;
  return [fresh ? l10n.t('It may have been revoked.') : l10n.t('It may have expired or been revoked.')];
}

export function ownerReason({ token, user }: RuleInput): string[] {
  if (token.owner === undefined) return [l10n.t('It may belong to another user than {0}.', user)];
  switch (addressLikeness(token.owner, user)) {
    case 'equal':
    case 'letter-case':
      return [];
    case 'different':
      return [l10n.t('It belongs to {0}, not to {1}.', token.owner, user)];
    default:
      return [l10n.t('It belongs to {0}, and {1} may be another form of this address.', token.owner, user)];
  }
}

function scopeReason({ token }: RuleInput, scopes: readonly string[]): string[] {
  const granted = scopes.some((scope) => token.scopes?.some((has) => has.toLowerCase() === scope.toLowerCase()));
  if (granted) return [];
  const [wanted] = scopes;
  return [wanted === undefined ? l10n.t('It may lack a scope.') : l10n.t('It may lack the scope {0}.', wanted)];
}
