import * as l10n from '@vscode/l10n';
import { serverError } from '../oauth/errors.js';
import { throwErrorInAddress, throwPageError } from './pasted-page.js';
import { hasAnswer, whyNoCode, withoutSurroundings } from './pasted-text.js';

/**
 * Parses what a user pastes after signing in: the URL that the browser was redirected to, its query, or the code alone,
 * percent-encoded or not.
 *
 * @param state the `state` to assume for a code alone
 * @example
 * ```ts
 * import { parsePastedRedirect } from 'xoauth2';
 *
 * const response = parsePastedRedirect('http://localhost/?code=4%2F0AbC&state=xyz', 'xyz');
 * console.log(response.get('code')); // prints: 4/0AbC
 * ```
 */
export function parsePastedRedirect(text: string, state: string): URLSearchParams {
  const pasted = withoutSurroundings(text);
  if (isAddress(pasted)) {
    const { search, hash } = new URL(pasted);
    return new URLSearchParams(search === '' ? hash.slice(1) : search);
  }
  if (hasAnswer(pasted)) return withState(new URLSearchParams(pasted.replace(/^[^?]*\?/, '')), state);
  return new URLSearchParams({ code: decoded(pasted), state });
}

/** `code=…` alone is treated like the code alone. */
function withState(parameters: URLSearchParams, state: string): URLSearchParams {
  if ([...parameters.keys()].join() === 'code') parameters.set('state', state);
  return parameters;
}

/** “AADSTS50011: …” can be parsed as a URL too. */
function isAddress(pasted: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(pasted) && URL.canParse(pasted);
}

/** A code that was copied from a URL may be percent-encoded. */
function decoded(code: string): string {
  try {
    return /%[0-9a-f]{2}/i.test(code) ? decodeURIComponent(code) : code;
  } catch {
    return code;
  }
}

/** Why a pasted text cannot be used; the sign-in continues. */
export interface UnusablePaste {
  readonly problem: string;
}

/**
 * Parses a pasted text at the prompt of a sign-in.
 *
 * @param state the `state` of the sign-in
 * @returns the parameters of the redirect, or why the text cannot be used
 * @throws {OAuthError} `server-error` for the text of an error page, or an error without `state`
 */
export function readPastedRedirect(text: string, state: string): URLSearchParams | UnusablePaste {
  if (text.trim() === '') return { problem: l10n.t('Nothing was pasted.') };
  const pasted = withoutSurroundings(text);
  if (isAddress(pasted)) throwErrorInAddress(new URL(pasted));
  else if (!hasAnswer(pasted)) throwPageError(text.trim());
  const problem = isAddress(pasted) || hasAnswer(pasted) ? undefined : whyNoCode(pasted);
  if (problem !== undefined) return { problem };
  const response = parsePastedRedirect(pasted, state);
  const error = response.get('error');
  if (error !== null && !response.has('state')) {
    throw serverError(error, response.get('error_description') ?? undefined);
  }
  if (response.has('response_type') && response.has('client_id')) {
    return { problem: l10n.t('This is the address to open in the browser, not the one that the browser ends on.') };
  }
  if (error === null && !response.has('code')) return { problem: l10n.t('This address contains no code.') };
  if (!response.has('state')) {
    return {
      problem: l10n.t(
        'This address has no state, so it may belong to another sign-in. If the server sends none, paste the code alone.',
      ),
    };
  }
  if (response.get('state') !== state) {
    return { problem: l10n.t('This address belongs to another sign-in.') };
  }
  return response;
}

/**
 * Parses a pasted text if any number of sign-ins may be pending.
 *
 * @param states the `state` of each pending sign-in
 * @returns the parameters of the redirect, which may belong to none of them, or why the text cannot be used
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
    : { problem: l10n.t('Several sign-ins are pending. Paste the whole address, which says which one it belongs to.') };
}
