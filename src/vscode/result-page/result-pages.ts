import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.js';
import type { Protocol } from '../../mail/wire/server.js';
import type { TranscriptEntry } from '../../mail/wire/transcript.js';
import type { PageMessage } from '../../webview/messages.js';
import type { ReportHistory } from '../login-checks/report-history.js';
import { inBackground } from '../ui/background.js';
import { resultPageType } from '../ui/ids.js';
import { pageInput } from './page-input.js';
import { ResultPage } from './result-page.js';

/** A request of a page. */
export interface PageRequest {
  readonly accountId: string;
  readonly message: PageMessage;
}

/** The open result pages, at most one per account. */
export class ResultPages implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #store: AccountStore;
  readonly #history: ReportHistory;
  readonly #pages = new Map<string, ResultPage>();
  readonly #requests = new vscode.EventEmitter<PageRequest>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidRequest = this.#requests.event;

  constructor(context: vscode.ExtensionContext, store: AccountStore, history: ReportHistory) {
    this.#context = context;
    this.#store = store;
    this.#history = history;
    this.#subscriptions = [
      this.#requests,
      history.onDidChange((id) => this.#update(id)),
      store.onDidChange((id) => this.#update(id)),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const page of this.#pages.values()) page.dispose();
  }

  /** Whether the page of this account is visible. */
  isVisible(accountId: string): boolean {
    return this.#pages.get(accountId)?.visible === true;
  }

  /** Shows the page of an account beside the active editor, or reveals it if it is open. */
  async show(accountId: string, { preserveFocus = false } = {}): Promise<void> {
    const open = this.#pages.get(accountId);
    if (open !== undefined) {
      open.reveal(preserveFocus);
      return;
    }
    const viewColumn =
      vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    const panel = vscode.window.createWebviewPanel(
      resultPageType,
      '',
      { viewColumn, preserveFocus },
      { enableFindWidget: true },
    );
    await this.#adopt(accountId, panel).open();
  }

  /** Restores a page after a reload of the window. @param state the state saved by the page's script */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const accountId = accountIdIn(state);
    if (accountId === undefined || this.#pages.has(accountId)) {
      panel.dispose();
      return;
    }
    await this.#adopt(accountId, panel).open();
  }

  /** The page as an HTML file. */
  async toHtml(accountId: string): Promise<string> {
    const { resultPage } = await import('../../report/html.js');
    const account = await this.#store.get(accountId);
    if (account === undefined) throw new vscode.CancellationError();
    return resultPage(pageInput(account, await this.#history.get(accountId)));
  }

  async start(accountId: string, protocol: Protocol, title: string): Promise<void> {
    await this.#pages.get(accountId)?.start(protocol, title);
  }

  entry(accountId: string, entry: TranscriptEntry): void {
    this.#pages.get(accountId)?.entry(entry);
  }

  async end(accountId: string): Promise<void> {
    await this.#pages.get(accountId)?.end();
  }

  #update(accountId: string): void {
    const page = this.#pages.get(accountId);
    if (page !== undefined) inBackground(page.update());
  }

  #adopt(accountId: string, panel: vscode.WebviewPanel): ResultPage {
    panel.iconPath = vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'mail-oauth.svg');
    const page = new ResultPage(panel, {
      accountId,
      scriptFile: vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'result-page.js').fsPath,
      input: async (now) => {
        const account = await this.#store.get(accountId);
        if (account === undefined) return undefined;
        return pageInput(account, await this.#history.get(accountId), now);
      },
      onMessage: (message) => this.#requests.fire({ accountId, message }),
      onDispose: () => this.#pages.delete(accountId),
    });
    this.#pages.set(accountId, page);
    return page;
  }
}

function accountIdIn(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('accountId' in state)) return undefined;
  return typeof state.accountId === 'string' ? state.accountId : undefined;
}
