import type { Readable, Writable } from 'node:stream';

/** The inputs and outputs of the command line, which tests replace. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

export function print(io: Io, text: string): void {
  io.stdout.write(`${text}\n`);
}

export function printError(io: Io, text: string): void {
  io.stderr.write(`${text}\n`);
}
