import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '../../src/cli/run.js';

/** Runs the command line in this process, with nothing on its standard input. */
export async function runCommandLine(argv: readonly string[], env: Readonly<Record<string, string>> = {}, input = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { signal } = new AbortController();
  const status = await run(argv, { stdin: Readable.from([input]), stdout, stderr, env, signal });
  stdout.end();
  stderr.end();
  return { status, stdout: await text(stdout), stderr: await text(stderr) };
}
