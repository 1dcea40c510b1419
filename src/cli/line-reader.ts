import { createInterface, type Interface } from 'node:readline';
import type { Io } from './io.js';

/** What a stream of a terminal has besides. */
interface Terminal {
  readonly isTTY?: boolean;
}

/**
 * Reads standard input line by line. On a terminal the lines are edited here, in raw mode: the kernel would cut off
 * what is longer than 4,095 octets (termios(3), canonical mode), and addresses with a code can be longer.
 */
export class LineReader {
  readonly #lines: Interface;
  readonly #waiting: string[] = [];
  #next: ((line: string | undefined) => void) | undefined;
  #ended = false;

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
    // In raw mode Ctrl+C is a character like another.
    this.#lines.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'));
  }

  /** Whether there is no further line. */
  get ended(): boolean {
    return this.#ended && this.#waiting.length === 0;
  }

  /** The next line; undefined where standard input has ended. */
  next(): Promise<string | undefined> {
    const line = this.#waiting.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line);
    return new Promise((resolve) => (this.#next = resolve));
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.#lines.close();
  }

  #settle(line: string | undefined): void {
    this.#next?.(line);
    this.#next = undefined;
  }
}
