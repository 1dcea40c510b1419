import * as l10n from '@vscode/l10n';
import { serverError } from '../oauth/errors.js';

/**
 * Reads what a user pastes after signing in: the whole address that the browser ended on, its query,
 * or the code alone, percent-encoded or not.
 *
 * @param state the `state` that a bare code is taken to belong to
 * @example
 * ```ts
 * import { parsePastedRedirect } from 'xoauth2';
 *
 * const response = parsePastedRedirect('http://localhost/?code=4%2F0AbC&state=xyz', 'xyz');
 * console.log(response.get('code')); // prints: 4/0AbC
 * ```
 */
export function parsePastedRedirect(text: string, state: string): URLSearchParams {
  const pasted = text.trim();
  if (isAddress(pasted)) {
    const { search, hash } = new URL(pasted);
    return new URLSearchParams(search === '' ? hash.slice(1) : search);
  }
  if (/(?:^|[?&])(?:code|error)=/.test(pasted)) return new URLSearchParams(pasted.replace(/^.*\?/, ''));
  return new URLSearchParams({ code: decoded(pasted), state });
}

/** “AADSTS50011: …” can be parsed as a URL too. */
function isAddress(pasted: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(pasted) && URL.canParse(pasted);
}

/** A code that was copied out of an address. */
function decoded(code: string): string {
  try {
    return /%[0-9a-f]{2}/i.test(code) ? decodeURIComponent(code) : code;
  } catch {
    return code;
  }
}

/** What is wrong with a pasted text that cannot be used; the sign-in goes on. */
export interface UnusablePaste {
  readonly problem: string;
}

/**
 * Reads a pasted text at the prompt of a sign-in.
 *
 * @param state the `state` of the sign-in
 * @returns the redirect's parameters, or why the text is none
 * @throws {OAuthError} `server-error` for the words of an error page, or an error without `state`
 */
export function readPastedRedirect(text: string, state: string): URLSearchParams | UnusablePaste {
  const pasted = text.trim();
  if (pasted === '') return { problem: l10n.t('Nothing was pasted.') };
  throwPageError(pasted);
  const hasParameters = isAddress(pasted) || /(?:^|[?&])(?:code|error)=/.test(pasted);
  if (!hasParameters && /\s/.test(pasted)) {
    return { problem: l10n.t('This is neither the address that the browser ended on nor a code.') };
  }
  const response = parsePastedRedirect(pasted, state);
  const error = response.get('error');
  if (error !== null && !response.has('state')) {
    throw serverError(error, response.get('error_description') ?? undefined);
  }
  if (response.has('response_type') && response.has('client_id')) {
    return { problem: l10n.t('This is the address to open in the browser, not the one that the browser ends on.') };
  }
  if (error === null && !response.has('code')) return { problem: l10n.t('This address holds no code.') };
  if (response.get('state') !== state) {
    return { problem: l10n.t('This address belongs to another sign-in.') };
  }
  return response;
}

/**
 * Reads a pasted text where any number of sign-ins is pending.
 *
 * @param states those of the pending sign-ins
 * @returns the redirect's parameters, which may belong to none of them, or why the text is none
 * @throws {OAuthError} as {@link readPastedRedirect}
 */
export function readPastedForAny(text: string, states: readonly string[]): URLSearchParams | UnusablePaste {
  const named = parsePastedRedirect(text, '').get('state') ?? '';
  const [only] = states.length === 1 ? states : [];
  if (named !== '' && !states.includes(named)) return parsePastedRedirect(text, '');
  const state = named === '' ? only : named;
  if (state !== undefined) return readPastedRedirect(text, state);
  return states.length === 0
    ? parsePastedRedirect(text, '')
    : { problem: l10n.t('Several sign-ins are pending. Paste the whole address, which names the one.') };
}

/** Error codes that sign-in pages show to people: Google's “Error 403: org_internal”, Microsoft's “AADSTS50011: …”. */
function throwPageError(pasted: string): void {
  if (isAddress(pasted)) return;
  const words = pasted.slice(0, 500);
  if (/\bAADSTS\d{4,9}\b/.test(words)) throw serverError('error', words);
  const code =
    /\bError \d{3}: ([a-z_]{3,40})\b/.exec(words)?.[1] ??
    /\b(?:redirect_uri_mismatch|org_internal|access_denied|admin_policy_enforced|disallowed_useragent|deleted_client|invalid_client|invalid_scope|unauthorized_client|invalid_request)\b/.exec(
      words.includes('=') ? '' : words,
    )?.[0];
  if (code !== undefined) throw serverError(code, words === code ? undefined : words);
}
