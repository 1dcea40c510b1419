import { MailOAuthError } from '../common/errors.js';

/** Why nothing can be found out. */
export type DiscoveryErrorCode = 'bad-domain' | 'bad-resolver';

/**
 * Nothing can be found out about what was given.
 *
 * @example
 * ```ts
 * import { discoverMail, DiscoveryError } from 'xoauth2';
 *
 * try {
 *   await discoverMail('alice@');
 * } catch (error) {
 *   console.log(error instanceof DiscoveryError && error.code); // prints: bad-domain
 * }
 * ```
 */
export class DiscoveryError extends MailOAuthError<DiscoveryErrorCode> {
  override readonly name = 'DiscoveryError';
}
