import { Redactor, type Secret } from '../../transport/redactor.js';

/** Who says a line: the client, the server, or we about both. */
export type Direction = 'client' | 'server' | 'note';

/** The parts of a test, in their order; the first two come before anything is sent. */
export type Phase =
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
 */
export class Transcript {
  readonly entries: TranscriptEntry[] = [];
  readonly #options: TranscriptOptions;
  readonly #secrets: Redactor;
  readonly #start: number;

  constructor(options: TranscriptOptions) {
    this.#options = options;
    this.#secrets = new Redactor(options.secrets);
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
    this.#write('server', phase, this.redact(text), text);
    return text;
  }

  /** Records a remark of ours. */
  note(phase: Phase, text: string): void {
    this.#write('note', phase, this.redact(text), text);
  }

  /** Takes the conversation's secrets out of a text. */
  redact(text: string): string {
    return this.#secrets.redact(text);
  }

  /** Whole ms since the conversation began. */
  elapsed(): number {
    return Math.round(this.#options.now() - this.#start);
  }

  #write(direction: Direction, phase: Phase, text: string, whole: string): void {
    const entry = { at: this.elapsed(), direction, phase, text };
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
