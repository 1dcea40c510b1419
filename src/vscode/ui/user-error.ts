import { MailOAuthError } from '../../common/errors.js';

type UserErrorCode = 'no-server' | 'bad-ca' | 'no-relay' | 'invalid-scenario' | 'port-taken';

/** An error that the user can fix. */
export class UserError extends MailOAuthError<UserErrorCode> {
  override readonly name = 'UserError';
}
