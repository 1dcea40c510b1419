import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { storableServer, type NewAccount } from '../../accounts/account.js';
import type { MailServer, Protocol } from '../../mail/wire/server.js';
import { splitScopes } from '../../oauth/token-endpoint.js';
import type { AuthorizationServer, OAuthClient } from '../../oauth/types.js';
import { providerById } from '../../providers/catalogue.js';
import { isManyTenants, isTenant, microsoftServer } from '../../providers/microsoft-server.js';
import type { Provider } from '../../providers/provider-profile.js';
import { validateClientId, validateClientSecret, validateEmail, validateScopes } from '../ui/input-validation.js';
import { runWizard, type Choice, type WizardStep } from '../ui/wizard.js';
import { askForCertificate } from './certificate-question.js';
import { askForIssuer } from './issuer-question.js';
import { askForServer } from './server-questions.js';

interface Answers {
  readonly provider?: Provider;
  readonly tenant?: string;
  readonly server?: AuthorizationServer;
  readonly clientId?: string;
  readonly client?: OAuthClient;
  readonly email?: string;
  readonly scopes?: readonly string[];
  readonly mailServers?: Partial<Record<Protocol, MailServer>>;
}

/**
 * Asks for all that an application needs to open a mailbox in its own name. Nothing is stored here.
 *
 * @returns `undefined` if the user left
 */
export async function askForApplicationAccount(): Promise<NewAccount | undefined> {
  const answers = await runWizard(vscode.l10n.t('New Application Account'), steps, {});
  if (answers === undefined) return undefined;
  const { provider, server, client, email, scopes = [], mailServers } = answers;
  if (provider === undefined || server === undefined || client === undefined || email === undefined) return undefined;
  return {
    id: randomUUID(),
    provider: provider.id,
    email,
    server: storableServer(server),
    grant: 'client-credentials',
    client: client,
    scopes: [...scopes],
    mailServers: { ...provider.mailServers, ...mailServers },
  };
}

const isMicrosoft = ({ provider }: Answers) => provider?.id === 'microsoft';

const steps: readonly WizardStep<Answers>[] = [
  {
    ask: async (ui) => {
      const provider = await ui.pick(vscode.l10n.t('Which application opens the mailbox?'), kinds());
      const { clientCredentials } = provider;
      return { provider, scopes: typeof clientCredentials === 'object' ? clientCredentials.scopes : provider.scopes };
    },
  },
  {
    skip: (answers) => !isMicrosoft(answers),
    ask: async (ui, answers) => {
      const tenant = await ui.text({
        prompt: vscode.l10n.t('Tenant of the mailbox: the directory (tenant) ID, or a domain'),
        placeHolder: 'example.com',
        value: answers.tenant ?? '',
        validate: validateTenant,
      });
      return { ...answers, tenant, server: microsoftServer(tenant) };
    },
  },
  {
    skip: isMicrosoft,
    ask: async (ui, answers) => ({ ...answers, server: await askForIssuer(ui) }),
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      clientId: await ui.text({
        prompt: isMicrosoft(answers)
          ? vscode.l10n.t('Application (client) ID of the app registration')
          : vscode.l10n.t('Client ID'),
        value: answers.clientId ?? '',
        validate: validateClientId,
      }),
    }),
  },
  {
    ask: async (ui, answers) => {
      const { clientId = '', provider } = answers;
      while (
        (await ui.pick(vscode.l10n.t('How does the application authenticate?'), credentials())) === 'certificate'
      ) {
        const key = await askForCertificate(provider);
        if (key !== undefined) return { ...answers, client: { clientId, key } };
      }
      const clientSecret = await ui.text({
        prompt: vscode.l10n.t('Client secret (kept in secret storage)'),
        password: true,
        validate: (text) =>
          text === '' ? vscode.l10n.t('An application needs a secret.') : validateClientSecret(text),
      });
      return { ...answers, client: { clientId, clientSecret } };
    },
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      email: await ui.text({
        prompt: vscode.l10n.t('E-mail address of the mailbox that the application opens'),
        placeHolder: 'alice@example.com',
        value: answers.email ?? '',
        validate: validateEmail,
      }),
    }),
  },
  {
    skip: isMicrosoft,
    ask: async (ui, answers) => ({
      ...answers,
      scopes: splitScopes(
        await ui.text({
          prompt: vscode.l10n.t('Scopes, separated by spaces; empty for those that the client is registered for'),
          value: (answers.scopes ?? []).join(' '),
          validate: (text) => (text === '' ? undefined : validateScopes(text)),
        }),
      ),
    }),
  },
  serverStep('imap'),
  serverStep('smtp'),
];

function kinds(): Choice<Provider>[] {
  return [
    {
      label: vscode.l10n.t('Microsoft 365: an app registration'),
      description: vscode.l10n.t('application permissions such as IMAP.AccessAsApp, with a secret or a certificate'),
      value: providerById('microsoft'),
    },
    {
      label: vscode.l10n.t('Other: a client with its own access'),
      description: vscode.l10n.t('client credentials, such as a service account of Keycloak'),
      value: providerById('other'),
    },
  ];
}

function credentials(): Choice<'secret' | 'certificate'>[] {
  return [
    { label: vscode.l10n.t('With a client secret'), value: 'secret' },
    {
      label: vscode.l10n.t('With a certificate'),
      description: vscode.l10n.t('a PEM or PFX file that holds the private key too'),
      value: 'certificate',
    },
  ];
}

function validateTenant(text: string): string | undefined {
  if (!isTenant(text)) return vscode.l10n.t('A tenant is an ID or a domain, such as example.com.');
  return isManyTenants(text)
    ? vscode.l10n.t('“{0}” stands for many tenants. An application needs the tenant of the mailbox.', text)
    : undefined;
}

function serverStep(protocol: Protocol): WizardStep<Answers> {
  return {
    skip: isMicrosoft,
    ask: async (ui, answers) => {
      const domain = answers.email?.split('@')[1];
      const server = await askForServer(ui, protocol, domain === undefined ? '' : `${protocol}.${domain}`);
      const { [protocol]: _, ...others } = answers.mailServers ?? {};
      return { ...answers, mailServers: server === undefined ? others : { ...others, [protocol]: server } };
    },
  };
}
