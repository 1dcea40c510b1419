import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { storableServer, type NewAccount } from '../../accounts/account.js';
import { readExportedAccounts, type ExportedAccount } from '../../accounts/exported-accounts.js';
import { storable } from '../../accounts/token-manager.js';
import { defined } from '../../common/defined.js';
import { refreshTokens } from '../../oauth/refresh.js';
import type { TokenSet } from '../../oauth/types.js';
import { providerById, providers } from '../../providers/catalogue.js';
import type { Provider } from '../../providers/provider-profile.js';
import { importAccounts } from '../../sign-in/import-accounts.js';
import { ImportError, type ImportedAccount } from '../../sign-in/imported-account.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { showInformationMessage, withoutIcons } from '../ui/notifications.js';
import { runWizard, type Choice, type Draft, type WizardStep, type WizardUi } from '../ui/wizard.js';
import { clientIdQuestion, clientSecretQuestion, emailQuestion, whySecret } from './account-questions.js';
import { connectOptions } from './connect-options.js';
import { askForIssuer } from './issuer-question.js';

type Answers = Partial<ImportedAccount> & {
  readonly imported?: ImportedAccount;
  /** Accounts from an export file; they need no further questions. */
  readonly exported?: readonly ExportedAccount[];
};

/** What to import: one account, possibly with tokens, or the accounts of an export file. */
export type ImportChoice = { readonly account: NewAccount } | { readonly exported: readonly ExportedAccount[] };

/**
 * Asks for a file of another program, or for a refresh token, and for the missing parts of the account. A refresh token
 * is used once, and the new tokens are part of the result. Nothing is stored here.
 *
 * @returns `undefined` if the user canceled
 * @throws {OAuthError} if the authorization server rejects the refresh token
 */
export async function askForImportedAccount(draft: Draft): Promise<ImportChoice | undefined> {
  const answers = await runWizard(vscode.l10n.t('Import Account'), steps, {}, draft);
  if (answers?.exported !== undefined) return { exported: answers.exported };
  if (answers?.email === undefined || answers.server === undefined || answers.clientId === undefined) return undefined;
  const { email, clientId, clientSecret, redirectUri, grant = 'authorization-code', provider: id = 'other' } = answers;
  const provider = providerById(id);
  const account: NewAccount = {
    id: randomUUID(),
    provider: id,
    email,
    server: storableServer(answers.server),
    grant,
    client: defined({ clientId, clientSecret }),
    scopes: [...(answers.scopes ?? provider.scopes)],
    ...defined({ redirectUri }),
    mailServers: provider.mailServers,
  };
  const tokens = await tokensOf(answers, account);
  return { account: tokens === undefined ? account : { ...account, tokens: storable(tokens) } };
}

/** A refresh verifies the refresh token, and may replace it. */
async function tokensOf(answers: Answers, account: NewAccount): Promise<TokenSet | undefined> {
  const { refreshToken, accessToken, expiresAt, scopes } = answers;
  if (refreshToken === undefined) {
    return accessToken === undefined ? undefined : defined({ accessToken, expiresAt, scopes, obtainedAt: Date.now() });
  }
  const { server, client } = account;
  const named = providerById(account.provider).refreshNamesScopes ? { scopes: account.scopes } : {};
  return withCancellableProgress(vscode.l10n.t('Trying the refresh token of {0}', account.email), async (signal) =>
    refreshTokens(
      { server, client, tokens: { refreshToken }, ...named },
      { signal, ...(await connectOptions(account)) },
    ),
  );
}

const sourceStep: WizardStep<Answers> = {
  ask: async (ui) => {
    while ((await ui.pick(vscode.l10n.t('Where is the account?'), sources())) === 'file') {
      const read = await askForFile(ui);
      if (read !== undefined) return read;
    }
    return {};
  },
};

const accountSteps: readonly WizardStep<Answers>[] = [
  {
    skip: ({ provider }) => provider !== undefined && provider !== 'other',
    ask: async (ui, answers) => {
      const provider = await ui.pick(
        vscode.l10n.t('Who issued the tokens?'),
        providers.map((one) => ({ label: one.name, description: one.description, value: one })),
      );
      const server = provider.id === answers.provider ? answers.server : provider.server;
      return { ...answers, provider: provider.id, ...defined({ server }) };
    },
  },
  {
    skip: ({ server }) => server !== undefined,
    ask: async (ui, answers) => ({ ...answers, server: await askForIssuer(ui) }),
  },
  {
    skip: ({ imported }) => imported !== undefined,
    ask: async (ui, answers) => ({
      ...answers,
      refreshToken: await ui.text({
        prompt: vscode.l10n.t('Refresh token (kept in secret storage)'),
        password: true,
        validate: (text) => (/^[\u0021-\u007e]+$/.test(text) ? undefined : vscode.l10n.t('Paste one refresh token.')),
      }),
    }),
  },
  {
    skip: ({ imported }) => imported?.clientId !== undefined,
    ask: async (ui, answers) => ({
      ...answers,
      clientId: await ui.text(
        clientIdQuestion(answers.clientId, vscode.l10n.t('Client ID that the tokens were issued to')),
      ),
    }),
  },
  {
    skip: ({ imported }) => imported?.clientSecret !== undefined,
    ask: async (ui, answers) => {
      const secret = await ui.text(clientSecretQuestion(whySecret(providerOf(answers))));
      return { ...answers, ...(secret === '' ? {} : { clientSecret: secret }) };
    },
  },
  {
    skip: ({ imported }) => imported?.email !== undefined,
    ask: async (ui, answers) => ({
      ...answers,
      email: await ui.text(emailQuestion(answers.email, providerOf(answers))),
    }),
  },
];

const steps: readonly WizardStep<Answers>[] = [
  sourceStep,
  ...accountSteps.map((step) => ({
    ...step,
    skip: (answers: Answers) => answers.exported !== undefined || step.skip?.(answers) === true,
  })),
];

function providerOf({ provider }: Answers): Provider {
  return providerById(provider ?? 'other');
}

function sources(): Choice<'file' | 'token'>[] {
  return [
    {
      label: vscode.l10n.t('In a file of another program, or of “Export Accounts”'),
      description: vscode.l10n.t('oauth2.py, mutt_oauth2.py, email-oauth2-proxy, oama'),
      value: 'file',
    },
    { label: vscode.l10n.t('I have a refresh token'), value: 'token' },
  ];
}

/** @returns `undefined` if the user cancels or the file cannot be read; the reason has been shown */
async function askForFile(ui: WizardUi): Promise<Answers | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ title: vscode.l10n.t('File with accounts or tokens') })) ?? [];
  if (uri === undefined) return undefined;
  try {
    const content = await readFile(uri.fsPath);
    const exported = readExportedAccounts(content.toString('utf8'));
    if (exported !== undefined) return { exported };
    const { program, accounts, remarks } = importAccounts(content);
    if (remarks.length > 0) void showInformationMessage(remarks.join(' '), vscode.l10n.t('OK'));
    const [first, ...others] = accounts;
    const imported =
      others.length === 0
        ? first
        : await ui.pick(vscode.l10n.t('Which account of {0}?', program), accounts.map(toChoice));
    return { ...imported, imported };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    void showInformationMessage(error.message, vscode.l10n.t('OK'));
    return undefined;
  }
}

function toChoice(account: ImportedAccount): Choice<ImportedAccount> {
  const { email, provider, server } = account;
  const host = server === undefined ? '' : new URL(server.tokenEndpoint).host;
  return { label: withoutIcons(email ?? providerById(provider).name), description: host, value: account };
}
