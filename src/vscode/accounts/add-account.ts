import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { storableServer, type NewAccount } from '../../accounts/account.js';
import { validateEndpoint, validateMailbox } from '../ui/input-validation.js';
import { defined } from '../../common/defined.js';
import { parseEndpoint } from '../../oauth/http.js';
import { splitScopes } from '../../oauth/token-endpoint.js';
import { protocols } from '../../mail/wire/server.js';
import { chooseScopes } from '../../providers/choose-scopes.js';
import { providers } from '../../providers/catalogue.js';
import { serverInTenant } from '../../providers/microsoft-clouds.js';
import { other } from '../../providers/other.js';
import type { AccountStore } from '../../accounts/account-store.js';
import type { DiscoveryReport } from '../../autoconfig/types.js';
import type { Provider } from '../../providers/provider-profile.js';
import { ownProfiles } from '../ui/own-providers.js';
import type { Answers } from './account-answers.js';
import { canObtainClient, obtainClientFor } from './client-for-account.js';
import { ownClientSteps } from './client-steps.js';
import { answersFor, answersOf } from './discovered-answers.js';
import { askForIssuer } from './issuer-question.js';
import { emailQuestion, mailServerStep, scopesQuestion } from './account-questions.js';
import { runWizard, type Draft, type WizardStep } from '../ui/wizard.js';

/** The dependencies of the wizard. */
export interface AddAccountDependencies {
  readonly context: vscode.ExtensionContext;
  readonly store: AccountStore;
  /** The input of an earlier, canceled run. */
  readonly draft: Draft;
}

/**
 * Asks for everything that an account needs and that cannot be discovered from its address. Nothing is stored here:
 * canceling leaves nothing behind except a client that was registered.
 *
 * @param report the result of an earlier discovery
 * @returns `undefined` if the user canceled
 */
export async function askForAccount(
  dependencies: AddAccountDependencies,
  report?: DiscoveryReport,
): Promise<NewAccount | undefined> {
  const initial =
    report === undefined
      ? {}
      : { ...(await answersOf(report)), ...defined({ email: report.email, lookedUp: report.email }) };
  const answers = await runWizard(
    vscode.l10n.t('Add Mail Account'),
    stepsFor(dependencies),
    initial,
    dependencies.draft,
  );
  return answers === undefined ? undefined : toAccount(answers);
}

/** A mailbox whose owner is to sign in. */
export interface KnownMailbox {
  readonly email: string;
  readonly provider: Provider;
  readonly clientId?: string;
  /** Microsoft's tenant. */
  readonly tenant?: string;
}

/** Asks for what else the account of a known mailbox needs. @returns `undefined` if the user canceled */
export async function askForAccountOf(
  dependencies: AddAccountDependencies,
  title: string,
  { email, provider, clientId, tenant }: KnownMailbox,
): Promise<NewAccount | undefined> {
  const { server } = provider;
  const initial: Answers = {
    email,
    lookedUp: email,
    provider,
    ...defined({
      clientId,
      server: server !== undefined && tenant !== undefined ? serverInTenant(server, tenant) : server,
    }),
  };
  const answers = await runWizard(title, stepsFor(dependencies), initial, dependencies.draft);
  return answers === undefined ? undefined : toAccount(answers);
}

function toAccount(answers: Answers): NewAccount | undefined {
  const { provider, server, client, email, scopes, redirectUri, mailServers } = answers;
  if (provider === undefined || server === undefined || client === undefined || email === undefined) return undefined;
  // A provider from the settings can change or be removed, so the account stores what it needs.
  const isOwn = provider.id === 'other' && Object.keys(provider.authorizationParameters).length > 0;
  return {
    id: randomUUID(),
    provider: provider.id,
    email,
    server: storableServer(server),
    grant: 'authorization-code',
    client,
    scopes: [...(scopes ?? provider.scopes)],
    mailServers: { ...provider.mailServers, ...mailServers },
    ...defined({
      redirectUri,
      authorizationParameters: isOwn ? { ...provider.authorizationParameters } : undefined,
    }),
  };
}

/** The provider's scopes, or the mail scopes that the server supports. */
function defaultScopes({ provider, server }: Answers): readonly string[] {
  if (provider !== undefined && provider.scopes.length > 0) return provider.scopes;
  return chooseScopes(server?.scopesSupported, protocols);
}

/** Whether the authorization server is still unknown. */
const needsServer = ({ server }: Answers) => server === undefined;

/** Whether the mail servers are still unknown. */
const needsMailServers = ({ provider, mailServers, discovered }: Answers) =>
  Object.keys(provider?.mailServers ?? {}).length === 0 &&
  (discovered === undefined || Object.keys(mailServers ?? {}).length === 0);

