import * as vscode from 'vscode';
import type { ConnectOptionsOf } from '../../accounts/account.js';
import type { OAuthExchange } from '../../oauth/exchange-record.js';
import { connectOptions } from '../accounts/connect-options.js';

/** The most exchanges that are kept of an account. */
const maxExchanges = 40;

/** What was said to the authorization server of each account in this window: for its page, and in an output channel. */
export class SignInRecords implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #exchanges = new Map<string, readonly OAuthExchange[]>();
  readonly onDidChange = this.#changed.event;
  #channel: vscode.OutputChannel | undefined;

  /** How the authorization server of an account is reached, with each exchange recorded. */
  readonly connectOptionsOf: ConnectOptionsOf = async (account) => ({
    ...(await connectOptions(account)),
    onExchange: (exchange) => this.#add(exchange, account),
  });

  dispose(): void {
    this.#changed.dispose();
    this.#channel?.dispose();
  }

  /** The exchanges of an account, the oldest first. */
  of(accountId: string): readonly OAuthExchange[] {
    return this.#exchanges.get(accountId) ?? [];
  }

  #add(exchange: OAuthExchange, { id, email }: { readonly id: string; readonly email: string }): void {
    void this.#log(exchange, email);
    this.#exchanges.set(id, [...this.of(id), exchange].slice(-maxExchanges));
    this.#changed.fire(id);
  }

  async #log(exchange: OAuthExchange, email: string): Promise<void> {
    const { formatExchange } = await import('../../report/sign-in-text.js');
    const [heading = '', ...lines] = formatExchange(exchange);
    this.#channel ??= vscode.window.createOutputChannel('Mail OAuth Sign-In');
    for (const line of [`${heading} ${email}`, ...lines]) this.#channel.appendLine(line);
  }
}
