import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { storableServer, type NewAccount } from '../../accounts/account.js';
import {
  validateClientId,
  validateClientSecret,
  validateEmail,
  validateEndpoint,
  validateScopes,
} from '../ui/input-validation.js';
import { parseEndpoint } from '../../oauth/http.js';
import { splitScopes } from '../../oauth/token-endpoint.js';
import type { AuthorizationServer, OAuthClient } from '../../oauth/types.js';
import { protocols, type MailServer, type Protocol } from '../../mail/wire/server.js';
import { chooseScopes } from '../../providers/choose-scopes.js';
import { providers } from '../../providers/catalogue.js';
import { parseClientFile, type ClientFile } from '../../accounts/google-client-file.js';
import type { Provider } from '../../providers/provider-profile.js';
import { showError } from '../ui/show-error.js';
import { askForIssuer } from './issuer-question.js';
import { askForServer } from './server-questions.js';
import { runWizard, type Choice, type WizardStep } from '../ui/wizard.js';

interface Answers {
  readonly provider?: Provider;
  readonly serverBy?: 'issuer' | 'endpoints';
  readonly server?: AuthorizationServer;
  readonly authorizationEndpoint?: string;
  readonly client?: OAuthClient;
  /** Typed, and its secret perhaps not yet. */
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly email?: string;
  readonly scopes?: readonly string[];
  readonly mailServers?: Partial<Record<Protocol, MailServer>>;
}

/**
 * Asks for all that an account needs. Nothing is stored here, so that leaving half-way leaves nothing behind.
 *
 * @returns `undefined` if the user left
 */
export async function askForAccount(): Promise<NewAccount | undefined> {
  const answers = await runWizard(vscode.l10n.t('Add Mail Account'), steps, {});
  if (answers === undefined) return undefined;
  const { provider, server, client, email, scopes, redirectUri, mailServers } = answers;
  if (provider === undefined || server === undefined || client === undefined || email === undefined) return undefined;
  return {
    id: randomUUID(),
    provider: provider.id,
    email,
    server: storableServer(server),
    grant: 'authorization-code',
    client,
    scopes: [...(scopes ?? provider.scopes)],
    mailServers: { ...provider.mailServers, ...mailServers },
    ...(redirectUri === undefined ? {} : { redirectUri }),
  };
}

/** The provider's scopes, or those for mail that the server offers. */
function defaultScopes({ provider, server }: Answers): readonly string[] {
  if (provider !== undefined && provider.scopes.length > 0) return provider.scopes;
  return chooseScopes(server?.scopesSupported, protocols);
}

const isOther = ({ provider }: Answers) => provider?.id === 'other';

