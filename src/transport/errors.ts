import { MailOAuthError } from '../common/errors.js';

/** Why a server could not be reached, or not securely. */
export type TransportErrorCode =
  | 'host-not-found'
  | 'connection-refused'
  | 'host-unreachable'
  | 'connection-lost'
  | 'timeout'
  | 'tls-untrusted'
  | 'tls-expired'
  | 'tls-name-mismatch'
  | 'tls-failed'
  | 'tls-no-protocol'
  | 'tls-too-old'
  | 'bad-ca'
  | 'bad-proxy'
  | 'proxy-failed';

/**
 * A server could not be reached, or not securely.
 *
 * @example
 * ```ts
 * import { parseProxy, TransportError } from 'xoauth2';
 *
 * try {
 *   parseProxy('proxy.example:3128');
 * } catch (error) {
 *   if (!(error instanceof TransportError)) throw error;
 *   console.log(error.code); // prints: bad-proxy
 * }
 * ```
 */
export class TransportError extends MailOAuthError<TransportErrorCode> {
  override readonly name = 'TransportError';
}
