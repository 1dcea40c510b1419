import * as vscode from 'vscode';
import { delegationFor, delegationPage } from '../../sign-in/delegation.js';
import { setStatusBarMessage } from '../ui/notifications.js';
import { openInBrowser } from '../sign-in/browser.js';

/** Shows the values for the Admin console, and copies them. @returns whether the user continues */
export async function showDelegation(clientId: string, scopes: readonly string[]): Promise<boolean> {
  const delegation = delegationFor(clientId, scopes);
  const id = { label: vscode.l10n.t('Copy the client ID'), description: delegation.clientId, iconPath: copyIcon };
  const scope = { label: vscode.l10n.t('Copy the scope'), description: delegation.scopes, iconPath: copyIcon };
  const page = {
    label: vscode.l10n.t('Open the Admin console'),
    description: delegationPage,
    iconPath: new vscode.ThemeIcon('link-external'),
  };
  const next = {
    label: vscode.l10n.t('Continue'),
    description: vscode.l10n.t('after the administrator has added them; this can take a day to take effect'),
    iconPath: new vscode.ThemeIcon('arrow-right'),
  };
  for (;;) {
    const chosen = await vscode.window.showQuickPick([id, scope, page, next], {
      title: vscode.l10n.t('Let the Service Account Act for Users'),
      placeHolder: vscode.l10n.t(
        'Admin console: Security > Access and data control > API controls > Domain-wide delegation > Add new',
      ),
      ignoreFocusOut: true,
    });
    if (chosen === undefined) return false;
    if (chosen === next) return true;
    if (chosen === page) {
      (await openInBrowser(delegationPage))?.dispose();
      continue;
    }
    await vscode.env.clipboard.writeText(chosen.description);
    setStatusBarMessage('check', vscode.l10n.t('Copied {0}', chosen.description));
  }
}

const copyIcon = new vscode.ThemeIcon('clippy');
