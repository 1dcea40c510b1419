import * as vscode from 'vscode';
import type { Account, NewAccount } from '../accounts/account.js';
import type { AccountStore } from '../accounts/account-store.js';
import type { TokenManager } from '../accounts/token-manager.js';
import { protocols, type Protocol } from '../mail/wire/server.js';
import type { DiscoveryReport } from '../autoconfig/types.js';
import { checkDomain } from './discovery/check-domain.js';
import type { DiscoveryReports } from './discovery/discovery-reports.js';
import { askForAccount, askForAccountOf, type KnownMailbox } from './accounts/add-account.js';
import { askForApplicationAccount } from './accounts/add-application.js';
import { askForImportedAccount } from './accounts/import-account.js';
import { withCancellableProgress } from './ui/cancellation.js';
import { checkString } from './strings/check-string.js';
import { duplicateAccount } from './accounts/duplicate-account.js';
import { addExported, exportToFile } from './accounts/export-accounts.js';
import { editAccount } from './accounts/edit-account.js';
import { editClient } from './accounts/edit-client.js';
import type { StringGenerator } from './strings/generate-string.js';
import { commands, views, type CommandId } from './ui/ids.js';
import { testToken } from './login-checks/test-token.js';
import type { LoginChecks } from './login-checks/login-checks.js';
import type { Output } from './login-checks/output.js';
import { accountIdOf, isAbout, pickAccount, protocolOf } from './accounts/pick-account.js';
import { askForMove } from './move-guide/move-app.js';
import type { MoveGuides } from './move-guide/move-guides.js';
import { testAsApp, testAsUser } from './move-guide/test-as-app.js';
import { copyRegistrationUri } from './sign-in/registration-uri.js';
import { registrableRedirectUri } from './sign-in/redirects.js';
import { askAboutSame } from './accounts/same-account.js';
import { isUnreadable, removeAccount, removeUnreadable } from './accounts/remove-account.js';
import { revokeAccess } from './accounts/revoke-access.js';
import { showError } from './ui/show-error.js';
import type { ReportHistory } from './login-checks/report-history.js';
import type { SavedReports } from './login-checks/save-report.js';
import type { ResultPages } from './result-page/result-pages.js';
import { askForSandboxAccount } from './sandbox/sandbox-account.js';
import type { SandboxControl } from './sandbox/sandbox-control.js';
import { sandboxValueOf } from './sandbox/sandbox-tree.js';
import type { SignInFlow } from './sign-in/sign-in-flow.js';
import { showAccountError } from './sign-in/show-account-error.js';
import type { SignInRecords } from './sign-in/sign-in-records.js';
import type { LastOutcomes } from './login-checks/last-outcomes.js';
import { setStatusBarMessage, showInformationMessage } from './ui/notifications.js';
import { Draft } from './ui/wizard.js';

/** The dependencies of the commands. */
export interface CommandDependencies {
  readonly context: vscode.ExtensionContext;
  readonly store: AccountStore;
  readonly tokens: TokenManager;
  readonly records: SignInRecords;
  readonly flow: SignInFlow;
  readonly strings: StringGenerator;
  readonly tests: LoginChecks;
  readonly results: LastOutcomes;
  readonly history: ReportHistory;
  readonly saved: SavedReports;
  readonly pages: ResultPages;
  readonly discoveries: DiscoveryReports;
  readonly guides: MoveGuides;
  readonly output: Output;
  readonly sandbox: SandboxControl;
}

type Handler = (argument: unknown) => Promise<void>;

/** Runs a command. Errors are shown, not thrown. */
export type CommandRunner = (id: CommandId, argument: unknown) => Promise<void>;

/** Creates the function that runs the commands. */
export function commandRunner(parts: CommandDependencies): CommandRunner {
  const handlers = handlersFor(parts);
  return async (id, argument) => {
    try {
      await handlers[id](argument);
    } catch (error) {
      await showAccountError(parts.records, error, accountIdOf(argument));
    }
  };
}

