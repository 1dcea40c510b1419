import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { storableServer, type NewAccount } from '../../accounts/account.js';
import { defined } from '../../common/defined.js';
import type { MailServer, Protocol } from '../../mail/wire/server.js';
import { splitScopes } from '../../oauth/token-endpoint.js';
import type { AuthorizationServer, OAuthClient } from '../../oauth/types.js';
import { providerById } from '../../providers/catalogue.js';
import { isManyTenants, isTenant, microsoftServer } from '../../providers/microsoft-server.js';
import { other } from '../../providers/other.js';
import type { Provider } from '../../providers/provider-profile.js';
import { runWizard, type Choice, type Draft, type WizardStep, type WizardUi } from '../ui/wizard.js';
import {
  clientIdQuestion,
  clientSecretQuestion,
  emailQuestion,
  mailServerStep,
  scopesQuestion,
} from './account-questions.js';
import { askForCertificate } from './certificate-question.js';
import { showDelegation } from './delegation-picks.js';
import { askForIssuer } from './issuer-question.js';
import { askForServiceAccount } from './service-account-question.js';

/** The answers so far. Only `client` is secret. */
interface Answers {
  readonly provider?: Provider;
  readonly tenant?: string;
  readonly server?: AuthorizationServer;
  readonly clientId?: string;
  readonly client?: OAuthClient;
  /** The address of a Google service account. */
  readonly serviceAccount?: string;
  readonly email?: string;
  readonly scopes?: readonly string[];
  readonly mailServers?: Partial<Record<Protocol, MailServer>>;
}

/** What is known about the application in advance. */
export type KnownApplication = Pick<Answers, 'provider' | 'tenant' | 'clientId' | 'email'>;

/**
 * Asks for everything that an application needs to open a mailbox in its own name. Nothing is stored here.
 *
 * @param known answers that are not asked for
 * @returns `undefined` if the user canceled
 */
export async function askForApplicationAccount(
  title: string,
  draft: Draft,
  known: KnownApplication = {},
): Promise<NewAccount | undefined> {
  const initial = known.provider === undefined ? known : { ...known, ...answersFor(known.provider) };
  const answers = await runWizard<Answers>(title, stepsFor(known), initial, draft);
  return answers === undefined ? undefined : toAccount(answers);
}

function toAccount(answers: Answers): NewAccount | undefined {
  const { provider, server, client, email, scopes = [], mailServers, serviceAccount } = answers;
  if (provider === undefined || server === undefined || client === undefined || email === undefined) return undefined;
  return {
    id: randomUUID(),
    provider: provider.id,
    email,
    server: storableServer(server),
    grant: serviceAccount === undefined ? 'client-credentials' : 'service-account',
    client,
    scopes: [...scopes],
    mailServers: { ...provider.mailServers, ...mailServers },
    ...defined({ serviceAccount }),
  };
}

const isMicrosoft = ({ provider }: Answers) => provider?.id === 'microsoft';
const isGoogle = ({ provider }: Answers) => provider?.id === 'google';
const isKnown = ({ provider }: Answers) => provider !== undefined && provider.id !== 'other';

/** The answers that are the same for all applications of a provider. */
function answersFor(provider: Provider): Answers {
  const { clientCredentials, scopes, server } = provider;
  return {
    provider,
    scopes: typeof clientCredentials === 'object' ? clientCredentials.scopes : scopes,
    // Microsoft's server depends on the tenant.
    ...(provider.id === 'google' ? defined({ server }) : {}),
  };
}

function stepsFor(known: KnownApplication): readonly WizardStep<Answers>[] {
  return [
    {
      skip: () => known.provider !== undefined,
      ask: async (ui) => ({
        ...known,
        ...answersFor(await ui.pick(vscode.l10n.t('Which application opens the mailbox?'), kinds())),
      }),
    },
    ...serverSteps,
    ...googleSteps,
    ...clientSteps(known),
    {
      skip: () => known.email !== undefined,
      ask: async (ui, answers) => ({ ...answers, email: await ui.text(mailboxQuestion(answers)) }),
    },
    delegationStep,
    {
      skip: isKnown,
      ask: async (ui, answers) => ({ ...answers, scopes: await askForScopes(ui, answers) }),
    },
    mailServerStep('imap', isKnown),
    mailServerStep('pop3', (answers) => isKnown(answers) || answers.mailServers?.imap !== undefined),
    mailServerStep('smtp', isKnown),
  ];
}

