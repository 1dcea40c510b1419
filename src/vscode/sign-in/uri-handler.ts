import * as vscode from 'vscode';
import { callbackPath } from '../ui/ids.js';

/** Hands redirects that the editor receives to the sign-in they belong to. Other paths only bring the window up. */
export class CallbackUriHandler implements vscode.UriHandler {
  readonly #onCallback: (parameters: URLSearchParams) => Promise<void>;

  constructor(onCallback: (parameters: URLSearchParams) => Promise<void>) {
    this.#onCallback = onCallback;
  }

  async handleUri(uri: vscode.Uri): Promise<void> {
    if (uri.path === callbackPath) await this.#onCallback(parseCallback(uri.query, vscode.env.uiKind));
  }
}

/**
 * Reads the query of a redirect. The desktop hands it over percent-decoded: to decode it again would turn
 * a `+` in a code into a space. The editor in the browser hands it over as the browser had it. Where a
 * relay put a `nonce`, it stands for `state`, which is a URI with a query of its own and cannot be told
 * apart any more.
 */
export function parseCallback(query: string, uiKind: vscode.UIKind): URLSearchParams {
  const parameters = uiKind === vscode.UIKind.Desktop ? parseDecoded(query) : new URLSearchParams(query);
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
