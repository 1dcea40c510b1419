import * as vscode from 'vscode';
import type { ConnectOptionsOf } from '../../accounts/account.js';
import type { OAuthExchange } from '../../oauth/exchange-record.js';
import type { SignInRecord } from '../../report/sign-in-markdown.js';
import { connectOptions } from '../accounts/connect-options.js';
import { contextKeys } from '../ui/ids.js';

/** The most exchanges that are kept of an account. */
const maxExchanges = 40;

/** What was said to the authorization server of each account in this window, and in an output channel. */
export class SignInRecords implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #records = new Map<string, SignInRecord>();
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

  /** The accounts that something was said of. */
  accountIds(): Iterable<string> {
    return this.#records.keys();
  }

  /** The record of an account; `undefined` where nothing was said since the window was loaded. */
  of(accountId: string): SignInRecord | undefined {
    return this.#records.get(accountId);
  }

  /** Keeps why something failed with the record, until something else is said to the server. */
  fail(accountId: string, message: string): void {
    const exchanges = this.of(accountId)?.exchanges ?? [];
    this.#set(accountId, { exchanges, failure: { at: Date.now(), message } });
  }

  #add(exchange: OAuthExchange, { id, email }: { readonly id: string; readonly email: string }): void {
    void this.#log(exchange, email);
    this.#set(id, { exchanges: [...(this.of(id)?.exchanges ?? []), exchange].slice(-maxExchanges) });
  }

  #set(accountId: string, record: SignInRecord): void {
    if (this.#records.size === 0) void vscode.commands.executeCommand('setContext', contextKeys.hasReports, true);
    this.#records.set(accountId, record);
    this.#changed.fire(accountId);
  }

  async #log(exchange: OAuthExchange, email: string): Promise<void> {
    const { formatExchange } = await import('../../report/sign-in-text.js');
    const [heading = '', ...lines] = formatExchange(exchange);
    this.#channel ??= vscode.window.createOutputChannel('Mail OAuth Sign-In');
    for (const line of [`${heading} ${email}`, ...lines]) this.#channel.appendLine(line);
  }
}
