import path from 'node:path';
import type * as vscode from 'vscode';
import type { AccountStore } from '../accounts/account-store.js';
import { explainedSecrets } from '../accounts/secret-store.js';
import type { TokenManager } from '../accounts/token-manager.js';
import { DeviceSignIn } from '../sign-in/device-sign-in.js';
import { PendingDevices } from '../sign-in/pending-devices.js';
import { PendingSignIns } from '../sign-in/pending-sign-ins.js';
import { SignIn } from '../sign-in/sign-in.js';
import { commandRunner, type CommandRunner } from './commands.js';
import { DiscoveryReports } from './discovery/discovery-reports.js';
import { DiagnosisActions } from './login-checks/diagnosis-actions.js';
import type { LastOutcomes } from './login-checks/last-outcomes.js';
import { LoginChecks } from './login-checks/login-checks.js';
import { Output } from './login-checks/output.js';
import { ReportHistory } from './login-checks/report-history.js';
import { SavedReports } from './login-checks/save-report.js';
import { MoveGuides } from './move-guide/move-guides.js';
import { handlePageRequest } from './result-page/page-requests.js';
import { ResultPages } from './result-page/result-pages.js';
import type { SandboxControl } from './sandbox/sandbox-control.js';
import { DeviceFlow } from './sign-in/device-flow.js';
import { showAccountError } from './sign-in/show-account-error.js';
import type { SignInRecords } from './sign-in/sign-in-records.js';
import { SignInFlow } from './sign-in/sign-in-flow.js';
import { StringGenerator } from './strings/generate-string.js';
import { ShownTexts } from './strings/shown-texts.js';
import { inBackground } from './ui/background.js';

/** The parts that activation has built. */
export interface StartedParts {
  readonly context: vscode.ExtensionContext;
  readonly store: AccountStore;
  readonly tokens: TokenManager;
  readonly records: SignInRecords;
  readonly results: LastOutcomes;
  readonly sandbox: SandboxControl;
}

/** The parts for commands and redirects. */
export interface Parts {
  readonly runCommand: CommandRunner;
  readonly flow: SignInFlow;
  readonly pages: ResultPages;
}

/**
 * Builds the parts that activation does not need. {@link LazyParts} loads this module and its imports with the first
 * command.
 */
export function buildParts({ context, store, tokens, records, results, sandbox }: StartedParts): Parts {
  const secrets = explainedSecrets(context.secrets);
  const pending = new PendingSignIns(secrets);
  const devices = new DeviceSignIn(store, new PendingDevices(secrets), { connectOptionsOf: records.connectOptionsOf });
  const device = new DeviceFlow(devices, store);
  const signIn = new SignIn(store, pending, Date.now, records.connectOptionsOf);
  const flow = new SignInFlow(context, signIn, pending, device, tokens, records);
  const output = new Output();
  const history = new ReportHistory(path.join(context.globalStorageUri.fsPath, 'results'));
  const pages = new ResultPages(context, store, history);
  const saved = new SavedReports(context, { store, history, toHtml: (id) => pages.toHtml(id) });
  const actions = new DiagnosisActions(store, tokens, flow);
  const discoveries = new DiscoveryReports();
  const guides = new MoveGuides(store, results);
  const tests = new LoginChecks({ tokens, output, pages, results, history, actions });
  const shown = new ShownTexts();
  const strings = new StringGenerator(store, tokens, shown);
  const requests = pages.onDidRequest((request) => {
    handlePageRequest(request, { store, history, saved, tests, output }).catch((error: unknown) =>
      showAccountError(records, error, request.accountId),
    );
  });
  const remember = (accountId: string) => {
    const record = records.of(accountId);
    if (record !== undefined) history.rememberSignIn(accountId, record);
  };
  for (const accountId of records.accountIds()) remember(accountId);
  const remembered = records.onDidChange(remember);
  context.subscriptions.push(remembered, flow, device, discoveries, guides, output, requests, pages, history, shown);
  const runCommand = commandRunner({
    context,
    store,
    tokens,
    records,
    flow,
    strings,
    tests,
    results,
    history,
    saved,
    pages,
    discoveries,
    guides,
    output,
    sandbox,
  });
  inBackground(forgetRemoved(store, history));
  return { runCommand, flow, pages };
}

/** Deletes the results of accounts that another window, or the end of a sandbox, has removed. */
async function forgetRemoved(store: AccountStore, history: ReportHistory): Promise<void> {
  await history.keepOnly((await store.entries()).map((entry) => ('account' in entry ? entry.account.id : entry.id)));
}
