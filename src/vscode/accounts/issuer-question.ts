import * as vscode from 'vscode';
import { discover } from '../../oauth/discovery.js';
import type { AuthorizationServer } from '../../oauth/types.js';
import { validateEndpoint } from '../ui/input-validation.js';
import type { WizardUi } from '../ui/wizard.js';
import { connectOptions } from './connect-options.js';

/** Asks for an issuer, and the issuer for its metadata. */
export function askForIssuer(ui: WizardUi): Promise<AuthorizationServer> {
  return ui.textFor(
    {
      prompt: vscode.l10n.t('Issuer URL of the authorization server'),
      placeHolder: 'https://login.example.com',
      validate: validateEndpoint,
    },
    async (issuer, signal) => discover(issuer, { signal, ...(await connectOptions()) }),
  );
}
