import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { providerById } from '../../providers/catalogue.js';
import { runWizard, type WizardStep } from '../ui/wizard.js';
import { clientIdQuestion, clientSecretQuestion } from './account-questions.js';
import { askForCertificate } from './certificate-question.js';

type Client = Account['client'];

interface Answers {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly key?: Client['key'];
}

/**
 * Asks for the client ID and then for the client's secret or certificate, and stores them.
 *
 * @returns whether the user completed the wizard
 */
export async function editClient(store: AccountStore, account: Account): Promise<boolean> {
  const answers = await runWizard<Answers>(
    vscode.l10n.t('Edit the Client of {0}', account.email),
    [askForId, account.client.key === undefined ? askForSecret : askForKey(account)],
    { clientId: account.client.clientId },
  );
  if (answers === undefined) return false;
  await store.update(account.id, (current) => ({ ...current, client: changed(current.client, answers) }));
  return true;
}

/** A registration belongs to its client ID. */
function changed({ clientId: before, registration }: Client, { clientId, clientSecret, key }: Answers): Client {
  return {
    clientId,
    ...(clientSecret === undefined || clientSecret === '' ? {} : { clientSecret }),
    ...(key === undefined ? {} : { key }),
    ...(registration === undefined || clientId !== before ? {} : { registration }),
  };
}

const askForId: WizardStep<Answers> = {
  ask: async (ui, answers) => ({
    ...answers,
    clientId: await ui.text(
      clientIdQuestion(answers.clientId, vscode.l10n.t('Client ID, as registered at the authorization server')),
    ),
  }),
};

const askForSecret: WizardStep<Answers> = {
  ask: async (ui, answers) => ({
    ...answers,
    clientSecret: await ui.text(clientSecretQuestion()),
  }),
};

function askForKey({ provider }: Account): WizardStep<Answers> {
  return {
    ask: async (_ui, answers) => {
      const key = await askForCertificate(providerById(provider));
      if (key === undefined) throw new vscode.CancellationError();
      return { ...answers, key };
    },
  };
}
