import { MailOAuthError } from '../common/errors.js';

/** Why nothing can be found out. */
export type DiscoveryErrorCode = 'bad-domain' | 'bad-resolver';

/** Nothing can be found out about what was given. */
export class DiscoveryError extends MailOAuthError<DiscoveryErrorCode> {
  override readonly name = 'DiscoveryError';
}