/** With IMAP, POP3 is not asked for; “Edit Account” can add it. */
const hasImap = ({ mailServers }: Pick<Answers, 'mailServers'>) => mailServers?.imap !== undefined;

function stepsFor({ context, store }: AddAccountDependencies): readonly WizardStep<Answers>[] {
  return [
    emailStep,
    lookUpStep(context),
    ...serverSteps,
    addressStep,
    clientStep(context, store),
    ...ownClientSteps(context),
    scopesStep,
    mailServerStep('imap', (answers) => !needsMailServers(answers)),
    mailServerStep('pop3', (answers) => !needsMailServers(answers) || hasImap(answers)),
    mailServerStep('smtp', (answers) => !needsMailServers(answers)),
  ];
}

const emailStep: WizardStep<Answers> = {
  skip: ({ lookedUp }) => lookedUp !== undefined,
  ask: async (ui, { email }) => ({ email: await ui.text(emailQuestion(email)) }),
};

/** Asks again if the address is not valid at the provider that was picked since. */
const addressStep: WizardStep<Answers> = {
  skip: ({ email = '', provider }) => validateMailbox(email, provider) === undefined,
  ask: async (ui, answers) => ({
    ...answers,
    email: await ui.text(
      emailQuestion(
        answers.email,
        answers.provider,
        vscode.l10n.t('Email address of the mailbox at {0}', answers.provider?.name ?? ''),
      ),
    ),
  }),
};

function lookUpStep(context: vscode.ExtensionContext): WizardStep<Answers> {
  return {
    skip: ({ lookedUp }) => lookedUp !== undefined,
    isSilent: true,
    ask: async (_ui, answers) => {
      const { email = '' } = answers;
      return { ...answers, ...(await answersFor(context, email)), lookedUp: email };
    },
  };
}

/** Obtains a client from the server without asking, if possible. */
function clientStep(context: vscode.ExtensionContext, store: AccountStore): WizardStep<Answers> {
  return {
    skip: (answers) => !canObtainClient(answers),
    isSilent: true,
    ask: async (_ui, answers) =>
      obtainClientFor(context, answers, answers.scopes ?? defaultScopes(answers), await store.list()),
  };
}

const serverSteps: readonly WizardStep<Answers>[] = [
  {
    skip: ({ provider }) => provider !== undefined,
    ask: async (ui, answers) => {
      const choices = [
        ...ownProfiles().flatMap(({ signIn }) => (signIn === undefined ? [] : [signIn])),
        ...providers,
      ].map((provider) => ({ label: provider.name, description: provider.description, value: provider }));
      const provider = await ui.pick(vscode.l10n.t('Who runs the mailbox?'), choices);
      return { ...answers, provider, ...(provider.server === undefined ? {} : { server: provider.server }) };
    },
  },
  {
    skip: (answers) =>
      !needsServer(answers) || issuerOf(answers) !== undefined || answers.provider?.issuerExample !== undefined,
    ask: async (ui, answers) => ({
      ...answers,
      serverBy: await ui.pick<'issuer' | 'endpoints'>(
        vscode.l10n.t('How do you want to set up the authorization server?'),
        [
          {
            label: vscode.l10n.t('By its issuer URL'),
            description: vscode.l10n.t('its metadata provides the endpoints'),
            value: 'issuer',
          },
          {
            label: vscode.l10n.t('By its endpoints'),
            description: vscode.l10n.t('you enter them'),
            value: 'endpoints',
          },
        ],
      ),
    }),
  },
  {
    skip: (answers) => !needsServer(answers) || answers.serverBy === 'endpoints',
    ask: async (ui, answers) => ({
      ...answers,
      server: await askForIssuer(ui, { example: answers.provider?.issuerExample, value: issuerOf(answers) }),
    }),
  },
  {
    skip: (answers) => !needsServer(answers) || answers.serverBy !== 'endpoints',
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
    skip: (answers) => !needsServer(answers) || answers.serverBy !== 'endpoints',
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
];

/** Skipped if the scopes are known; “Edit Account” can change them. */
const scopesStep: WizardStep<Answers> = {
  skip: (answers) => answers.discovered !== undefined && (answers.scopes ?? defaultScopes(answers)).length > 0,
  ask: async (ui, answers) => ({
    ...answers,
    scopes: splitScopes(
      await ui.text(
        scopesQuestion({
          provider: answers.provider ?? other,
          server: answers.server,
          value: answers.scopes ?? defaultScopes(answers),
        }),
      ),
    ),
  }),
};

/** The issuer, for a provider that is configured by its issuer. */
function issuerOf({ provider }: Answers): string | undefined {
  return provider?.issuer;
}
