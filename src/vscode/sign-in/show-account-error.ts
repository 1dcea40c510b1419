import { describeError } from '../../diagnosis/describe-error.js';
import { OAuthError } from '../../oauth/errors.js';
import { showError, type Remedy } from '../ui/show-error.js';
import type { SignInRecords } from './sign-in-records.js';

/**
 * Shows an error of an account in one notification. An error of the authorization server is added to the account's
 * record.
 *
 * @param again the remedy if the account need not be changed
 */
export async function showAccountError(
  records: SignInRecords,
  error: unknown,
  accountId: string | undefined,
  again?: Remedy,
): Promise<void> {
  if (accountId !== undefined && error instanceof OAuthError) records.fail(accountId, describeError(error));
  await showError(error, { accountId, again, hasRecord: records.of(accountId ?? '') !== undefined });
}