const serverSteps: readonly WizardStep<Answers>[] = [
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
    skip: isKnown,
    ask: async (ui, answers) => ({ ...answers, server: await askForIssuer(ui) }),
  },
];

/** The key file contains the service account and its client ID. */
const googleSteps: readonly WizardStep<Answers>[] = [
  {
    skip: (answers) => !isGoogle(answers),
    ask: async (ui, answers) => {
      for (;;) {
        await ui.pick(vscode.l10n.t('How does the application authenticate?'), serviceAccountKey());
        const read = await askForServiceAccount();
        if (read === undefined) continue;
        const { clientId, email, key } = read;
        return { ...answers, clientId, client: { clientId, key }, serviceAccount: email };
      }
    },
  },
];

/** Without delegation Google refuses every token, so it is shown before one is requested. */
const delegationStep: WizardStep<Answers> = {
  skip: (answers) => !isGoogle(answers),
  ask: async (_ui, answers) => {
    if (!(await showDelegation(answers.clientId ?? '', answers.scopes ?? []))) throw new vscode.CancellationError();
    return answers;
  },
};

function clientSteps(known: KnownApplication): readonly WizardStep<Answers>[] {
  return [
    {
      skip: (answers) => isGoogle(answers) || known.clientId !== undefined,
      ask: async (ui, answers) => ({
        ...answers,
        clientId: await ui.text(clientIdQuestion(answers.clientId, clientIdPrompt(answers))),
      }),
    },
    {
      skip: isGoogle,
      ask: async (ui, answers) => ({ ...answers, client: await askForClient(ui, answers) }),
    },
  ];
}

function clientIdPrompt(answers: Answers): string {
  return isMicrosoft(answers)
    ? vscode.l10n.t('Application (client) ID of the app registration')
    : vscode.l10n.t('Client ID');
}

async function askForClient(ui: WizardUi, { clientId = '', provider }: Answers): Promise<OAuthClient> {
  while ((await ui.pick(vscode.l10n.t('How does the application authenticate?'), credentials())) === 'certificate') {
    const key = await askForCertificate(provider);
    if (key !== undefined) return { clientId, key };
  }
  const clientSecret = await ui.text(clientSecretQuestion(vscode.l10n.t('An application needs a secret.')));
  return { clientId, clientSecret };
}

function mailboxQuestion({ email, provider }: Answers) {
  return emailQuestion(email, provider, vscode.l10n.t('Email address of the mailbox that the application opens'));
}

async function askForScopes(ui: WizardUi, { provider = other, server, scopes = [] }: Answers): Promise<string[]> {
  const prompt = vscode.l10n.t('Scopes, separated by spaces; empty for those that the client is registered for');
  const question = scopesQuestion({ provider, server, value: scopes, prompt });
  const text = await ui.text({
    ...question,
    validate: (typed) => (typed === '' ? undefined : question.validate?.(typed)),
  });
  return splitScopes(text);
}

function kinds(): Choice<Provider>[] {
  return [
    {
      label: vscode.l10n.t('Microsoft 365: an app registration'),
      description: vscode.l10n.t('application permissions such as IMAP.AccessAsApp, with a secret or a certificate'),
      value: providerById('microsoft'),
    },
    {
      label: vscode.l10n.t('Google Workspace: a service account'),
      description: vscode.l10n.t('domain-wide delegation, with the key of the service account'),
      value: providerById('google'),
    },
    {
      label: vscode.l10n.t('Other: a client with its own access'),
      description: vscode.l10n.t('client credentials, such as a service account of Keycloak'),
      value: providerById('other'),
    },
  ];
}

function serviceAccountKey(): Choice<'key'>[] {
  return [
    {
      label: vscode.l10n.t('With the key of a service account'),
      description: vscode.l10n.t('the JSON file downloaded from Google’s console'),
      value: 'key',
    },
  ];
}

function credentials(): Choice<'secret' | 'certificate'>[] {
  return [
    { label: vscode.l10n.t('With a client secret'), value: 'secret' },
    {
      label: vscode.l10n.t('With a certificate'),
      description: vscode.l10n.t('a PEM or PFX file that also contains the private key'),
      value: 'certificate',
    },
  ];
}

function validateTenant(text: string): string | undefined {
  if (!isTenant(text)) return vscode.l10n.t('A tenant is an ID or a domain, such as example.com.');
  return isManyTenants(text)
    ? vscode.l10n.t('“{0}” is not a single tenant. Enter the tenant of the mailbox.', text)
    : undefined;
}
