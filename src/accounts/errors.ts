import { MailOAuthError } from '../common/errors.js';

/** Why stored accounts could not be used as they should. */
export type AccountErrorCode =
  | 'account-removed'
  | 'account-unreadable'
  | 'storage-failed'
  | 'refreshed-elsewhere'
  | 'refresh-interrupted'
  | 'secret-missing';

/** A stored account could not be used as it should. */
export class AccountError extends MailOAuthError<AccountErrorCode> {
  override readonly name = 'AccountError';

  /** Whether only the user can fix it, by signing in again. */
  get requiresSignIn(): boolean {
    return this.code === 'refresh-interrupted';
  }
}
