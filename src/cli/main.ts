#!/usr/bin/env node
import { exitStatus } from './exit-status.js';
import type { Io } from './io.js';
import { run } from './run.js';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt.abort());
// EPIPE, as with `| head`, ends the program with the status of SIGPIPE.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.stderr.write(`xoauth2: The output cannot be written (${code ?? 'unknown error'}).\n`);
  process.exit(code === 'EPIPE' ? 141 : exitStatus.internal);
});
process.stderr.on('error', () => undefined);

const { stdout, env } = process;
const io: Io = {
  // Node.js creates these streams on first access.
  get stdin() {
    return process.stdin;
  },
  get stderr() {
    return process.stderr;
  },
  stdout,
  env,
  signal: interrupt.signal,
};
void run(process.argv.slice(2), io).then((status) => {
  process.exitCode = status;
});
