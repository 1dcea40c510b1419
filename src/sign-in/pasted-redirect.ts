/**
 * Reads what a user pastes after signing in: the whole address that the browser ended on, its query,
 * or the code alone.
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
  if (URL.canParse(pasted)) {
    const { search, hash } = new URL(pasted);
    return new URLSearchParams(search === '' ? hash.slice(1) : search);
  }
  if (/(?:^|[?&])(?:code|error)=/.test(pasted)) return new URLSearchParams(pasted.replace(/^.*\?/, ''));
  return new URLSearchParams({ code: pasted, state });
}
