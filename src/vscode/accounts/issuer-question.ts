import * as vscode from 'vscode';
import { discover } from '../../oauth/discovery.js';
import type { AuthorizationServer } from '../../oauth/types.js';
import { validateEndpoint } from '../ui/input-validation.js';
import type { WizardUi } from '../ui/wizard.js';
import { connectOptions } from './connect-options.js';

/** Hints for the issuer question. */
export interface IssuerHint {
  /** An example of an issuer. */
  readonly example?: string | undefined;
  readonly value?: string | undefined;
}

/** Asks for an issuer and fetches its metadata. */
export function askForIssuer(ui: WizardUi, { example, value = '' }: IssuerHint = {}): Promise<AuthorizationServer> {
  return ui.textFor(
    {
      prompt: vscode.l10n.t('Issuer URL of the authorization server'),
      placeHolder: example ?? 'https://login.example.com',
      value,
      validate: validateEndpoint,
    },
    async (issuer, signal) => discover(issuer, { signal, ...(await connectOptions()) }),
  );
}
