import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '../../src/cli/run.js';

/** Runs the command line in this process with a text on its standard input. */
export async function runCommandLine(argv: readonly string[], input: string) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { signal } = new AbortController();
  const status = await run(argv, { stdin: Readable.from([input]), stdout, stderr, env: {}, signal });
  stdout.end();
  stderr.end();
  return { status, stdout: await text(stdout), stderr: await text(stderr) };
}

/** Starts the command line in this process; somebody types into `input`. */
export function startCommandLine(argv: readonly string[], env: Readonly<Record<string, string>>) {
  const input = new PassThrough();
  const cancellation = new AbortController();
  let output = '';
  let onUrl: (url: string | undefined) => void = () => undefined;
  const signInUrl = new Promise<string | undefined>((resolve) => (onUrl = resolve));
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    output += chunk.toString();
    const url = /visit this url[^]*?(https?:\S+)\n/.exec(output)?.[1];
    if (url !== undefined) onUrl(url);
    done();
  };
  const [stdout, stderr] = [new Writable({ write }), new Writable({ write })];
  const ended = run(argv, { stdin: input, stdout, stderr, env, signal: cancellation.signal }).then((status) => {
    onUrl(undefined);
    return { status, output };
  });
  return { input, signInUrl, ended, cancel: () => cancellation.abort() };
}
