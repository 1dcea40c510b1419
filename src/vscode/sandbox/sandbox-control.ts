import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.js';
import { loadSandbox } from '../../sandbox/load.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { commands, contextKeys, transcriptLanguage, views } from '../ui/ids.js';
import { isSandboxAccount } from './is-sandbox-account.js';
import { readSettings } from '../ui/settings.js';
import { UserError } from '../ui/user-error.js';

/** A running sandbox and the file of its authority's certificate. */
export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly caFile: string;
}

/** Starts and stops this window's sandbox, and shows what its servers see. */
export class SandboxControl implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #store: AccountStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #output: vscode.OutputChannel | undefined;
  #status: vscode.StatusBarItem | undefined;
  #running: Promise<RunningSandbox> | undefined;
  #current: RunningSandbox | undefined;

  constructor(context: vscode.ExtensionContext, store: AccountStore) {
    this.#context = context;
    this.#store = store;
  }

  /** The sandbox, if it runs. */
  get current(): RunningSandbox | undefined {
    return this.#current;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#output?.dispose();
    this.#status?.dispose();
  }

  /** Starts the sandbox unless it runs. @throws {UserError} why it cannot */
  async start(): Promise<RunningSandbox> {
    this.#running ??= Promise.resolve(
      vscode.window.withProgress({ location: { viewId: views.sandbox } }, () => this.#start()),
    );
    try {
      return await this.#running;
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
  }

  /** Stops the sandbox: its ports, tokens and accounts are gone. */
  async stop(): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    this.#running = undefined;
    this.#current = undefined;
    if (running === undefined) return;
    await running.sandbox.stop();
    await rm(running.caFile, { force: true });
    this.#output?.appendLine(vscode.l10n.t('The sandbox has stopped.'));
    this.#status?.hide();
    await this.#publish();
    await this.#removeAccounts((issuer) => issuer === running.sandbox.issuer);
  }

  /** Removes the accounts of sandboxes that nobody answers for: a window that is closed hard has no time to. */
  async removeDeadAccounts(): Promise<void> {
    const accounts = (await this.#store.list()).filter(isSandboxAccount);
    const issuers = [...new Set(accounts.map(({ server }) => server.issuer ?? ''))].filter(
      (issuer) => issuer !== this.#current?.sandbox.issuer,
    );
    const alive = await Promise.all(issuers.map((issuer) => answers(issuer)));
    const dead = issuers.filter((_, index) => alive[index] === false);
    await this.#removeAccounts((issuer) => dead.includes(issuer));
  }

  /** Shows what the servers see. */
  showOutput(): void {
    this.#output?.show(true);
  }

  async #start(): Promise<RunningSandbox> {
    const { startSandbox, formatJournalEntry, parseScenarios, ScenarioError } = await loadSandbox();
    const { ports, scenarios: file } = readSettings().sandbox;
    this.#output ??= vscode.window.createOutputChannel('Mail OAuth Sandbox', transcriptLanguage);
    const output = this.#output;
    try {
      const scenarios = file === undefined ? [] : parseScenarios(await readFile(file, 'utf8'));
      const sandbox = await startSandbox({
        ports,
        scenarios,
        onEntry: (entry) => output.appendLine(formatJournalEntry(entry)),
      });
      const caFile = await this.#writeCa(sandbox);
      const running = { sandbox, caFile };
      this.#current = running;
      output.appendLine(vscode.l10n.t('The sandbox runs: {0}', sandbox.issuer));
      this.#showStatus();
      await this.#publish();
      await this.removeDeadAccounts();
      return running;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (error instanceof ScenarioError || code === 'ENOENT') {
        throw new UserError('invalid-scenario', `mailOAuth.sandbox.scenarios: ${message}`);
      }
      if (code === 'EADDRINUSE' || code === 'EACCES') {
        throw new UserError(
          'port-taken',
          vscode.l10n.t('The sandbox cannot listen: {0}. Change mailOAuth.sandbox.ports.', message),
        );
      }
      throw error;
    }
  }

  /** Each window has its own file: two sandboxes have two authorities. */
  async #writeCa({ ca, ports }: Sandbox): Promise<string> {
    const directory = path.join(this.#context.globalStorageUri.fsPath, 'sandbox');
    await mkdir(directory, { recursive: true });
    const file = path.join(directory, `ca-${ports.oauth}.pem`);
    await writeFile(file, ca);
    return file;
  }

  #showStatus(): void {
    if (this.#status === undefined) {
      this.#status = vscode.window.createStatusBarItem('mailOAuth.sandbox', vscode.StatusBarAlignment.Right);
      this.#status.name = vscode.l10n.t('Mail OAuth Sandbox');
      this.#status.text = vscode.l10n.t('$(beaker) Mail Sandbox');
      this.#status.tooltip = vscode.l10n.t('The mail sandbox runs on this machine. Press to see what its servers see.');
      this.#status.command = commands.showSandboxOutput;
    }
    this.#status.show();
  }

  async #publish(): Promise<void> {
    await vscode.commands.executeCommand('setContext', contextKeys.sandboxRunning, this.#current !== undefined);
    this.#changed.fire();
  }

  async #removeAccounts(ofIssuer: (issuer: string) => boolean): Promise<void> {
    for (const account of await this.#store.list()) {
      if (isSandboxAccount(account) && ofIssuer(account.server.issuer ?? '')) await this.#store.remove(account.id);
    }
  }
}

async function answers(issuer: string): Promise<boolean> {
  return fetch(issuer, { signal: AbortSignal.timeout(1000) }).then(
    () => true,
    () => false,
  );
}
