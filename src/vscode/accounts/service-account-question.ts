import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import {
  parseServiceAccountFile,
  ServiceAccountFileError,
  type ServiceAccount,
} from '../../sign-in/service-account-file.js';
import { showError } from '../ui/show-error.js';

/** The maximum size of a file, in octets. */
const largest = 64 * 1024;

/**
 * Lets the user choose the key file of a service account.
 *
 * @returns `undefined` if the user cancels or the file is not valid; the reason has been shown
 */
export async function askForServiceAccount(): Promise<ServiceAccount | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Key of the service account'),
      filters: { JSON: ['json'] },
    })) ?? [];
  if (uri === undefined) return undefined;
  try {
    if ((await stat(uri.fsPath)).size > largest) {
      throw new ServiceAccountFileError(vscode.l10n.t('The file is too large for the key of a service account.'));
    }
    return parseServiceAccountFile(await readFile(uri.fsPath, 'utf8'));
  } catch (error) {
    await showError(error);
    return undefined;
  }
}
