import { escapeBytes } from '../transport/safe-text.js';

/** What the sandbox's side of a conversation consists of: lines that came, lines that went, and remarks. */
export type JournalKind = 'received' | 'sent' | 'note';

/** A line of what the sandbox's servers saw and did. It holds no token. */
export interface JournalEntry {
  /** Whole ms since the sandbox began. */
  readonly at: number;
  /** Which server and which of its connections: `imap#3`, `oauth`. */
  readonly source: string;
  readonly kind: JournalKind;
  readonly text: string;
}

const marks: Record<JournalKind, string> = { received: 'C:', sent: 'S:', note: '* ' };

/** One line for people: time, source, direction, text. */
export function formatJournalEntry({ at, source, kind, text }: JournalEntry): string {
  return `${String(at).padStart(6)} ms  ${source.padEnd(12)}  ${marks[kind]} ${text === '' ? '(an empty line)' : text}`;
}

/** Where the servers write what they see. */
export class SandboxLog {
  readonly #onEntry: (entry: JournalEntry) => void;
  readonly #now: () => number;
  readonly #start: number;

  /** @param now a clock in ms */
  constructor(onEntry: (entry: JournalEntry) => void, now: () => number) {
    this.#onEntry = onEntry;
    this.#now = now;
    this.#start = now();
  }

  write(source: string, kind: JournalKind, text: string): void {
    const at = Math.round(this.#now() - this.#start);
    this.#onEntry({ at, source, kind, text: escapeBytes(Buffer.from(text)) });
  }
}
