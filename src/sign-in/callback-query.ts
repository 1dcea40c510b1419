/**
 * Parses the query of a redirect that the editor received. On the desktop the editor passes it percent-decoded;
 * decoding it again would turn a `+` in a code into a space. If a relay added a `nonce`, it replaces `state`, which is
 * a URI with a query of its own and can no longer be separated.
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
