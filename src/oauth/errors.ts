import * as l10n from '@vscode/l10n';
import { MailOAuthError } from '../common/errors.js';
import { Redactor } from '../transport/redactor.js';
import { safeText, type SafeText } from '../transport/safe-text.js';
import { standardCode } from './standard-code.js';

/** Why an OAuth step failed. */
export type OAuthErrorCode =
  /** The authorization server answered with an error of its own, see {@link OAuthError.answer}. */
  | 'server-error'
  | 'timeout'
  | 'network'
  | 'tls-not-verified'
  | 'bad-response'
  /** Too many requests: RFC 6585 §4. */
  | 'rate-limited'
  /** The server has a problem: HTTP 5xx. */
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

/** An error answer of an authorization server, free of secrets. */
export interface OAuthErrorAnswer {
  /** RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5, and what else servers say. */
  readonly error: SafeText;
  readonly description?: SafeText | undefined;
}

/** `invalid_grant` (RFC 6749 §5.2), and its names at Yahoo, GitHub, Slack and Zoho. */
export const rejectedGrant =
  /^(?:invalid_grant|incorrect_device_code|(?:invalid|bad)_refresh_token|invalid_(?:authorization_)?code|bad_verification_code)$/i;

/** OpenID Connect Core §3.1.2.6. */
const interactionRequired = /^(?:interaction|login|consent|account_selection)_required$/;

/** What is known of a failed step besides its code. */
export interface OAuthErrorOptions extends ErrorOptions {
  readonly answer?: OAuthErrorAnswer;
  readonly wasSent?: boolean;
}

/**
 * An OAuth step failed. `message` is a sentence and never holds a code, a token or a secret.
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
  /** The authorization server's own words, for `server-error`. */
  readonly answer: OAuthErrorAnswer | undefined;
  /** For `network`: whether the request may have reached the server. */
  readonly wasSent: boolean;

  constructor(code: OAuthErrorCode, message: string, options?: OAuthErrorOptions) {
    super(code, message, options);
    this.answer = options?.answer;
    this.wasSent = options?.wasSent ?? false;
  }

  /** The `error` of the authorization server's answer, such as `invalid_grant`. */
  get serverError(): string | undefined {
    return this.answer?.error;
  }

  /** Whether only the user can fix it, by signing in again. */
  get requiresSignIn(): boolean {
    const error = this.serverError ?? '';
    return this.code === 'no-refresh-token' || rejectedGrant.test(error) || interactionRequired.test(error);
  }
}

/**
 * The error for an error answer of the authorization server. What the answer means is explained where it is
 * shown.
 *
 * @param error the `error` code of the answer
 * @param description the `error_description`
 * @param redact takes out the secrets that the server knows, if it was sent any
 */
export function serverError(
  error: string,
  description: string | undefined,
  redact: (text: string) => string = (text) => text,
): OAuthError {
  const code = standardCode(error) ?? error;
  const words = description ?? (/:\s/.test(error) && code !== error ? error : undefined);
  const answer: OAuthErrorAnswer = {
    error: safeText(code, { redact, limit: 60 }),
    description: words === undefined ? undefined : safeText(words, { redact }),
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

/** Takes what was sent to an authorization server out of what it says. */
export function redactorFor(secrets: readonly (string | undefined)[]): (text: string) => string {
  // A client secret is form-encoded in the Basic header: RFC 6749 §2.3.1. One this short may be part of any word.
  const sent = secrets.filter((secret) => secret !== undefined && secret.length > 3) as string[];
  const forms = new Set(sent.flatMap((secret) => [secret, encodeURIComponent(secret)]));
  const redactor = new Redactor([...forms].map((text) => ({ text, placeholder: l10n.t('<redacted>') })));
  return (text) => redactor.redact(text);
}