const steps: readonly WizardStep<Answers>[] = [
  {
    ask: async (ui, answers) => {
      const choices = providers.map((provider) => ({
        label: provider.name,
        description: provider.description,
        value: provider,
      }));
      const provider = await ui.pick(vscode.l10n.t('Who runs the mailbox?'), choices);
      return { ...answers, provider, ...(provider.server === undefined ? {} : { server: provider.server }) };
    },
  },
  {
    skip: (answers) => !isOther(answers),
    ask: async (ui, answers) => ({
      ...answers,
      serverBy: await ui.pick<'issuer' | 'endpoints'>(vscode.l10n.t('How is the authorization server known?'), [
        {
          label: vscode.l10n.t('By its issuer URL'),
          description: vscode.l10n.t('its metadata is asked for the endpoints'),
          value: 'issuer',
        },
        { label: vscode.l10n.t('By its endpoints'), description: vscode.l10n.t('you name them'), value: 'endpoints' },
      ]),
    }),
  },
  {
    skip: (answers) => !isOther(answers) || answers.serverBy !== 'issuer',
    ask: async (ui, answers) => ({
      ...answers,
      server: await askForIssuer(ui),
    }),
  },
  {
    skip: (answers) => !isOther(answers) || answers.serverBy !== 'endpoints',
    ask: async (ui, answers) => ({
      ...answers,
      authorizationEndpoint: await ui.text({
        prompt: vscode.l10n.t('Authorization endpoint'),
        placeHolder: 'https://login.example.com/authorize',
        value: answers.authorizationEndpoint ?? '',
        validate: validateEndpoint,
      }),
    }),
  },
  {
    skip: (answers) => !isOther(answers) || answers.serverBy !== 'endpoints',
    ask: async (ui, answers) => {
      const tokenEndpoint = await ui.text({
        prompt: vscode.l10n.t('Token endpoint'),
        placeHolder: 'https://login.example.com/token',
        validate: validateEndpoint,
      });
      const authorizationEndpoint = parseEndpoint(answers.authorizationEndpoint ?? '').href;
      return { ...answers, server: { authorizationEndpoint, tokenEndpoint: parseEndpoint(tokenEndpoint).href } };
    },
  },
  {
    skip: ({ provider }) => provider?.id !== 'google',
    ask: async (ui, { client: _, clientId: __, ...answers }) => {
      while (await ui.pick(vscode.l10n.t('How do you give the client?'), clientChoices())) {
        const chosen = await chooseClientFile();
        if (chosen !== undefined) return { ...answers, ...chosen };
      }
      return answers;
    },
  },
  {
    skip: ({ client, clientId }) => client !== undefined && clientId === undefined,
    ask: async (ui, answers) => ({
      ...answers,
      clientId: await ui.text({
        prompt: vscode.l10n.t('Client ID'),
        value: answers.clientId ?? '',
        placeHolder: answers.provider?.id === 'google' ? '1234567890-abc.apps.googleusercontent.com' : '',
        validate: validateClientId,
      }),
    }),
  },
  {
    skip: ({ clientId }) => clientId === undefined,
    ask: async (ui, answers) => {
      const required = answers.provider?.clientSecret === 'required';
      const clientSecret = await ui.text({
        prompt: required
          ? vscode.l10n.t('Client secret (kept in secret storage)')
          : vscode.l10n.t('Client secret (kept in secret storage); empty for a public client'),
        password: true,
        validate: (text) =>
          required && text === ''
            ? vscode.l10n.t('This provider requires a client secret.')
            : validateClientSecret(text),
      });
      const clientId = answers.clientId ?? '';
      return { ...answers, client: clientSecret === '' ? { clientId } : { clientId, clientSecret } };
    },
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      email: await ui.text({
        prompt: vscode.l10n.t('E-mail address of the mailbox'),
        placeHolder: 'alice@example.com',
        value: answers.email ?? '',
        validate: validateEmail,
      }),
    }),
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      scopes: splitScopes(
        await ui.text({
          prompt: vscode.l10n.t('Scopes, separated by spaces'),
          value: (answers.scopes ?? defaultScopes(answers)).join(' '),
          validate: validateScopes,
        }),
      ),
    }),
  },
  serverStep('imap'),
  serverStep('smtp'),
];

function serverStep(protocol: Protocol): WizardStep<Answers> {
  return {
    skip: (answers) => !isOther(answers),
    ask: async (ui, answers) => {
      const domain = answers.email?.split('@')[1];
      const server = await askForServer(ui, protocol, domain === undefined ? '' : `${protocol}.${domain}`);
      const { [protocol]: _, ...others } = answers.mailServers ?? {};
      return { ...answers, mailServers: server === undefined ? others : { ...others, [protocol]: server } };
    },
  };
}

function clientChoices(): Choice<boolean>[] {
  return [
    {
      label: vscode.l10n.t('Choose the client_secret_….json'),
      description: vscode.l10n.t('as Google’s console downloads it'),
      value: true,
    },
    { label: vscode.l10n.t('Type the client ID and secret'), value: false },
  ];
}

/** The client of the file that the user chooses; `undefined` if they choose none, or one that is no client file. */
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
