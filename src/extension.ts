import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AccountStore } from './accounts/account-store.js';
import { PendingSignIns } from './sign-in/pending-sign-ins.js';
import { SignIn } from './sign-in/sign-in.js';
import { TokenManager } from './accounts/token-manager.js';
import { Windows } from './accounts/windows.js';
import { AccountsTree } from './vscode/accounts/accounts-tree.js';
import { registerCommands } from './vscode/commands.js';
import { DiagnosisActions } from './vscode/login-checks/diagnosis-actions.js';
import { StringGenerator } from './vscode/strings/generate-string.js';
import { LoginChecks } from './vscode/login-checks/login-checks.js';
import { Output } from './vscode/login-checks/output.js';
import { ReportHistory } from './vscode/login-checks/report-history.js';
import { createSandbox } from './vscode/sandbox/create-sandbox.js';
import { SignInFlow } from './vscode/sign-in/sign-in-flow.js';
import { LastOutcomes } from './vscode/login-checks/last-outcomes.js';
import { CallbackUriHandler } from './vscode/sign-in/uri-handler.js';

/** What `deactivate` waits for: the editor disposes the subscriptions, but waits for none. */
let stop: () => Promise<void> = () => Promise.resolve();

/** The composition root: builds the parts and hands them to each other. */
export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  const { secrets } = context;
  const store = new AccountStore(secrets, new Windows(path.join(context.globalStorageUri.fsPath, 'shared')));
  const tokens = new TokenManager(store);
  const pending = new PendingSignIns(secrets);
  const flow = new SignInFlow(context, new SignIn(store, pending), pending);
  const output = new Output();
  const results = new LastOutcomes(context.globalState);
  const reports = new ReportHistory(context);
  const actions = new DiagnosisActions(store, tokens, flow);
  const tests = new LoginChecks({ tokens, output, results, reports, actions });
  const { control: sandbox, disposables } = createSandbox(context, store);
  // Its accounts are removed from the store.
  stop = () => sandbox.stop().finally(() => store.dispose());
  const strings = new StringGenerator(store, tokens);
  context.subscriptions.push(
    flow,
    output,
    results,
    new AccountsTree(store, tokens, results),
    ...disposables,
    registerCommands({ context, store, tokens, flow, strings, tests, results, reports, output, sandbox }),
    // Last, so that a redirect that woke the extension finds everything in place.
    vscode.window.registerUriHandler(new CallbackUriHandler((parameters) => flow.finish(parameters))),
  );
  void store.open();
  void flow.resume();
  void sandbox.removeStaleAccounts();
}

/** Waits until the sandbox's ports are closed and the other windows know that this one is gone. */
export async function deactivate(): Promise<void> {
  await stop();
}
