import * as l10n from '@vscode/l10n';
import { Secrets, type Secret } from '../../transport/redactor.js';

/** Who says a line: the client, the server, or we about both. */
export type Direction = 'client' | 'server' | 'note';

/** The parts of a test, in their order; the first two come before anything is sent. */
export type Step =
  | 'token'
  | 'string'
  | 'lookup'
  | 'connect'
  | 'proxy'
  | 'tls'
  | 'greeting'
  | 'capability'
  | 'starttls'
  | 'authenticate'
  | 'mailbox'
  | 'logout';

/** A line of a conversation, as it may be shown. */
export interface TranscriptEntry {
  /** Whole ms since the test began. */
  readonly at: number;
  readonly direction: Direction;
  readonly step: Step;
  readonly text: string;
}

/** A piece of what the client sends: plain text, or a secret. */
export type Part = string | { readonly secret: Secret };

const marks: Record<Direction, string> = { client: 'C:', server: 'S:', note: '* ' };

/** One line for a person: time, step, direction, text. */
export function formatEntry({ at, step, direction, text }: TranscriptEntry): string {
  return `${String(at).padStart(6)} ms  ${step.padEnd(12)}  ${marks[direction]} ${visible(text)}`;
}

/** A line's text, or words that say that it has none. */
export function visible(text: string): string {
  return text === '' ? l10n.t('(an empty line)') : text;
}

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
 * that say which are secret, and the server's lines are searched for the same secrets, see {@link Secrets}.
 */
export class Transcript {
  readonly entries: TranscriptEntry[] = [];
  readonly #options: TranscriptOptions;
  readonly #secrets: Secrets;
  readonly #start: number;

  constructor(options: TranscriptOptions) {
    this.#options = options;
    this.#secrets = new Secrets(options.secrets);
    this.#start = options.now();
  }

  /** Records a line that is sent. */
  client(step: Step, parts: readonly Part[]): void {
    const text = (shown: 'text' | 'shown') =>
      parts.map((part) => (typeof part === 'string' ? part : part.secret[shown])).join('');
    this.#write('client', step, text('shown'), text('text'));
  }

  /**
   * @returns the line with control and broken bytes escaped, but with its secrets: a dialogue must not
   * misread a line because a token is as short as `OK`
   */
  server(step: Step, line: Buffer): string {
    const text = escapeBytes(line);
    this.#write('server', step, this.redact(text), text);
    return text;
  }

  /** Records a remark of ours. */
  note(step: Step, text: string): void {
    this.#write('note', step, this.redact(text), text);
  }

  /** Takes the conversation's secrets out of a text. */
  redact(text: string): string {
    return this.#secrets.redact(text);
  }

  /** Whole ms since the conversation began. */
  elapsed(): number {
    return Math.round(this.#options.now() - this.#start);
  }

  #write(direction: Direction, step: Step, text: string, whole: string): void {
    const entry = { at: this.elapsed(), direction, step, text };
    this.entries.push(entry);
    this.#options.onEntry?.(this.#options.showSecrets ? { ...entry, text: whole } : entry);
  }
}

/**
 * Bytes as text: UTF-8 where they are; everything else, every control character and every character that
 * would break or turn around the line on a screen as the `\xNN` of its bytes.
 */
export function escapeBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const faithful = Buffer.from(text, 'utf8').equals(bytes)
    ? text
    : bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, escapeByte);
  return faithful
    .replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, escapeByte)
    .replace(/[\u0080-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) =>
      Buffer.from(character).toString('latin1').replace(/[^]/g, escapeByte),
    );
}

function escapeByte(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
