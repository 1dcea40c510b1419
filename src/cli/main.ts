#!/usr/bin/env node
import type { Io } from './io.js';
import { run } from './run.js';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt.abort());
// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', () => process.exit(0));

const { stdout, env } = process;
const io: Io = {
  // Node.js makes these streams at the first look.
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
