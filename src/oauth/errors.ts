import * as l10n from '@vscode/l10n';
import { MailOAuthError } from '../common/errors.js';
import { Redactor } from '../transport/redactor.js';
import { safeText, type SafeText } from '../transport/safe-text.js';
import { standardCode } from './standard-code.js';

/** Why an OAuth request or response failed. */
export type OAuthErrorCode =
  /** The authorization server responded with an error code, see {@link OAuthError.answer}. */
  | 'server-error'
  | 'timeout'
  | 'network'
  | 'tls-not-verified'
  | 'bad-response'
  /** Too many requests: RFC 6585 §4. */
  | 'rate-limited'
  /** A server failure: HTTP 5xx. */
  | 'unavailable'
  | 'bad-endpoint'
  | 'discovery-failed'
  | 'issuer-mismatch'
  | 'unknown-state'
  | 'expired-state'
  | 'repeated-parameter'
  | 'no-code'
  | 'no-refresh-token'
  | 'no-revocation-endpoint'
  | 'registration-closed'
  | 'bad-client-document'
  | 'no-device-endpoint'
  | 'device-code-expired'
  | 'listen-failed';

/** The grant that a request to a token endpoint contained. */
export type SentGrant = 'code' | 'refresh-token';

/** An error response of an authorization server, without secrets. */
export interface OAuthErrorAnswer {
  /** RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5, and other codes that servers use. */
  readonly error: SafeText;
  readonly description?: SafeText | undefined;
  /** The grant that the server answered to; absent if the request contained none. */
  readonly grant?: SentGrant | undefined;
}

/** `invalid_grant` (RFC 6749 §5.2), and the equivalent codes of Yahoo, GitHub, Slack, Zoho and Supabase. */
export const rejectedGrant =
  /^(?:invalid_grant|incorrect_device_code|(?:invalid|bad)_refresh_token|refresh_token_(?:not_found|already_used)|invalid_(?:authorization_)?code|bad_verification_code)$/i;

/** OpenID Connect Core §3.1.2.6. */
const interactionRequired = /^(?:interaction|login|consent|account_selection)_required$/;

/** Options of an {@link OAuthError}. */
export interface OAuthErrorOptions extends ErrorOptions {
  readonly answer?: OAuthErrorAnswer;
  readonly wasSent?: boolean;
}

/**
 * An OAuth request or response failed. `message` is a sentence and never contains a code, a token or a secret.
 *
 * @example
 * ```ts
 * import { OAuthError, refreshTokens, signInSettings } from 'xoauth2';
 *
 * try {
 *   const { server } = signInSettings('google');
 *   await refreshTokens({ server, client: { clientId: 'example' }, tokens: {} });
 * } catch (error) {
 *   if (!(error instanceof OAuthError)) throw error;
 *   console.log(error.code, error.requiresSignIn); // prints: no-refresh-token true
 * }
 * ```
 */
export class OAuthError extends MailOAuthError<OAuthErrorCode> {
  override readonly name = 'OAuthError';
  /** For `server-error`: the error response. */
  readonly answer: OAuthErrorAnswer | undefined;
  /** For `network`: whether the request may have reached the server. */
  readonly wasSent: boolean;

  constructor(code: OAuthErrorCode, message: string, options?: OAuthErrorOptions) {
    super(code, message, options);
    this.answer = options?.answer;
    this.wasSent = options?.wasSent ?? false;
  }

  /** The `error` code of the error response, such as `invalid_grant`. */
  get serverError(): string | undefined {
    return this.answer?.error;
  }

  /** Whether the user must sign in again. */
  get requiresSignIn(): boolean {
    const error = this.serverError ?? '';
    return this.code === 'no-refresh-token' || rejectedGrant.test(error) || interactionRequired.test(error);
  }
}

/**
 * Creates the error for an error response. Its meaning is explained when it is shown, see `describeError`.
 *
 * @param error the `error` code
 * @param description the `error_description`
 * @param redact removes the secrets that were sent to the server
 * @param grant the grant in the request
 */
export function serverError(
  error: string,
  description: string | undefined,
  redact: (text: string) => string = (text) => text,
  grant?: SentGrant,
): OAuthError {
  const code = standardCode(error) ?? error;
  const words = description ?? (/:\s/.test(error) && code !== error ? error : undefined);
  const answer: OAuthErrorAnswer = {
    error: safeText(code, { redact, limit: 60 }),
    description: words === undefined ? undefined : safeText(words, { redact }),
    ...(grant === undefined ? {} : { grant }),
  };
  return new OAuthError(
    'server-error',
    answer.description === undefined
      ? l10n.t('The authorization server refused the request ({0}).', answer.error)
      : l10n.t(
          'The authorization server refused the request ({0}). The server says: “{1}”.',
          answer.error,
          answer.description,
        ),
    { answer },
  );
}

/** Creates a redactor for the secrets that were sent to an authorization server. */
export function redactorFor(secrets: readonly (string | undefined)[]): (text: string) => string {
  // A client secret is form-encoded in the Basic header: RFC 6749 §2.3.1. Short ones could be part of any word.
  const sent = secrets.filter((secret) => secret !== undefined && secret.length > 3) as string[];
  const forms = new Set(sent.flatMap((secret) => [secret, encodeURIComponent(secret)]));
  const redactor = new Redactor([...forms].map((text) => ({ text, placeholder: l10n.t('<redacted>') })));
  return (text) => redactor.redact(text);
}
