import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { tokenLife } from '../../accounts/token-life.js';
import type { TokenManager } from '../../accounts/token-manager.js';
import {
  childrenOf,
  itemFor,
  needsSignIn,
  unreadableItem,
  type UnreadableEntry,
  type AccountNode,
  type AccountStatus,
} from './account-items.js';
import { inBackground } from '../ui/background.js';
import { contextKeys, views } from '../ui/ids.js';
import { isSandboxAccount } from '../sandbox/is-sandbox-account.js';
import type { LastOutcomes } from '../login-checks/last-outcomes.js';
import { untilNextChange } from './format-time.js';

/** The accounts in the sidebar. While the view is visible, expiry times are kept up to date. */
export class AccountsTree implements vscode.TreeDataProvider<AccountNode>, vscode.Disposable {
  readonly #store: AccountStore;
  readonly #tokens: TokenManager;
  readonly #results: LastOutcomes;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<AccountNode>;
  readonly #subscriptions: vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;
  #accounts: readonly Account[] = [];
  #unreadable: readonly UnreadableEntry[] = [];
  #tick: NodeJS.Timeout | undefined;
  #notice = '';

  constructor(store: AccountStore, tokens: TokenManager, results: LastOutcomes) {
    this.#store = store;
    this.#tokens = tokens;
    this.#results = results;
    this.#view = vscode.window.createTreeView(views.accounts, { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      store.onDidChange(() => inBackground(this.#reload())),
      tokens.onDidEnd(() => inBackground(this.#publish().finally(() => this.refresh()))),
      results.onDidChange(() => this.refresh()),
      this.#view.onDidChangeVisibility(() => this.refresh()),
    ];
  }

  dispose(): void {
    clearTimeout(this.#tick);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Shows a message above the accounts until the window is closed. */
  setNotice(notice: string): void {
    this.#notice = notice;
    inBackground(this.#publish());
  }

  /** Refreshes the view. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: AccountNode): Promise<AccountNode[]> {
    if (node === undefined) {
      await this.#load();
      this.#schedule();
      return [
        ...this.#accounts.map(({ id }) => ({ kind: 'account', accountId: id }) as const),
        ...this.#unreadable.map(({ id }) => ({ kind: 'unreadable', accountId: id }) as const),
      ];
    }
    const account = this.#find(node.accountId);
    return node.kind === 'account' && account !== undefined ? childrenOf(account) : [];
  }

  getTreeItem(node: AccountNode): vscode.TreeItem {
    const unreadable = this.#unreadable.find(({ id }) => id === node.accountId);
    if (unreadable !== undefined) return unreadableItem(unreadable);
    const account = this.#find(node.accountId);
    return account === undefined ? new vscode.TreeItem('') : itemFor(node, account, this.#facts(account));
  }

  /** Reads the accounts and updates context keys and badge, even while the view is hidden. */
  async #load(): Promise<void> {
    const entries = await this.#store.entries();
    this.#accounts = entries.flatMap((entry) => ('account' in entry ? [entry.account] : []));
    this.#unreadable = entries.filter((entry) => 'problem' in entry);
    await Promise.all(this.#accounts.map((account) => this.#tokens.inspect(account)));
    await this.#publish();
  }

  /** If the accounts cannot be read, the refreshed view shows why. */
  async #reload(): Promise<void> {
    await this.#load().finally(() => this.refresh());
  }

  #find(id: string): Account | undefined {
    return this.#accounts.find((account) => account.id === id);
  }

  #facts(account: Account): AccountStatus {
    return {
      now: Date.now(),
      refreshEnded: this.#tokens.refreshEnded(account),
      results: this.#results.get(account.id),
    };
  }

  async #publish(): Promise<void> {
    await vscode.commands.executeCommand(
      'setContext',
      contextKeys.hasAccounts,
      this.#accounts.length + this.#unreadable.length > 0,
    );
    const own = this.#accounts.filter((account) => !isSandboxAccount(account));
    await vscode.commands.executeCommand(
      'setContext',
      contextKeys.signedIn,
      own.some(({ tokens }) => tokens !== undefined),
    );
    const anySignedIn = this.#accounts.some(({ tokens }) => tokens !== undefined);
    await vscode.commands.executeCommand('setContext', contextKeys.anySignedIn, anySignedIn);
    await vscode.commands.executeCommand('setContext', contextKeys.loaded, true);
    const waiting = this.#accounts.filter((account) => needsSignIn(account, this.#facts(account))).length;
    const all = this.#accounts.length;
    this.#view.message = [
      this.#notice,
      all > 0 && waiting === all ? vscode.l10n.t('All accounts need you to sign in again.') : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' ');
    this.#view.badge =
      waiting === 0 ? undefined : { value: waiting, tooltip: vscode.l10n.t('Accounts to sign in again: {0}', waiting) };
  }

  #schedule(): void {
    clearTimeout(this.#tick);
    if (!this.#view.visible) return;
    const now = Date.now();
    const next = Math.min(...this.#accounts.map((account) => untilNextChange(tokenLife(account, now))), 60_000);
    this.#tick = setTimeout(() => this.refresh(), next);
  }
}
