import * as vscode from 'vscode';
import { parseCallbackQuery } from '../../sign-in/callback-query.js';
import { callbackPath } from '../ui/ids.js';

/** Passes the redirects that the editor receives to the sign-in. Other paths only bring the window to the front. */
export class CallbackUriHandler implements vscode.UriHandler {
  readonly #onCallback: (parameters: URLSearchParams) => Promise<void>;

  constructor(onCallback: (parameters: URLSearchParams) => Promise<void>) {
    this.#onCallback = onCallback;
  }

  async handleUri(uri: vscode.Uri): Promise<void> {
    if (uri.path !== callbackPath) return;
    // The editor in a browser passes the query undecoded.
    const isDecoded = vscode.env.uiKind === vscode.UIKind.Desktop;
    await this.#onCallback(parseCallbackQuery(uri.query, isDecoded));
  }
}
