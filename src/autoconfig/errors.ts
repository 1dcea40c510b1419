import { MailOAuthError } from '../common/errors.js';

/** Why a discovery is not possible. */
export type DiscoveryErrorCode = 'bad-domain' | 'bad-resolver';

/**
 * A discovery is not possible: the input or the DNS server is invalid.
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
