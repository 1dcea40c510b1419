import * as vscode from 'vscode';
import { isLoopbackUrl } from '../../oauth/http.js';
import { StartRedirect } from '../../sign-in/start-redirect.js';

/**
 * Opens a URL in the browser exactly as it is written. `Uri.parse` decodes and encodes anew and thereby
 * turns `%2B` into `+` and `%26` into `&`, which breaks plus-addressed mailboxes and redirect URIs with a
 * query; `openExternal` takes the string itself, though its typing does not say so. A URL of this
 * machine is rewritten all the same where the editor forwards ports, so that one goes by a redirect.
 *
 * @returns what must be disposed when the browser has been there; `undefined` if the user did not allow it
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
