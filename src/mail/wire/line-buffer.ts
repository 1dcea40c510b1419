import * as l10n from '@vscode/l10n';
import { MailError } from './errors.js';

/** The maximum length of a line, in octets. */
const maximumLine = 64 * 1024;
/** The maximum size of a conversation, in octets. */
const maximumConversation = 1024 * 1024;
/** The maximum number of lines in a conversation. Each becomes a line of the transcript. */
const maximumLines = 10_000;

/** Buffers what the server sends, splits it into lines, and enforces the limits of the conversation. */
export class LineBuffer {
  #bytes: Buffer = Buffer.alloc(0);
  #searched = 0;
  #received = 0;
  #lines = 0;

  get isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  /** Adds received data. @throws {MailError} `reply-too-long` */
  add(chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#received > maximumConversation) throw tooLong();
    this.#bytes = this.isEmpty ? chunk : Buffer.concat([this.#bytes, chunk]);
  }

  /**
   * Takes the next line without its CRLF or bare LF.
   *
   * @returns `undefined` if it is incomplete
   * @throws {MailError} `reply-too-long`
   */
  takeLine(): Buffer | undefined {
    const end = this.#bytes.indexOf(0x0a, this.#searched);
    if ((end === -1 ? this.#bytes.length : end) > maximumLine) throw tooLong();
    this.#searched = end === -1 ? this.#bytes.length : 0;
    if (end === -1) return undefined;
    if (++this.#lines > maximumLines) throw tooLong();
    const line = this.#bytes.subarray(0, end > 0 && this.#bytes[end - 1] === 0x0d ? end - 1 : end);
    this.#bytes = this.#bytes.subarray(end + 1);
    return line;
  }

  /** Whether the next line is complete and within the limits. */
  get hasLine(): boolean {
    const end = this.#bytes.indexOf(0x0a, this.#searched);
    return end !== -1 && end <= maximumLine && this.#lines < maximumLines;
  }

  /** Discards up to `octets` octets of the buffer. @returns how many; `undefined` if the buffer is empty */
  dropAtMost(octets: number): number | undefined {
    const dropped = Math.min(octets, this.#bytes.length);
    this.#bytes = this.#bytes.subarray(dropped);
    this.#searched = 0;
    return dropped === 0 ? undefined : dropped;
  }

  /** Empties the buffer and returns its content, truncated to the maximum length of a line. */
  takeRest(): Buffer {
    const rest = this.#bytes.subarray(0, maximumLine);
    this.#bytes = Buffer.alloc(0);
    return rest;
  }
}

/** Rejects a literal that is larger than a conversation may be. @throws {MailError} `reply-too-long` */
export function requireShort(octets: number): void {
  if (octets > maximumConversation) throw tooLong();
}

function tooLong(): MailError {
  return new MailError(
    'reply-too-long',
    l10n.t('The server’s reply is too long (limits: 64 KB in a line, {0} lines, 1 MB in total).', maximumLines),
  );
}
