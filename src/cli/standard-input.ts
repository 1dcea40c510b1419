import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { printError, type Io } from './io.js';
import { LineReader } from './line-reader.js';

/**
 * Reads the value of an option from standard input. On a terminal it prints a prompt and does not echo the input.
 *
 * @throws an AbortError at Ctrl+C
 */
export async function readStandardInput(name: string, io: Io): Promise<string> {
  if ((io.stdin as { readonly isTTY?: boolean }).isTTY !== true) return text(addAbortSignal(io.signal, io.stdin));
  // A string to check may contain line breaks.
  const isOneLine = name !== 'lint';
  // Before it is asked for: from now on the terminal echoes nothing.
  const reader = new LineReader(io, { isShown: false });
  printError(
    io,
    `Paste the value of --${name} (it is not shown) and press ${isOneLine ? 'Enter' : 'Enter, then Ctrl+D'}:`,
  );
  const close = () => reader.close();
  io.signal.addEventListener('abort', close, { once: true });
  try {
    const lines: string[] = [];
    do lines.push((await reader.next()) ?? '');
    while (!isOneLine && !reader.ended);
    io.signal.throwIfAborted();
    return lines.join('\n');
  } finally {
    io.signal.removeEventListener('abort', close);
    close();
  }
}
