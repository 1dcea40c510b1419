import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { parseClientFile, type ClientFile } from '../../accounts/google-client-file.js';
import { defined } from '../../common/defined.js';
import { serverInTenant, tenantOf } from '../../providers/microsoft-clouds.js';
import { showError } from '../ui/show-error.js';
import { openInBrowser } from '../sign-in/browser.js';
import { copyButton, type Choice, type HelpButton, type WizardStep } from '../ui/wizard.js';
import type { Answers } from './account-answers.js';
import { clientIdQuestion, clientSecretQuestion, tenantQuestion, whySecret } from './account-questions.js';
import { redirectUriToRegister } from './client-for-account.js';

/** Asks for a client that the user has registered: as the file of Google's console, or as client ID and secret. */
export function ownClientSteps(context: vscode.ExtensionContext): readonly WizardStep<Answers>[] {
  return [clientFileStep, clientIdStep(context), tenantStep, clientSecretStep];
}

const clientFileStep: WizardStep<Answers> = {
  skip: ({ provider, client }) => provider?.id !== 'google' || client !== undefined,
  ask: async (ui, { client: _, clientId, ...answers }) => {
    while (await ui.pick(vscode.l10n.t('How do you provide the client?'), clientChoices())) {
      const chosen = await chooseClientFile();
      if (chosen !== undefined) return { ...answers, ...chosen };
    }
    return { ...answers, ...defined({ clientId }) };
  },
};

function clientIdStep(context: vscode.ExtensionContext): WizardStep<Answers> {
  return {
    skip: hasClient,
    ask: async (ui, answers) => {
      const uri = redirectUriToRegister(context, answers);
      const clientId = await ui.text({
        ...clientIdQuestion(answers.clientId, clientIdPrompt(answers, uri)),
        placeHolder: answers.provider?.id === 'google' ? '1234567890-abc.apps.googleusercontent.com' : '',
        buttons: registrationButtons(answers, uri),
      });
      return { ...answers, clientId };
    },
  };
}

/** Whether the client came from a file or from the server, so that ID and secret are not asked for. */
const hasClient = ({ client, clientId }: Answers) => client !== undefined && clientId === undefined;

/** A single-tenant application is unknown in other tenants. */
const tenantStep: WizardStep<Answers> = {
  skip: (answers) => hasClient(answers) || tenantOf(answers.server?.tokenEndpoint ?? 'none:') === undefined,
  ask: async (ui, answers) => {
    const { server } = answers;
    if (server === undefined) return answers;
    const tenant = await ui.text(tenantQuestion(tenantOf(server.tokenEndpoint)));
    return { ...answers, server: serverInTenant(server, tenant) };
  },
};

const clientSecretStep: WizardStep<Answers> = {
  skip: hasClient,
  ask: async (ui, answers) => {
    const clientSecret = await ui.text(clientSecretQuestion(whySecret(answers.provider)));
    const clientId = answers.clientId ?? '';
    return { ...answers, client: clientSecret === '' ? { clientId } : { clientId, clientSecret } };
  },
};

/** Where a client is registered, and what to enter there. */
function registrationButtons({ provider }: Answers, uri: string | undefined): HelpButton[] {
  const page = provider?.registrationUrl;
  return [
    ...(page === undefined ? [] : [openRegistration(page)]),
    ...(uri === undefined ? [] : [copyButton(uri, vscode.l10n.t('Copy the Redirect URI'))]),
  ];
}

function openRegistration(page: string): HelpButton {
  return {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: vscode.l10n.t('Open the Registration Page'),
    run: async () => (await openInBrowser(page))?.dispose(),
  };
}

/** Explains why a client is needed, if known, and which redirect URI to register. */
function clientIdPrompt({ discovered, provider }: Answers, uri: string | undefined): string {
  const why = provider?.registrationClosed?.() ?? discovered;
  const register = uri === undefined ? undefined : vscode.l10n.t('The redirect URI to register is {0}.', uri);
  const sentences = [why, register].filter((sentence) => sentence !== undefined).join(' ');
  return sentences === '' ? vscode.l10n.t('Client ID') : vscode.l10n.t('Client ID. {0}', sentences);
}

function clientChoices(): Choice<boolean>[] {
  return [
    {
      label: vscode.l10n.t('Choose the client_secret_….json'),
      description: vscode.l10n.t('as downloaded from Google’s console'),
      value: true,
    },
    { label: vscode.l10n.t('Type the client ID and secret'), value: false },
  ];
}

/** The client of the file that the user chooses; `undefined` if the user cancels or it is not a client file. */
async function chooseClientFile(): Promise<Pick<Answers, 'client' | 'redirectUri'> | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Client file of Google’s console'),
      filters: { JSON: ['json'] },
    })) ?? [];
  if (uri === undefined) return undefined;
  try {
    return fromClientFile(parseClientFile(await readFile(uri.fsPath, 'utf8')));
  } catch (error) {
    await showError(error);
    return undefined;
  }
}

function fromClientFile({
  clientId,
  clientSecret,
  type,
  redirectUris,
}: ClientFile): Pick<Answers, 'client' | 'redirectUri'> {
  const https = redirectUris.find((redirect) => redirect.startsWith('https://'));
  return {
    client: { clientId, ...(clientSecret === undefined ? {} : { clientSecret }) },
    ...(type === 'web' && https !== undefined ? { redirectUri: https } : {}),
  };
}
