import type * as vscode from 'vscode';
import { callbackPath } from './ids.js';

/** Hands redirects that the editor receives to the sign-in they belong to. Other paths only bring the window up. */
export class CallbackUriHandler implements vscode.UriHandler {
  readonly #onCallback: (parameters: URLSearchParams) => Promise<void>;

  constructor(onCallback: (parameters: URLSearchParams) => Promise<void>) {
    this.#onCallback = onCallback;
  }

  async handleUri(uri: vscode.Uri): Promise<void> {
    if (uri.path === callbackPath) await this.#onCallback(parseDecodedQuery(uri.query));
  }
}

/**
 * Reads the query of a `vscode.Uri`, which is percent-decoded already: decoding it again would turn a `+`
 * in a code into a space. Where a relay put a `nonce`, it stands for `state`, which is a URI with a query
 * of its own and cannot be told apart any more.
 */
export function parseDecodedQuery(query: string): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const field of query.split('&').filter((part) => part !== '')) {
    const at = field.indexOf('=');
    const name = at === -1 ? field : field.slice(0, at);
    const value = at === -1 ? '' : field.slice(at + 1);
    parameters.append(name, name === 'error_description' ? value.replaceAll('+', ' ') : value);
  }
  if (parameters.has('nonce')) parameters.delete('state');
  return parameters;
}
