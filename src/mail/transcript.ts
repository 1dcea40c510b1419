import * as l10n from '@vscode/l10n';

/** Who says a line: the client, the server, or we about both. */
export type Direction = 'client' | 'server' | 'note';

/** The parts of a test, in their order. */
export type Step =
  | 'connect'
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
export type Part = string | { readonly secret: string };

const marks: Record<Direction, string> = { client: 'C:', server: 'S:', note: '* ' };

/** One line for a person: time, direction, text. */
export function formatEntry({ at, direction, text }: TranscriptEntry): string {
  return `${String(at).padStart(6)} ms  ${marks[direction]} ${text}`;
}

/** How a transcript is written. */
export interface TranscriptOptions {
  /** The clock, in ms. */
  readonly now: () => number;
  readonly showSecrets: boolean;
  /** Texts that the client will send and the server could echo. */
  readonly secrets: readonly string[];
  readonly onEntry?: ((entry: TranscriptEntry) => void) | undefined;
}

/**
 * The record of a conversation. Secrets are left out as it is written: the client's lines come in parts
 * that say which are secret, and the server's lines are searched for the same secrets.
 */
export class Transcript {
  readonly entries: TranscriptEntry[] = [];
  readonly #options: TranscriptOptions;
  readonly #secrets: readonly string[];
  readonly #start: number;

  constructor(options: TranscriptOptions) {
    this.#options = options;
    // The longest first: one may hold another.
    this.#secrets = [...options.secrets].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
    this.#start = options.now();
  }

  client(step: Step, parts: readonly Part[]): void {
    const { showSecrets } = this.#options;
    const text = parts.map((part) => {
      if (typeof part === 'string') return part;
      return showSecrets ? part.secret : redacted(part.secret);
    });
    this.#write('client', step, text.join(''));
  }

  /** @returns the line as it was written: redacted, with control and broken bytes escaped */
  server(step: Step, line: Buffer): string {
    const text = this.redact(escapeBytes(line));
    this.#write('server', step, text);
    return text;
  }

  note(step: Step, text: string): void {
    this.#write('note', step, this.redact(text));
  }

  /** Takes the conversation's secrets out of a text. */
  redact(text: string): string {
    if (this.#options.showSecrets) return text;
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, redacted(secret)), text);
  }

  /** Whole ms since the conversation began. */
  elapsed(): number {
    return Math.round(this.#options.now() - this.#start);
  }

  #write(direction: Direction, step: Step, text: string): void {
    const entry = { at: this.elapsed(), direction, step, text };
    this.entries.push(entry);
    this.#options.onEntry?.(entry);
  }
}

function redacted(secret: string): string {
  return l10n.t('<credential redacted, {0} bytes>', Buffer.byteLength(secret));
}

/** Bytes as text: UTF-8 where they are, everything else and every control character as `\xNN`. */
export function escapeBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const faithful = Buffer.from(text, 'utf8').equals(bytes) ? text : bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, escapeCharacter);
  return faithful.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
