import { mkdir, readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.js';
import { defined } from '../../common/defined.js';
import { loadSandbox, type SandboxLogEntry, type Scenario } from '../../sandbox/load.js';
import { commands, contextKeys, transcriptLanguage, views } from '../ui/ids.js';
import { isSandboxAccount } from './is-sandbox-account.js';
import { readSettings } from '../ui/settings.js';
import { UserError } from '../ui/user-error.js';
import type { RunningSandbox } from './running-sandbox.js';

interface Started extends RunningSandbox {
  removeCaFile(): Promise<void>;
}

/** Starts and stops this window's sandbox, and shows its log. */
export class SandboxControl implements vscode.Disposable {
  readonly #folder: string;
  readonly #store: AccountStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #output: vscode.OutputChannel | undefined;
  #status: vscode.StatusBarItem | undefined;
  #running: Promise<Started> | undefined;
  #stopped = Promise.resolve();
  #current: RunningSandbox | undefined;
  #disposed = false;

  /** @param folder the folder of the CA file; it is created if necessary */
  constructor(folder: string, store: AccountStore) {
    this.#folder = folder;
    this.#store = store;
  }

  /** The sandbox, if it is running. */
  get current(): RunningSandbox | undefined {
    return this.#current;
  }

  /** Stops the sandbox without waiting; use {@link stop} to wait. */
  dispose(): void {
    this.#disposed = true;
    // The window is closing, so there is nowhere to show an error.
    this.stop().catch(() => undefined);
    this.#changed.dispose();
    this.#output?.dispose();
    this.#status?.dispose();
  }

  /** Starts the sandbox if it is not running. @throws {UserError} */
  async start(): Promise<RunningSandbox> {
    const running = (this.#running ??= this.#stopped.then(() =>
      vscode.window.withProgress({ location: { viewId: views.sandbox } }, () => this.#start()),
    ));
    try {
      return await running;
    } catch (error) {
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  /** Stops the sandbox and waits until its ports are closed and its accounts are removed. */
  stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return this.#stopped;
    const stopping = this.#stop(running);
    this.#stopped = stopping.catch(() => undefined);
    return stopping;
  }

  /** Removes accounts of sandboxes that no longer run, for example after a crash. */
  async removeStaleAccounts(): Promise<void> {
    const accounts = (await this.#store.list()).filter(isSandboxAccount);
    const issuers = [...new Set(accounts.map(({ server }) => server.issuer ?? ''))].filter(
      (issuer) => issuer !== this.#current?.sandbox.issuer,
    );
    const alive = await Promise.all(issuers.map((issuer) => responds(issuer)));
    const dead = issuers.filter((_, index) => alive[index] === false);
    await this.#removeAccounts((issuer) => dead.includes(issuer));
  }

  /** Shows the log. */
  showLog(): void {
    this.#output?.show(true);
  }

  async #start(): Promise<Started> {
    this.#output ??= vscode.window.createOutputChannel('Mail OAuth Sandbox', transcriptLanguage);
    const started = await this.#startServers();
    this.#current = started;
    this.#log(vscode.l10n.t('The sandbox is running at {0}', started.sandbox.issuer));
    await this.#showState();
    await this.removeStaleAccounts();
    return started;
  }

  async #startServers(): Promise<Started> {
    const { startSandbox, writeCaFile, formatLogEntry, parseScenarios } = await loadSandbox();
    const { ports, scenarios: file } = readSettings().sandbox;
    const scenarios = file === undefined ? [] : await readScenarios(file, parseScenarios);
    const options = defined({
      ports,
      scenarios,
      translations: vscode.l10n.bundle,
      onEntry: (entry: SandboxLogEntry) => this.#log(formatLogEntry(entry)),
    });
    const sandbox = await startSandbox(options).catch(explainPorts);
    try {
      await mkdir(this.#folder, { recursive: true });
      const caFile = await writeCaFile(sandbox.ca, this.#folder);
      return { sandbox, caFile: caFile.path, removeCaFile: () => caFile.remove() };
    } catch (error) {
      await sandbox.stop();
      throw error;
    }
  }

  async #stop(running: Promise<Started>): Promise<void> {
    const started = await running.catch(() => undefined);
    if (started === undefined) return;
    this.#current = undefined;
    await started.sandbox.stop();
    await started.removeCaFile();
    this.#log(vscode.l10n.t('The sandbox has stopped.'));
    await this.#showState();
    await this.#removeAccounts((issuer) => issuer === started.sandbox.issuer);
  }

  #log(line: string): void {
    if (!this.#disposed) this.#output?.appendLine(line);
  }

  /** Updates the status bar and the context key. */
  async #showState(): Promise<void> {
    if (this.#disposed) return;
    this.#status ??= makeStatusBarItem();
    if (this.#current === undefined) this.#status.hide();
    else this.#status.show();
    await vscode.commands.executeCommand('setContext', contextKeys.sandboxRunning, this.#current !== undefined);
    this.#changed.fire();
  }

  async #removeAccounts(ofIssuer: (issuer: string) => boolean): Promise<void> {
    for (const account of await this.#store.list()) {
      if (isSandboxAccount(account) && ofIssuer(account.server.issuer ?? '')) await this.#store.remove(account.id);
    }
  }
}

async function readScenarios(file: string, parse: (text: string) => Scenario[]): Promise<Scenario[]> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    const { message } = error as Error;
    throw new UserError('invalid-scenario', vscode.l10n.t('Setting mailOAuth.sandbox.scenarios: {0}', message));
  }
}

/** @throws {UserError} `port-taken` if a port is in use or not permitted */
function explainPorts(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
  throw new UserError(
    'port-taken',
    vscode.l10n.t('Cannot start the sandbox: {0}. Check the setting mailOAuth.sandbox.ports.', error.message),
  );
}

function makeStatusBarItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('mailOAuth.sandbox', vscode.StatusBarAlignment.Right);
  item.name = vscode.l10n.t('Mail OAuth Sandbox');
  item.text = vscode.l10n.t('$(beaker) Mail Sandbox');
  item.tooltip = vscode.l10n.t('The sandbox is running on this machine. Click to show its log.');
  item.command = commands.showSandboxOutput;
  return item;
}

async function responds(issuer: string): Promise<boolean> {
  return fetch(issuer, { signal: AbortSignal.timeout(1000) }).then(
    () => true,
    () => false,
  );
}
