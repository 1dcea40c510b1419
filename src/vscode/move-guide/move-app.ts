import * as vscode from 'vscode';
import type { AppCard, SignInKind } from '../../move-guide/app-card.js';
import { appCards } from '../../move-guide/app-cards.js';
import type { MoveGuideInput } from '../../move-guide/move-step.js';
import { defined } from '../../common/defined.js';
import { providerById } from '../../providers/catalogue.js';
import { emailQuestion } from '../accounts/account-questions.js';
import { runWizard, type Choice, type Draft, type WizardStep } from '../ui/wizard.js';

type Answers = Partial<MoveGuideInput>;

/**
 * Asks for an application, a mailbox and who signs in.
 *
 * @returns `undefined` if the user canceled
 */
export async function askForMove(draft: Draft): Promise<MoveGuideInput | undefined> {
  const answers = await runWizard<Answers>(vscode.l10n.t('Move an App to OAuth'), steps, {}, draft);
  if (answers === undefined) return undefined;
  const { app, provider, kind, mailbox } = answers;
  if (app === undefined || provider === undefined || kind === undefined || mailbox === undefined) return undefined;
  return { ...answers, app, provider, kind, mailbox };
}

const steps: readonly WizardStep<Answers>[] = [
  {
    ask: async (ui, answers) => ({
      ...answers,
      app: await ui.pick(vscode.l10n.t('Which application sends or reads mail?'), appChoices()),
    }),
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      provider: await ui.pick<MoveGuideInput['provider']>(vscode.l10n.t('Where is the mailbox?'), [
        { label: 'Microsoft 365', value: 'microsoft' },
        { label: 'Google Workspace, Gmail', value: 'google' },
      ]),
    }),
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      kind: await ui.pick(vscode.l10n.t('Who signs in?'), kindChoices(answers.app)),
    }),
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      mailbox: await ui.text({
        ...emailQuestion(answers.mailbox, providerById(answers.provider ?? 'other')),
        placeHolder: 'reports@example.com',
      }),
    }),
  },
  {
    skip: ({ provider }) => provider !== 'microsoft',
    ask: async (ui, answers) => {
      const tenant = await ui.text({
        prompt: vscode.l10n.t('ID or domain of the Entra tenant; empty if it is not known yet'),
        placeHolder: 'contoso.onmicrosoft.com',
        value: answers.tenant ?? '',
      });
      return { ...answers, ...defined({ tenant: tenant === '' ? undefined : tenant }) };
    },
  },
  {
    ask: async (ui, answers) => {
      const clientId = await ui.text({
        prompt: vscode.l10n.t('Client ID of the application; empty if it is not registered yet'),
        value: answers.clientId ?? '',
      });
      return { ...answers, ...defined({ clientId: clientId === '' ? undefined : clientId }) };
    },
  },
  {
    skip: ({ provider, kind }) => provider !== 'microsoft' || kind !== 'application',
    ask: async (ui, answers) => {
      const id = await ui.text({
        prompt: vscode.l10n.t(
          'Object ID of the Enterprise application (not of the App registration); empty if not known',
        ),
        value: answers.servicePrincipalObjectId ?? '',
      });
      return { ...answers, ...defined({ servicePrincipalObjectId: id === '' ? undefined : id }) };
    },
  },
];

function appChoices(): Choice<AppCard>[] {
  return appCards.map((value) => ({
    label: value.name,
    description: value.uses.map((protocol) => protocol.toUpperCase()).join(', '),
    ...(value.cannot === undefined ? {} : { detail: vscode.l10n.t('No OAuth for mail servers') }),
    value,
  }));
}

function kindChoices(app: AppCard | undefined): Choice<SignInKind>[] {
  const documented = (kind: SignInKind) =>
    app?.signIns[kind] === undefined ? { detail: vscode.l10n.t('Not documented for this application') } : {};
  return [
    {
      label: vscode.l10n.t('A user, once, in a browser'),
      description: vscode.l10n.t('the application refreshes the token'),
      value: 'user',
      ...documented('user'),
    },
    {
      label: vscode.l10n.t('The application itself'),
      description: vscode.l10n.t('with its own secret, certificate or service account'),
      value: 'application',
      ...documented('application'),
    },
  ];
}
