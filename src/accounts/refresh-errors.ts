import * as l10n from '@vscode/l10n';
import { OAuthError } from '../oauth/errors.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import type { Account } from './account.js';
import { AccountError } from './errors.js';

export function accountRemoved(): AccountError {
  return new AccountError('account-removed', l10n.t('This account was removed. Add it again.'));
}

/** The refresh may be that of another window, which may be suspended: the server need not be slow. */
export function stillRefreshing(): OAuthError {
  return new OAuthError(
    'timeout',
    l10n.t('The refresh is still in progress. Its result will be stored; try again in a moment.'),
  );
}

export function refused(): OAuthError {
  return new OAuthError(
    'server-error',
    l10n.t('The authorization server no longer accepts this sign-in. Sign in again.'),
    {
      answer: { error: safeText('invalid_grant', noSecrets) },
    },
  );
}

export function interrupted({ email }: Account): AccountError {
  return new AccountError(
    'refresh-interrupted',
    l10n.t(
      'The last refresh of {0} was interrupted before its response was stored, so its refresh token may be used up. Sign in again.',
      email,
    ),
  );
}