function handlersFor(parts: CommandDependencies): Record<CommandId, Handler> {
  const { context, store, tokens, flow, strings, tests, results, history, saved, pages, output, sandbox } = parts;
  const { discoveries, guides } = parts;
  const onAccount =
    (placeHolder: string, work: (account: Account) => Promise<void>): Handler =>
    async (argument) => {
      const account = await pickAccount(store, argument, placeHolder);
      if (account === undefined) return;
      try {
        await work(account);
      } catch (error) {
        await showAccountError(parts.records, error, account.id);
      }
    };
  const drafts = { account: new Draft(), application: new Draft(), imported: new Draft(), move: new Draft() };
  const addAndSignIn = async (account: NewAccount): Promise<void> => {
    const choice = await askAboutSame(account, await store.list());
    if (choice !== 'keep-both') return flow.start(choice.use);
    await keep(account);
    await flow.start(account);
  };
  const keep = async (account: NewAccount): Promise<void> => {
    try {
      await store.add(account);
    } catch (error) {
      // The account is kept in memory and can be used in this session.
      void showError(error);
    }
  };
  const addImported = async (account: NewAccount): Promise<void> => {
    const { tokens: imported } = account;
    if (imported === undefined) return addAndSignIn(account);
    const choice = await askAboutSame(account, await store.list(), vscode.l10n.t('Replace Its Tokens'));
    if (choice === 'keep-both') await store.add(account);
    else await store.update(choice.use.id, (current) => ({ ...current, tokens: imported }));
    await showInformationMessage(
      vscode.l10n.t('Imported {0}. Test the account to see whether it opens the mailbox.', account.email),
    );
  };
  const addAccount = async (report?: DiscoveryReport): Promise<void> => {
    const account = await askForAccount({ context, store, draft: drafts.account }, report);
    if (account !== undefined) await addAndSignIn(account);
  };
  const askForMailbox = (known: KnownMailbox) =>
    askForAccountOf({ context, store, draft: new Draft() }, vscode.l10n.t('Test as the App'), known);
  const test = (protocols: readonly Protocol[]) =>
    onAccount(vscode.l10n.t('Select the account to test'), (account) => tests.run(account, protocols));
  const remove = onAccount(vscode.l10n.t('Select the account to remove'), (account) =>
    removeAccount(store, { results, history }, account),
  );
  return {
    [commands.addAccount]: () => addAccount(),
    [commands.checkDomain]: () => checkDomain({ context, reports: discoveries, addAccount }),
    [commands.signIn]: onAccount(vscode.l10n.t('Select the account to sign in to'), (account) => flow.start(account)),
    [commands.addApplicationAccount]: async () => {
      const account = await askForApplicationAccount(vscode.l10n.t('New Application Account'), drafts.application);
      if (account !== undefined) await addAndSignIn(account);
    },
    [commands.importAccount]: async () => {
      const choice = await askForImportedAccount(drafts.imported);
      if (choice !== undefined && 'exported' in choice) await addExported(store, choice.exported);
      else if (choice !== undefined) await addImported(choice.account);
    },
    [commands.revokeAccess]: onAccount(vscode.l10n.t('Select the account to revoke access for'), (account) =>
      revokeAccess(store, account),
    ),
    [commands.exportAccounts]: () => exportToFile(store),
    [commands.duplicateAccount]: onAccount(vscode.l10n.t('Select the account to duplicate'), async (account) =>
      editAccount(store, await duplicateAccount(store, account)),
    ),
    [commands.finishSignIn]: () => flow.finishFromPaste(),
    [commands.explainPage]: () => flow.explainPage(),
    [commands.generateString]: (argument) => strings.generate(argument),
    [commands.checkString]: () => checkString(),
    [commands.copyString]: onAccount(vscode.l10n.t('Select an account for the XOAUTH2 string'), ({ id }) =>
      strings.copy(id),
    ),
    [commands.copyAccessToken]: onAccount(vscode.l10n.t('Select the account whose access token to copy'), ({ id }) =>
      strings.copyToken(id),
    ),
    [commands.copyAs]: onAccount(vscode.l10n.t('Select the account whose token to copy'), ({ id }) =>
      strings.copyAs(id),
    ),
    [commands.copyValue]: async (argument) => {
      const account = await store.get(accountIdOf(argument) ?? '');
      if (account !== undefined) await copyValue(account, protocolOf(argument));
    },
    [commands.refresh]: onAccount(vscode.l10n.t('Select the account to refresh'), async ({ id, email }) => {
      await withCancellableProgress(vscode.l10n.t('Refreshing the access token of {0}', email), (signal) =>
        tokens.fresh(id, { force: true, signal }),
      );
    }),
    [commands.testAccount]: onAccount(vscode.l10n.t('Select the account to test'), (account) =>
      tests.run(account, serversOf(account)),
    ),
    [commands.testToken]: () => testToken(output),
    [commands.testImap]: test(['imap']),
    [commands.testSmtp]: test(['smtp']),
    [commands.testPop3]: test(['pop3']),
    [commands.sendTestMessage]: onAccount(vscode.l10n.t('Select the account to send a test message with'), (account) =>
      tests.sendTestMessage(account),
    ),
    [commands.compareMechanisms]: (argument) =>
      onAccount(vscode.l10n.t('Select the account to compare mechanisms for'), (account) => {
        const protocol = protocolOf(argument);
        return tests.compare(account, protocol === undefined ? serversOf(account) : [protocol]);
      })(argument),
    [commands.saveReport]: (argument) =>
      saved.save(accountIdOf(argument), isAbout(argument, 'sign-in') ? 'sign-in' : protocolOf(argument)),
    [commands.editAccount]: (argument) =>
      onAccount(vscode.l10n.t('Select the account to edit'), async (account) => {
        // For a service account, the key file is the client.
        if (!isAbout(argument, 'client') || account.grant === 'service-account') return editAccount(store, account.id);
        if (await editClient(store, account)) await flow.start((await store.get(account.id)) ?? account);
      })(argument),
    [commands.removeAccount]: async (argument) => {
      if (isUnreadable(argument)) await removeUnreadable(store, argument.accountId);
      else await remove(argument);
    },
    [commands.copyRedirectUri]: onAccount(
      vscode.l10n.t('Select the account whose redirect URI to copy'),
      async (account) => {
        const uri = registrableRedirectUri(context, account);
        await vscode.env.clipboard.writeText(uri);
        await showInformationMessage(
          vscode.l10n.t('Copied {0}. Register it as a redirect URI of the client {1}.', uri, account.client.clientId),
        );
      },
    ),
    [commands.copyRegistrationUri]: (argument) => copyRegistrationUri(argument),
    [commands.moveApp]: async () => {
      const input = await askForMove(drafts.move);
      if (input !== undefined) await guides.show(input);
    },
    [commands.testAsApp]: async (argument) => {
      const guide = guides.inputOf(argument);
      const common = { store, tests, records: parts.records, keep };
      const tested =
        guide?.kind === 'user'
          ? await testAsUser(
              { ...common, askForAccount: askForMailbox, signIn: (account) => flow.start(account) },
              guide,
            )
          : await testAsApp({ ...common, draft: drafts.application }, guide);
      if (guide !== undefined && tested !== undefined) guides.didTest(guide, tested);
    },
    [commands.showHandOver]: (argument) => guides.showHandOver(argument),
    [commands.startSandbox]: async () => {
      await sandbox.start();
      await vscode.commands.executeCommand(`${views.sandbox}.focus`);
    },
    [commands.stopSandbox]: async () => {
      await sandbox.stop();
      setStatusBarMessage('check', vscode.l10n.t('The sandbox has stopped. Its accounts were removed.'));
    },
    [commands.addSandboxAccount]: async () => {
      const account = await askForSandboxAccount(await sandbox.start());
      if (account !== undefined) await addAndSignIn(account);
    },
    [commands.copySandboxValue]: async (argument) => {
      const value = sandboxValueOf(argument);
      if (value === undefined) return;
      await vscode.env.clipboard.writeText(value);
      setStatusBarMessage('check', vscode.l10n.t('Copied {0}', value));
    },
    [commands.showSandboxOutput]: () => {
      sandbox.showLog();
      return Promise.resolve();
    },
    [commands.showResult]: onAccount(vscode.l10n.t('Select the account whose result to show'), ({ id }) =>
      pages.show(id),
    ),
    [commands.showTranscript]: () => {
      output.show();
      return Promise.resolve();
    },
  };
}

/** Copies the value of a tree item: a server's address, or the scopes. */
async function copyValue({ mailServers, tokens, scopes }: Account, protocol: Protocol | undefined): Promise<void> {
  const server = protocol === undefined ? undefined : mailServers[protocol];
  const value = server === undefined ? (tokens?.scopes ?? scopes).join(' ') : `${server.host}:${server.port}`;
  await vscode.env.clipboard.writeText(value);
  setStatusBarMessage('check', vscode.l10n.t('Copied {0}', value));
}

function serversOf(account: Account): Protocol[] {
  return protocols.filter((protocol) => account.mailServers[protocol] !== undefined);
}
