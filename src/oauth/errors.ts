import * as l10n from '@vscode/l10n';
import { ruleFor } from '../diagnosis/error-rules.js';

/**
 * Why an OAuth step failed. Codes with underscores are the authorization server's own (RFC 6749 §4.1.2.1
 * and §5.2, RFC 8628 §3.5 and what else servers say); codes with dashes are ours.
 */
export type OAuthErrorCode =
  | (string & {})
  | 'invalid_grant'
  | 'invalid_client'
  | 'access_denied'
  | 'cancelled'
  | 'timeout'
  | 'network'
  | 'tls-not-verified'
  | 'bad-response'
  | 'bad-endpoint'
  | 'discovery-failed'
  | 'issuer-mismatch'
  | 'unknown-state'
  | 'expired-state'
  | 'no-code'
  | 'no-refresh-token'
  | 'no-revocation-endpoint'
  | 'listen-failed';

/** An OAuth step failed. `message` is a sentence for people and never holds a code, a token or a secret. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;

  constructor(code: OAuthErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Whether only the user can fix it, by signing in again. */
  get requiresSignIn(): boolean {
    return this.code === 'invalid_grant' || this.code === 'no-refresh-token';
  }
}

/** The error of a step that the user cancelled; it is shown to nobody. */
export function cancelledError(): OAuthError {
  return new OAuthError('cancelled', l10n.t('The sign-in was cancelled.'));
}

/**
 * Puts an error answer of the authorization server in words, with what to do about it.
 *
 * @param error the `error` code of the answer
 * @param description the `error_description`, already free of secrets
 */
export function serverError(error: string, description: string | undefined): OAuthError {
  const said = description === undefined ? '' : ` ${l10n.t('The server says: “{0}”.', description)}`;
  const answer = { error, ...(description === undefined ? {} : { description }) };
  const explanation =
    ruleFor(answer)?.says(answer) ?? l10n.t('The authorization server refused ({0}).', visible(error, 60));
  return new OAuthError(error, `${explanation}${said}`);
}

/** Text from outside made fit for one line on screen: control characters gone, at most `length` characters. */
export function visible(text: string, length = 300): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

/** Takes every given secret out of a text that comes from outside. */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets
    .filter((secret) => secret !== undefined && secret.length > 3)
    .reduce<string>((rest, secret) => rest.replaceAll(secret ?? '', '<redacted>'), text);
}
