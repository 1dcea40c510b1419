import { STATUS_CODES } from 'node:http';

/**
 * The error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5, RFC 6750 §3.1, RFC 7591 §3.2.2, RFC 8707 §2, RFC 9449
 * and OpenID Connect Core §3.1.2.6, and those of Supabase for a refresh token.
 */
const standardCodes: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'invalid_scope',
  'access_denied',
  'server_error',
  'temporarily_unavailable',
  'authorization_pending',
  'slow_down',
  'expired_token',
  'invalid_token',
  'insufficient_scope',
  'invalid_redirect_uri',
  'invalid_client_metadata',
  'invalid_software_statement',
  'unapproved_software_statement',
  'invalid_target',
  'use_dpop_nonce',
  'invalid_dpop_proof',
  'interaction_required',
  'login_required',
  'consent_required',
  'account_selection_required',
  'refresh_token_not_found',
  'refresh_token_already_used',
]);

/** Frameworks put the words of the HTTP status into `error`, such as “Not Found”. It is none of OAuth's then. */
export const isReasonPhrase = (error: string): boolean =>
  Object.values(STATUS_CODES).some((phrase) => phrase?.toLowerCase() === error.toLowerCase());

/**
 * The standard code that a server means by its own spelling: `INVALID_GRANT`, `InvalidGrant`, `invalid grant`, or with
 * a sentence after it. Undefined where it means none.
 */
export function standardCode(text: string): string | undefined {
  const [first = ''] = text.trim().slice(0, 80).split(/:\s/, 1);
  const code = first
    .replace(/([a-z])(?=[A-Z])/g, '$1_')
    .replace(/[\s-]+/g, '_')
    .replace(/\.$/, '')
    .toLowerCase();
  return standardCodes.has(code) ? code : undefined;
}
