import { serverError } from '../oauth/errors.js';

/** Error codes that sign-in pages show, such as Google's “Error 403: org_internal”. */
const named =
  /\b(?:redirect_uri_mismatch|org_internal|access_denied|admin_policy_enforced|disallowed_useragent|deleted_client|invalid_client|invalid_scope|unauthorized_client|invalid_request)\b/;

/** Texts that pages show without a code, and the equivalent error. */
const pages: readonly (readonly [says: RegExp, error: string])[] = [
  [/invalid (?:parameter: )?redirect[_ ]?ur[il]|callback url mismatch/i, 'redirect_uri_mismatch'],
  [
    /\bredirect[_ ]?ur[il]\b.{0,200}\b(?:not match|mismatch|invalid|not valid|not registered|not allowed)/i,
    'redirect_uri_mismatch',
  ],
  [/\bclient (?:was )?deleted/i, 'deleted_client'],
  [/\bclient (?:was )?disabled/i, 'disabled_client'],
  [/\bclient (?:was )?not found|specify a valid client|unknown client/i, 'invalid_client'],
  [/browser or app may not be secure/i, 'disallowed_useragent'],
  [/app is blocked|blocked this access/i, 'access_denied'],
  [
    /need admin approval|admin['’]s approval|only an admin can grant|access this right now|criteria to access this resource/i,
    'error',
  ],
  [/account does not exist in tenant/i, 'error'],
  [/given you access to this app|Google verification process|currently being tested/i, 'access_denied'],
  [/access blocked: |sent an invalid request/i, 'invalid_request'],
];

/**
 * Throws the error of a sign-in page whose text was pasted: Microsoft's “AADSTS50011: …”, Google's “Error 400:
 * redirect_uri_mismatch”, or a known text without a code. Does nothing for other texts.
 *
 * @throws {OAuthError} `server-error`
 */
export function throwPageError(pasted: string): void {
  const words = pasted.slice(0, 500);
  if (/\bAADSTS\d{4,9}\b/.test(words)) throw serverError('error', words);
  // A query may hold such a word as a value.
  const isQuery = !/\s/.test(words) && words.includes('=');
  const code = /\bError \d{3}: ([a-z_]{3,40})\b/.exec(words)?.[1] ?? named.exec(isQuery ? '' : words)?.[0];
  if (code !== undefined) throw serverError(code, words === code ? undefined : words);
  const error = pages.find(([says]) => says.test(words))?.[1];
  if (error !== undefined) throw serverError(error, words);
}

/**
 * Throws the error in the URL of Google's error page, which is in the base64 of `authError`.
 *
 * @throws {OAuthError} `server-error`
 */
export function throwErrorInAddress(address: URL): void {
  const detail = address.searchParams.get('authError');
  if (detail === null) return;
  const code = named.exec(Buffer.from(detail.slice(0, 2000), 'base64').toString('latin1'))?.[0];
  if (code !== undefined) throw serverError(code, undefined);
}
