import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AccountStore } from './accounts/account-store.js';
import { explainedSecrets, type SecretStore } from './accounts/secret-store.js';
import { TokenManager } from './accounts/token-manager.js';
import { Windows } from './accounts/windows.js';
import { hasPendingSignIns } from './sign-in/pending-keys.js';
import { hasLostSecrets } from './vscode/accounts/secret-persistence.js';
import { AccountsTree } from './vscode/accounts/accounts-tree.js';
import { LazyParts } from './vscode/lazy-parts.js';
import { LastOutcomes } from './vscode/login-checks/last-outcomes.js';
import { createSandbox } from './vscode/sandbox/create-sandbox.js';
import { SignInRecords } from './vscode/sign-in/sign-in-records.js';
import { CallbackUriHandler } from './vscode/sign-in/uri-handler.js';
import { inBackground } from './vscode/ui/background.js';
import { commands, resultPageType } from './vscode/ui/ids.js';

/** What `deactivate` waits for: the editor disposes the subscriptions without waiting. */
let stop: () => Promise<void> = () => Promise.resolve();

/**
 * The composition root. It builds what the editor shows at startup; {@link LazyParts} builds the rest when a command or
 * a redirect needs it.
 */
export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  const secrets = explainedSecrets(context.secrets);
  const store = new AccountStore(secrets, new Windows(path.join(context.globalStorageUri.fsPath, 'shared')));
  const records = new SignInRecords();
  const tokens = new TokenManager(store, Date.now, records.connectOptionsOf);
  const results = new LastOutcomes(context.globalState);
  const { control: sandbox, disposables } = createSandbox(context, store);
  const parts = new LazyParts({ context, store, tokens, records, results, sandbox });
  // The sandbox first, because it removes its accounts from the store.
  stop = () => sandbox.stop().finally(() => store.dispose());
  const tree = new AccountsTree(store, tokens, results);
  context.subscriptions.push(
    results,
    records,
    tree,
    ...disposables,
    ...Object.values(commands).map((id) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => (await parts.load()).runCommand(id, argument)),
    ),
    vscode.window.registerWebviewPanelSerializer(resultPageType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await parts.load()).pages.restore(panel, state),
    }),
    // Last, so that everything is ready for a redirect that activated the extension.
    vscode.window.registerUriHandler(
      new CallbackUriHandler(async (parameters) => (await parts.load()).flow.finish(parameters)),
    ),
  );
  inBackground(store.open());
  inBackground(resumeSignIns(secrets, parts));
  inBackground(sandbox.removeStaleAccounts());
  inBackground(warnOfLostSecrets(context, tree));
}

async function warnOfLostSecrets({ secrets, globalState }: vscode.ExtensionContext, tree: AccountsTree): Promise<void> {
  if (!(await hasLostSecrets(secrets, globalState))) return;
  tree.setNotice(
    vscode.l10n.t(
      'The editor has lost the secrets of the last session: it found no keyring to store them in. Sign-ins last only until the window is closed. Install and unlock a keyring (on Linux gnome-keyring or KWallet), and restart the editor.',
    ),
  );
}

/** Most windows have no sign-in to resume and need not load the parts. */
async function resumeSignIns(secrets: SecretStore, parts: LazyParts): Promise<void> {
  if (await hasPendingSignIns(secrets)) await (await parts.load()).flow.resume();
}

/** Waits until the sandbox has stopped and the channel to the other windows is closed. */
export async function deactivate(): Promise<void> {
  await stop();
}
