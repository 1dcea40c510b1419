import * as l10n from '@vscode/l10n';
import type { Phase } from './phases.js';
import { withheld, Redactor, type LineRedactor, type Secret } from '../../transport/redactor.js';
import { escapeBytes, safeText, type SafeText } from '../../transport/safe-text.js';
import type { ServerWords, ServerWordsKind } from './server-words.js';

/** The most that is shown of one text of a server, in characters. Redaction takes its time for each. */
const maximumShown = 8 * 1024;
/** The most lines that are kept as the server's words; a reply has some, a greeting one. */
const maximumWords = 100;
/** The most of each of them, in characters. */
const longestWords = 2000;

/** Who says a line: the client, the server, or we about both. */
export type Direction = 'client' | 'server' | 'note';

/** A line of a conversation, as it may be shown. */
export interface TranscriptEntry {
  /** Whole ms since the test began. */
  readonly at: number;
  readonly direction: Direction;
  readonly phase: Phase;
  readonly text: string;
}

/** A piece of what the client sends: plain text, or a secret. */
export type LinePart = string | { readonly secret: Secret };

/** How a transcript is written. */
export interface TranscriptOptions {
  /** The clock, in ms. */
  readonly now: () => number;
  /** Whether `onEntry` gets the secrets; `entries` never does. */
  readonly showSecrets: boolean;
  /** Texts that the client will send and the server could echo. */
  readonly secrets: readonly Secret[];
  readonly onEntry?: ((entry: TranscriptEntry) => void) | undefined;
}

/**
 * The record of a conversation. Secrets are left out as it is written: the client's lines come in parts
 * that say which are secret, and the server's lines are searched for the same secrets, see {@link Redactor}.
 * Where lines hold a secret only together, `entries` has none of them; `onEntry` has heard the first then, with a
 * few characters of it.
 */
export class Transcript {
  readonly entries: TranscriptEntry[] = [];
  readonly #options: TranscriptOptions;
  readonly #redactor: Redactor;
  readonly #lines: LineRedactor;
  /** Where the server's lines are among the entries. */
  readonly #serverLines: number[] = [];
  /** Which of the entries are the server's words. */
  readonly #words: { readonly index: number; readonly kind: ServerWordsKind }[] = [];
  readonly #start: number;

  constructor(options: TranscriptOptions) {
    this.#options = options;
    this.#redactor = new Redactor(options.secrets);
    this.#lines = this.#redactor.ofLines();
    this.#start = options.now();
  }

  /** Records a line that is sent. */
  client(phase: Phase, parts: readonly LinePart[]): void {
    const join = (form: keyof Secret) =>
      parts.map((part) => (typeof part === 'string' ? part : part.secret[form])).join('');
    this.#write('client', phase, join('placeholder'), join('text'));
  }

  /**
   * @returns the line with control and broken bytes escaped, but with its secrets: a dialogue must not
   * misread a line because a token is as short as `OK`
   */
  server(phase: Phase, line: Buffer): string {
    const text = escapeBytes(line);
    const redacted = this.#lines.next(excerpt(text));
    for (const number of redacted.withhold) this.#withhold(this.#serverLines[number] ?? -1);
    this.#serverLines.push(this.entries.length);
    this.#write('server', phase, redacted.text, text);
    return text;
  }

  /** Keeps the server's last line as its words, see {@link words}. */
  keepLast(kind: ServerWordsKind): void {
    const index = this.#serverLines.at(-1);
    if (index === undefined || this.#words.at(-1)?.index === index) return;
    this.#words.push({ index, kind });
    // The greeting tells who the server is; of a flood the last lines are nearest to the reason.
    if (this.#words.length > maximumWords) this.#words.splice(1, 1);
  }

  /** The lines in which the server may have said why, as the entries have them. */
  get words(): readonly ServerWords[] {
    return this.#words.flatMap(({ index, kind }) => {
      const entry = this.entries[index];
      return entry === undefined ? [] : [{ kind, phase: entry.phase, line: this.safe(entry.text, longestWords) }];
    });
  }

  /** Records a remark of ours. What it quotes of others must be safe already, see {@link safe}. */
  note(phase: Phase, text: string): void {
    this.#write('note', phase, text, text);
  }

  /** A text of the server's fit to be shown. @param limit the most characters */
  safe(text: string, limit?: number): SafeText {
    return safeText(text, { redact: (line) => this.redact(line), ...(limit === undefined ? {} : { limit }) });
  }

  /** Takes the conversation's secrets out of a text, and shortens it where it is longer than 8 KB. */
  redact(text: string): string {
    return this.#redactor.redact(excerpt(text));
  }

  /** Whole ms since the conversation began. */
  elapsed(): number {
    return Math.round(this.#options.now() - this.#start);
  }

  #withhold(index: number): void {
    const entry = this.entries[index];
    if (entry !== undefined) this.entries[index] = { ...entry, text: withheld(entry.text) };
  }

  #write(direction: Direction, phase: Phase, text: string, whole: string): void {
    const entry = { at: this.elapsed(), direction, phase, text };
    this.entries.push(entry);
    this.#options.onEntry?.(this.#options.showSecrets ? { ...entry, text: whole } : entry);
  }
}

function excerpt(text: string): string {
  const left = text.length - maximumShown;
  return left <= 0 ? text : l10n.t('{0}… ({1} more characters)', text.slice(0, maximumShown), left);
}
