import * as vscode from 'vscode';
import { providers } from '../../providers/catalogue.js';
import { showInformationMessage } from '../ui/notifications.js';

/** Copies the redirect URI to register at a provider. @param argument the provider's id */
export async function copyRegistrationUri(argument: unknown): Promise<void> {
  const choices = providers.map((provider) => ({
    label: provider.name,
    description: provider.loopbackRedirectUri,
    provider,
  }));
  const known = choices.find(({ provider }) => provider.id === argument);
  const chosen =
    known ??
    (await vscode.window.showQuickPick(choices, {
      placeHolder: vscode.l10n.t('At which provider is the client registered?'),
    }));
  if (chosen === undefined) return;
  await vscode.env.clipboard.writeText(chosen.description);
  await showInformationMessage(
    vscode.l10n.t('Copied {0}: the redirect URI to register at {1}.', chosen.description, chosen.label),
  );
}
