import * as vscode from 'vscode';
import { accountName, isApplication, type Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { validateClientSecret, validateParameters, validateRedirectUri } from '../ui/input-validation.js';
import type { Protocol } from '../../mail/wire/server.js';
import { splitScopes } from '../../oauth/token-endpoint.js';
import { describeServer } from '../../report/action-title.js';
import { providerById } from '../../providers/catalogue.js';
import { whyNoDevice } from '../../sign-in/sign-in-choice.js';
import { askForCertificate } from './certificate-question.js';
import { askForServer } from './server-questions.js';
import { askForServiceAccount } from './service-account-question.js';
import { runWizard, type Choice } from '../ui/wizard.js';
import { clientIdQuestion, emailQuestion, scopesQuestion } from './account-questions.js';
import type { Change, Field } from './edit-field.js';
import { authorizationServerFields } from './edit-server.js';

/** Lets the user edit fields of an account until they cancel. */
export async function editAccount(store: AccountStore, id: string): Promise<void> {
  for (let account = await store.get(id); account !== undefined; account = await store.get(id)) {
    const edited = account;
    const answers = await runWizard<{ field?: Field; change?: Change }>(
      vscode.l10n.t('Edit {0}', accountName(edited)),
      [
        { ask: async (ui) => ({ field: await ui.pick(vscode.l10n.t('What do you want to change?'), fields(edited)) }) },
        { ask: async (ui, { field }) => (field === undefined ? {} : { change: await field(ui, edited) }) },
      ],
      {},
    );
    if (answers?.change === undefined) return;
    await store.update(id, answers.change);
  }
}

function fields(account: Account): Choice<Field>[] {
  const none = vscode.l10n.t('none');
  return [
    { label: vscode.l10n.t('Email address'), description: account.email, value: askForEmail },
    { label: vscode.l10n.t('Name in the list'), description: account.label ?? none, value: askForLabel },
    ...(['imap', 'smtp', 'pop3'] as const).map((protocol) => {
      const server = account.mailServers[protocol];
      const description = server === undefined ? none : describeServer(server);
      return { label: vscode.l10n.t('{0} server', protocol.toUpperCase()), description, value: serverField(protocol) };
    }),
    {
      label: vscode.l10n.t('CA file for this account’s servers'),
      description: account.caFile ?? none,
      value: chooseCaFile,
    },
    { label: vscode.l10n.t('Client ID'), description: account.client.clientId, value: askForClientId },
    {
      label: vscode.l10n.t('Client secret'),
      description: account.client.clientSecret === undefined ? none : vscode.l10n.t('present'),
      value: askForClientSecret,
    },
    { label: vscode.l10n.t('Scopes'), description: account.scopes.join(' '), value: askForScopes },
    ...authorizationServerFields(account),
    ...(isApplication(account) ? applicationFields(account) : userFields(account)),
  ];
}

/** Fields for accounts with a user. */
function userFields(account: Account): Choice<Field>[] {
  return [
    {
      label: vscode.l10n.t('Parameters of the authorization request'),
      description: formatParameters(account) || vscode.l10n.t('none'),
      value: askForParameters,
    },
    {
      label: vscode.l10n.t('Redirect URI'),
      description: account.redirectUri ?? vscode.l10n.t('automatic'),
      value: askForRedirectUri,
    },
    {
      label: vscode.l10n.t('Sign-in'),
      description: describeGrant(account.grant),
      value: askForGrant,
    },
  ];
}

/** Fields for application accounts. */
function applicationFields({ client, grant }: Account): Choice<Field>[] {
  const description = client.key === undefined ? vscode.l10n.t('none') : vscode.l10n.t('present');
  return grant === 'service-account'
    ? [{ label: vscode.l10n.t('Key of the service account'), description, value: chooseServiceAccount }]
    : [{ label: vscode.l10n.t('Certificate of the client'), description, value: chooseCertificate }];
}

function describeGrant(grant: Account['grant']): string {
  return grant === 'device'
    ? vscode.l10n.t('with a code, in a browser on any device')
    : vscode.l10n.t('in the browser on this machine, or as the setting says');
}

const askForGrant: Field = async (ui, { provider, server }) => {
  const reason = whyNoDevice(providerById(provider), server);
  const choices = (['authorization-code', ...(reason === undefined ? (['device'] as const) : [])] as const).map(
    (grant) => ({ label: describeGrant(grant), value: grant }),
  );
  const grant = await ui.pick(reason ?? vscode.l10n.t('How do you sign in?'), choices);
  return (current) => ({ ...current, grant });
};

const chooseCertificate: Field = async (_ui, account) => {
  const key = await askForCertificate(providerById(account.provider));
  if (key === undefined) throw new vscode.CancellationError();
  return (current) => ({ ...current, client: { clientId: current.client.clientId, key } });
};

const chooseServiceAccount: Field = async () => {
  const read = await askForServiceAccount();
  if (read === undefined) throw new vscode.CancellationError();
  const { clientId, email, key } = read;
  return (current) => ({ ...current, client: { clientId, key }, serviceAccount: email });
};

const askForEmail: Field = async (ui, account) => {
  const email = await ui.text(emailQuestion(account.email, providerById(account.provider)));
  return (current) => ({ ...current, email });
};

const askForLabel: Field = async (ui, account) => {
  const label = await ui.text({
    prompt: vscode.l10n.t('Name in the list; empty for the email address'),
    value: account.label ?? '',
  });
  return ({ label: _, ...current }) => (label === '' ? current : { ...current, label });
};

const askForClientId: Field = async (ui, account) => {
  const clientId = await ui.text(clientIdQuestion(account.client.clientId));
  return (current) => ({ ...current, client: { ...current.client, clientId } });
};

const askForClientSecret: Field = async (ui) => {
  const clientSecret = await ui.text({
    prompt: vscode.l10n.t('New client secret (kept in secret storage); empty for a public client'),
    password: true,
    validate: validateClientSecret,
  });
  return (current) => {
    const { clientId } = current.client;
    return { ...current, client: clientSecret === '' ? { clientId } : { clientId, clientSecret } };
  };
};

const askForScopes: Field = async (ui, account) => {
  const text = await ui.text(
    scopesQuestion({
      provider: providerById(account.provider),
      value: account.scopes,
      prompt: vscode.l10n.t('Scopes, separated by spaces; they apply from the next sign-in'),
    }),
  );
  return (current) => ({ ...current, scopes: splitScopes(text) });
};

const askForParameters: Field = async (ui, account) => {
  const text = await ui.text({
    prompt: vscode.l10n.t('Additional parameters, such as prompt=login&audience=mail; empty for those of the provider'),
    placeHolder: 'prompt=login',
    value: formatParameters(account),
    validate: validateParameters,
  });
  const authorizationParameters = Object.fromEntries(new URLSearchParams(text));
  return ({ authorizationParameters: _, ...current }) =>
    text === '' ? current : { ...current, authorizationParameters };
};

function formatParameters({ authorizationParameters = {} }: Account): string {
  return new URLSearchParams(authorizationParameters).toString();
}

const askForRedirectUri: Field = async (ui, account) => {
  const text = await ui.text({
    prompt: vscode.l10n.t('Redirect URI as registered for the client; empty to choose it automatically'),
    placeHolder: 'http://127.0.0.1/callback',
    value: account.redirectUri ?? '',
    validate: validateRedirectUri,
  });
  return ({ redirectUri: _, ...current }) => (text === '' ? current : { ...current, redirectUri: text });
};

const chooseCaFile: Field = async (_ui, account) => {
  const choose = vscode.l10n.t('Choose a File…');
  const forget = vscode.l10n.t('Use No CA File');
  const chosen = account.caFile === undefined ? choose : await vscode.window.showQuickPick([choose, forget]);
  if (chosen === forget) return ({ caFile: _forgotten, ...current }) => current;
  const [uri] =
    (chosen === choose
      ? await vscode.window.showOpenDialog({ title: vscode.l10n.t('Certificate authorities (PEM)') })
      : undefined) ?? [];
  if (uri === undefined) throw new vscode.CancellationError();
  return (current) => ({ ...current, caFile: uri.fsPath });
};

function serverField(protocol: Protocol): Field {
  return async (ui, account) => {
    const old = account.mailServers[protocol];
    const server = await askForServer(ui, protocol, old === undefined ? '' : `${old.host}:${old.port}`);
    return (current) => {
      const { [protocol]: _, ...others } = current.mailServers;
      return { ...current, mailServers: server === undefined ? others : { ...others, [protocol]: server } };
    };
  };
}
