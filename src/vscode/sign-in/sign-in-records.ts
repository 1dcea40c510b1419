import * as vscode from 'vscode';
import type { OAuthExchange } from '../../oauth/exchange-record.js';

/** The most exchanges that are kept of an account. */
const maxExchanges = 40;

/** What was said to the authorization server of each account in this window: for its page, and in an output channel. */
export class SignInRecords implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #exchanges = new Map<string, readonly OAuthExchange[]>();
  readonly onDidChange = this.#changed.event;
  #channel: vscode.OutputChannel | undefined;

  dispose(): void {
    this.#changed.dispose();
    this.#channel?.dispose();
  }

  /** The exchanges of an account, the oldest first. */
  of(accountId: string): readonly OAuthExchange[] {
    return this.#exchanges.get(accountId) ?? [];
  }

  /** Takes an exchange in. @param account whose it is, as far as that is known */
  add(exchange: OAuthExchange, account?: { readonly id: string; readonly email: string }): void {
    void this.#log(exchange, account?.email);
    if (account === undefined) return;
    this.#exchanges.set(account.id, [...this.of(account.id), exchange].slice(-maxExchanges));
    this.#changed.fire(account.id);
  }

  /** Brings the channel into view. */
  show(): void {
    this.#open().show(true);
  }

  #open(): vscode.OutputChannel {
    return (this.#channel ??= vscode.window.createOutputChannel('Mail OAuth Sign-In'));
  }

  async #log(exchange: OAuthExchange, email: string | undefined): Promise<void> {
    const { formatExchange } = await import('../../report/sign-in-text.js');
    const [heading = '', ...lines] = formatExchange(exchange);
    this.#open().appendLine(email === undefined ? heading : `${heading} ${email}`);
    for (const line of lines) this.#channel?.appendLine(line);
  }
}
