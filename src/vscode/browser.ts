import * as vscode from 'vscode';

/**
 * Opens a URL in the browser exactly as it is written. `Uri.parse` decodes and encodes anew and thereby
 * turns `%2B` into `+` and `%26` into `&`, which breaks plus-addressed mailboxes and redirect URIs with a
 * query; `openExternal` takes the string itself, though its typing does not say so.
 *
 * @see https://github.com/microsoft/vscode/issues/85930
 */
export async function openInBrowser(url: string): Promise<boolean> {
  return vscode.env.openExternal(url as unknown as vscode.Uri);
}
