import * as l10n from '@vscode/l10n';
import { escapeBytes } from '../transport/safe-text.js';

/** The kind of a log line: received from a client, sent to a client, or a note. */
export type SandboxLogKind = 'received' | 'sent' | 'note';

/** A line of the log of the sandbox's servers. It contains no token. */
export interface SandboxLogEntry {
  /** Whole ms since the sandbox started. */
  readonly at: number;
  /** The server and the number of its connection: `imap#3`, `oauth`. */
  readonly source: string;
  readonly kind: SandboxLogKind;
  readonly text: string;
}

const marks: Record<SandboxLogKind, string> = { received: 'C:', sent: 'S:', note: '* ' };

/** An entry as one line of text: time, source, direction, text. */
export function formatLogEntry({ at, source, kind, text }: SandboxLogEntry): string {
  const shown = text === '' ? l10n.t('(empty line)') : text;
  return `${String(at).padStart(6)} ms  ${source.padEnd(12)}  ${marks[kind]} ${shown}`;
}

/** The log of the sandbox's servers. */
export class SandboxLog {
  readonly #onEntry: (entry: SandboxLogEntry) => void;
  readonly #now: () => number;
  readonly #start: number;

  /** @param now the clock, in ms */
  constructor(onEntry: (entry: SandboxLogEntry) => void, now: () => number) {
    this.#onEntry = onEntry;
    this.#now = now;
    this.#start = now();
  }

  write(source: string, kind: SandboxLogKind, text: string): void {
    const at = Math.round(this.#now() - this.#start);
    this.#onEntry({ at, source, kind, text: escapeBytes(Buffer.from(text)) });
  }
}
