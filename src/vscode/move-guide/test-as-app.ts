import * as vscode from 'vscode';
import type { Account, NewAccount } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { defined } from '../../common/defined.js';
import { protocols, type Protocol } from '../../mail/wire/server.js';
import type { MoveGuideInput } from '../../move-guide/move-step.js';
import { providerById } from '../../providers/catalogue.js';
import type { KnownMailbox } from '../accounts/add-account.js';
import { askForApplicationAccount, type KnownApplication } from '../accounts/add-application.js';
import type { LoginChecks } from '../login-checks/login-checks.js';
import { remedyFor } from '../sign-in/application-sign-in.js';
import { showAccountError } from '../sign-in/show-account-error.js';
import type { SignInRecords } from '../sign-in/sign-in-records.js';
import { commands } from '../ui/ids.js';
import type { Draft } from '../ui/wizard.js';
import { accountFor } from './move-guides.js';

/** The dependencies of {@link testAsApp}. */
export interface TestAsAppDependencies {
  readonly store: AccountStore;
  readonly tests: LoginChecks;
  readonly records: SignInRecords;
  readonly draft: Draft;
  /** Stores a new account; errors are shown. */
  readonly keep: (account: NewAccount) => Promise<void>;
}

/** The dependencies of {@link testAsUser}. */
export interface TestAsUserDependencies extends Omit<TestAsAppDependencies, 'draft'> {
  /** Asks for the account of the guide's mailbox. */
  readonly askForAccount: (known: KnownMailbox) => Promise<NewAccount | undefined>;
  /** Lets the user sign in; errors are shown. */
  readonly signIn: (account: Account) => Promise<void>;
}

/**
 * Signs in as the user of the application does, with the application's client, and tests the mail servers.
 *
 * @returns the tested account; `undefined` if the user canceled or did not sign in
 */
export async function testAsUser(parts: TestAsUserDependencies, guide: MoveGuideInput): Promise<Account | undefined> {
  const { store, tests, signIn } = parts;
  const account = await userAccount(parts, guide);
  if (account !== undefined && account.tokens === undefined) await signIn(account);
  const signedIn = account === undefined ? undefined : await store.get(account.id);
  if (signedIn?.tokens === undefined) return undefined;
  await tests.run(
    signedIn,
    guide.app.uses.filter((protocol) => signedIn.mailServers[protocol] !== undefined),
  );
  return signedIn;
}

async function userAccount(
  { store, keep, askForAccount }: TestAsUserDependencies,
  guide: MoveGuideInput,
): Promise<Account | undefined> {
  const known = accountFor(guide, await store.list());
  if (known !== undefined) return known;
  const { provider, mailbox, tenant, clientId } = guide;
  const made = await askForAccount({
    provider: providerById(provider),
    email: mailbox,
    ...defined({ tenant, clientId }),
  });
  if (made === undefined) return undefined;
  await keep(made);
  return store.get(made.id);
}

/**
 * Signs in as the application, with its own secret, certificate or key, and tests the mail servers. The account stays
 * in the list, so that the test can be repeated.
 *
 * @param guide the guide for the application
 * @returns the tested account; `undefined` if the user canceled
 */
export async function testAsApp(parts: TestAsAppDependencies, guide?: MoveGuideInput): Promise<Account | undefined> {
  const account = await accountToTest(parts, guide);
  if (account === undefined) return undefined;
  const used: readonly Protocol[] = guide?.app.uses ?? protocols;
  try {
    await parts.tests.run(
      account,
      used.filter((protocol) => account.mailServers[protocol] !== undefined),
    );
  } catch (error) {
    await showAccountError(parts.records, error, account.id, remedyFor(error, account) ?? editRemedy(account));
  }
  return account;
}

async function accountToTest(
  { store, draft, keep }: TestAsAppDependencies,
  guide: MoveGuideInput | undefined,
): Promise<Account | undefined> {
  const known = guide === undefined ? undefined : accountFor(guide, await store.list());
  if (known !== undefined) return known;
  const made = await askForApplicationAccount(vscode.l10n.t('Test as the App'), draft, knownOf(guide));
  if (made === undefined) return undefined;
  await keep(made);
  return store.get(made.id);
}

function knownOf(guide: MoveGuideInput | undefined): KnownApplication {
  if (guide === undefined) return {};
  const { provider, mailbox, tenant, clientId } = guide;
  return { provider: providerById(provider), email: mailbox, ...defined({ tenant, clientId }) };
}

function editRemedy({ id }: Account) {
  return {
    label: vscode.l10n.t('Edit Account'),
    run: () => vscode.commands.executeCommand(commands.editAccount, id),
  };
}
