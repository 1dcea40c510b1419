import * as vscode from 'vscode';
import type { Protocol } from '../../mail/wire/server.js';
import type { Outcome } from '../../mail/login-check/result.js';
import { contextKeys } from '../ui/ids.js';

/** The outcome of the last test of one protocol. It contains no secret and no text from a server. */
export interface LastOutcome {
  readonly outcome: Outcome;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly cause: string;
}

/** The last outcomes of each account, persisted in the global state. */
export class LastOutcomes implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<string>();
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
    const hasReports = state.keys().some((key) => key.startsWith(keyOf('')));
    if (hasReports) void vscode.commands.executeCommand('setContext', contextKeys.hasReports, true);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get(accountId: string): Partial<Record<Protocol, LastOutcome>> {
    return this.#state.get(keyOf(accountId), {});
  }

  async set(accountId: string, protocol: Protocol, result: LastOutcome): Promise<void> {
    await this.#state.update(keyOf(accountId), { ...this.get(accountId), [protocol]: result });
    this.#changed.fire(accountId);
  }

  async forget(accountId: string): Promise<void> {
    await this.#state.update(keyOf(accountId), undefined);
  }
}

function keyOf(accountId: string): string {
  return `results/${accountId}`;
}
