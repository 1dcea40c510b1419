import * as l10n from '@vscode/l10n';
import type { Phase } from './phases.js';
import { withheld, Redactor, type LineRedactor, type Secret } from '../../transport/redactor.js';
import { escapeBytes, safeText, type SafeText } from '../../transport/safe-text.js';
import type { ServerWords, ServerWordsKind } from './server-words.js';

/** The maximum length of a text from the server, in characters. Redaction time grows with it. */
const maximumShown = 8 * 1024;
/** The maximum number of lines kept as the server's words. */
const maximumWords = 100;
/** The maximum length of each, in characters. */
const longestWords = 2000;

/** The source of a line: the client, the server, or a remark by this program. */
export type Direction = 'client' | 'server' | 'note';

/** A redacted line of a conversation. */
export interface TranscriptEntry {
  /** Whole ms since the start of the test. */
  readonly at: number;
  readonly direction: Direction;
  readonly phase: Phase;
  readonly text: string;
}

/** A part of a line that the client sends: plain text, or a secret. */
export type LinePart = string | { readonly secret: Secret };

/** Options of a {@link Transcript}. */
export interface TranscriptOptions {
  /** The clock, in ms. */
  readonly now: () => number;
  /** Whether `onEntry` receives the secrets; `entries` never contains them. */
  readonly showSecrets: boolean;
  /** Texts that the client sends and the server could echo. */
  readonly secrets: readonly Secret[];
  readonly onEntry?: ((entry: TranscriptEntry) => void) | undefined;
}

/**
 * The record of a conversation, redacted as it is written: the client's lines are passed in parts that are marked as
 * secret or not, and the server's lines are searched for the same secrets, see {@link Redactor}. If a secret is split
 * across lines, `entries` contains none of those lines; `onEntry` has then already received the first ones, with a few
 * characters of the secret.
 */
export class Transcript {
  readonly entries: TranscriptEntry[] = [];
  readonly #options: TranscriptOptions;
  readonly #redactor: Redactor;
  readonly #lines: LineRedactor;
  /** The indexes of the server's lines in `entries`. */
  readonly #serverLines: number[] = [];
  /** The entries that are the server's words. */
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
   * @returns the line with control characters and invalid UTF-8 escaped, but not redacted: otherwise a dialogue could
   * misread a line if a token is as short as `OK`
   */
  server(phase: Phase, line: Buffer): string {
    const text = escapeBytes(line);
    const redacted = this.#lines.next(excerpt(text));
    for (const number of redacted.withhold) this.#withhold(this.#serverLines[number] ?? -1);
    this.#serverLines.push(this.entries.length);
    this.#write('server', phase, redacted.text, text);
    return text;
  }

  /** Marks the server's last line as its words, see {@link words}. */
  keepLast(kind: ServerWordsKind): void {
    const index = this.#serverLines.at(-1);
    if (index === undefined || this.#words.at(-1)?.index === index) return;
    this.#words.push({ index, kind });
    // Keep the greeting, which identifies the server, and the last lines, which are closest to the reason.
    if (this.#words.length > maximumWords) this.#words.splice(1, 1);
  }

  /** The lines that may contain the server's reason, redacted. */
  get words(): readonly ServerWords[] {
    return this.#words.flatMap(({ index, kind }) => {
      const entry = this.entries[index];
      return entry === undefined ? [] : [{ kind, phase: entry.phase, line: this.safe(entry.text, longestWords) }];
    });
  }

  /** Records a remark. Text from outside must already be safe, see {@link safe}. */
  note(phase: Phase, text: string): void {
    this.#write('note', phase, text, text);
  }

  /** Makes a text from the server safe to display. @param limit the maximum length, in characters */
  safe(text: string, limit?: number): SafeText {
    return safeText(text, { redact: (line) => this.redact(line), ...(limit === undefined ? {} : { limit }) });
  }

  /** Redacts the conversation's secrets in a text, and truncates it to 8 KB. */
  redact(text: string): string {
    return this.#redactor.redact(excerpt(text));
  }

  /** Redacts texts that are shown together, each as by {@link redact}. */
  redactList(texts: readonly string[]): string[] {
    return this.#redactor.redactList(texts.map(excerpt));
  }

  /** Whole ms since the start of the conversation. */
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
