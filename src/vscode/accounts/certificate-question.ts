import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ClientKey } from '../../oauth/types.js';
import type { Provider } from '../../providers/provider-profile.js';
import {
  CertificateFileError,
  parseClientCertificate,
  type ClientCertificate,
} from '../../sign-in/client-certificate.js';
import { formatMoment } from './format-time.js';
import { showInformationMessage, showWarningMessage } from '../ui/notifications.js';
import { showError } from '../ui/show-error.js';

/**
 * Lets the user choose a file with a certificate and its private key.
 *
 * @returns `undefined` if the user cancels or the file cannot be used; the reason has been shown
 */
export async function askForCertificate(provider: Provider | undefined): Promise<ClientKey | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Certificate with its private key (PEM or PFX)'),
      filters: {
        [vscode.l10n.t('Certificates')]: ['pem', 'pfx', 'p12', 'crt', 'key'],
        [vscode.l10n.t('All files')]: ['*'],
      },
    })) ?? [];
  if (uri === undefined) return undefined;
  try {
    const forRsa = provider?.id === 'microsoft' ? 'PS256' : 'RS256';
    const read = await readWithPassword(await readFile(uri.fsPath), forRsa);
    if (read === undefined) return undefined;
    return isUsable(read, provider) ? read.key : undefined;
  } catch (error) {
    await showError(error);
    return undefined;
  }
}

async function readWithPassword(file: Buffer, forRsa: 'RS256' | 'PS256'): Promise<ClientCertificate | undefined> {
  let password: string | undefined;
  for (;;) {
    try {
      return await parseClientCertificate(file, { password, forRsa });
    } catch (error) {
      if (!(error instanceof CertificateFileError) || error.code !== 'certificate-password') throw error;
      password = await vscode.window.showInputBox({ prompt: error.message, password: true, ignoreFocusOut: true });
      if (password === undefined) return undefined;
    }
  }
}

/** Shows the thumbprint of the certificate, so that it can be found where the client is registered. */
function isUsable({ certificate }: ClientCertificate, provider: Provider | undefined): boolean {
  if (certificate === undefined) {
    if (provider?.id !== 'microsoft') return true;
    void showWarningMessage(
      vscode.l10n.t(
        'The file contains only a key. Microsoft identifies the key by its certificate: choose a file with both.',
      ),
    );
    return false;
  }
  const { thumbprint, expiresAt } = certificate;
  if (expiresAt < Date.now()) {
    void showWarningMessage(
      vscode.l10n.t(
        'The certificate {0} expired at {1}. Create a new one and upload it where the client is registered.',
        thumbprint,
        formatMoment(expiresAt),
      ),
    );
  } else {
    void showInformationMessage(
      vscode.l10n.t(
        'The certificate {0} expires at {1}. It must be uploaded where the client is registered.',
        thumbprint,
        formatMoment(expiresAt),
      ),
    );
  }
  return true;
}
