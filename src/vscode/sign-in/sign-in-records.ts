import * as vscode from 'vscode';
import type { ConnectOptionsOf } from '../../accounts/account.js';
import type { OAuthExchange } from '../../oauth/exchange-record.js';
import type { SignInRecord } from '../../report/sign-in-markdown.js';
import { connectOptions } from '../accounts/connect-options.js';
import { contextKeys } from '../ui/ids.js';

/** The maximum number of exchanges per account. */
const maxExchanges = 40;

/**
 * Records this window's exchanges with the authorization server of each account, and writes them to an output channel.
 */
export class SignInRecords implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #records = new Map<string, SignInRecord>();
  readonly onDidChange = this.#changed.event;
  #channel: vscode.OutputChannel | undefined;

  /** The options for connecting to an account's authorization server, with each exchange recorded. */
  readonly connectOptionsOf: ConnectOptionsOf = async (account) => ({
    ...(await connectOptions(account)),
    onExchange: (exchange) => this.#add(exchange, account),
  });

  dispose(): void {
    this.#changed.dispose();
    this.#channel?.dispose();
  }

  /** The accounts with a record. */
  accountIds(): Iterable<string> {
    return this.#records.keys();
  }

  /** The record of an account; `undefined` if there has been no exchange since the window was loaded. */
  of(accountId: string): SignInRecord | undefined {
    return this.#records.get(accountId);
  }

  /** Adds a failure to the record; the next exchange clears it. */
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
