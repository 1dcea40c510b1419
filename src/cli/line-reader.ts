import { ReadStream } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Io } from './io.js';

/** The additional properties of a terminal stream. */
interface Terminal {
  readonly isTTY?: boolean;
}

/**
 * Reads standard input line by line. On a terminal, lines are edited in raw mode: in canonical mode the kernel
 * truncates lines after 4,095 octets (termios(3)), and URLs with a code can be longer.
 */
export class LineReader {
  readonly #lines: Interface;
  readonly #waiting: string[] = [];
  #next: ((line: string | undefined) => void) | undefined;
  #ended = false;
  /** Resolves at the first line or the end of a file, `/dev/null` included; at once for a terminal or a pipe. */
  readonly #begun: Promise<void>;

  constructor({ stdin, stderr }: Io, { isShown = true }: { readonly isShown?: boolean } = {}) {
    const terminal = (stdin as Terminal).isTTY === true;
    const echo = isShown && terminal && (stderr as Terminal).isTTY === true ? { output: stderr } : {};
    this.#lines = createInterface({ input: stdin, terminal, historySize: 0, ...echo });
    this.#lines.on('line', (line) => {
      if (this.#next === undefined) this.#waiting.push(line);
      else this.#settle(line);
    });
    this.#lines.once('close', () => {
      this.#ended = true;
      this.#settle(undefined);
    });
    this.#begun =
      stdin instanceof ReadStream && !terminal
        ? new Promise((resolve) => {
            this.#lines.once('line', () => resolve());
            this.#lines.once('close', () => resolve());
          })
        : Promise.resolve();
    // In raw mode Ctrl+C is an ordinary character.
    this.#lines.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'));
  }

  /** Whether the input has ended. */
  get ended(): boolean {
    return this.#ended && this.#waiting.length === 0;
  }

  /** Whether another line may come. */
  async mayContinue(): Promise<boolean> {
    await this.#begun;
    return !this.ended;
  }

  /** The next line; `undefined` at the end of standard input. */
  next(): Promise<string | undefined> {
    const line = this.#waiting.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line);
    return new Promise((resolve) => (this.#next = resolve));
  }

  /** Restores the terminal. */
  close(): void {
    this.#lines.close();
  }

  #settle(line: string | undefined): void {
    this.#next?.(line);
    this.#next = undefined;
  }
}
