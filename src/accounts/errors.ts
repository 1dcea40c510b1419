import { MailOAuthError } from '../common/errors.js';

/** Why a stored account could not be used. */
export type AccountErrorCode =
  | 'account-removed'
  | 'account-unreadable'
  | 'storage-failed'
  | 'refreshed-elsewhere'
  | 'refresh-interrupted'
  | 'secret-missing';

/** A stored account could not be used. */
export class AccountError extends MailOAuthError<AccountErrorCode> {
  override readonly name = 'AccountError';

  /** Whether the user must sign in again. */
  get requiresSignIn(): boolean {
    return this.code === 'refresh-interrupted';
  }
}
