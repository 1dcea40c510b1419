import * as vscode from 'vscode';
import { isLoopbackUrl } from '../../oauth/http.js';
import { StartRedirect } from '../../sign-in/start-redirect.js';

/**
 * Opens a URL in the browser without re-encoding it. `Uri.parse` decodes and re-encodes and thereby turns `%2B` into
 * `+` and `%26` into `&`, which breaks plus-addressed mailboxes and redirect URIs with a query; `openExternal` accepts
 * a string too, although its type does not allow it. If the editor forwards ports, it rewrites loopback URLs even then,
 * so they are opened through a redirect.
 *
 * @returns a disposable for when the browser has opened the URL; `undefined` if the user declined
 * @see https://github.com/microsoft/vscode/issues/85930
 */
export async function openInBrowser(url: string): Promise<{ dispose(): void } | undefined> {
  const forwarded = vscode.env.uiKind === vscode.UIKind.Web || vscode.env.remoteName !== undefined;
  const start = forwarded && isLoopbackUrl(new URL(url)) ? await StartRedirect.listen(url) : undefined;
  const opened = await vscode.env.openExternal((start?.url ?? url) as unknown as vscode.Uri);
  if (opened) return { dispose: () => start?.close() };
  start?.close();
  return undefined;
}
