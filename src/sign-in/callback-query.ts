/**
 * Reads the query of a redirect that an editor received. Where the editor hands it over percent-decoded, as on the
 * desktop, to decode it again would turn a `+` in a code into a space. Where a relay put a `nonce`, it stands for
 * `state`, which is a URI with a query of its own and cannot be told apart any more.
 */
export function parseCallbackQuery(query: string, isDecoded: boolean): URLSearchParams {
  const parameters = isDecoded ? parseDecoded(query) : new URLSearchParams(query);
  if (parameters.has('nonce')) parameters.delete('state');
  return parameters;
}

function parseDecoded(query: string): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const field of query.split('&').filter((part) => part !== '')) {
    const at = field.indexOf('=');
    const name = at === -1 ? field : field.slice(0, at);
    const value = at === -1 ? '' : field.slice(at + 1);
    parameters.append(name, name === 'error_description' ? value.replaceAll('+', ' ') : value);
  }
  return parameters;
}
