import { mustRun } from '../support/processes.js';
import { median } from './median.js';

const commands: readonly (readonly [string, readonly string[]])[] = [
  ['node -e 0', ['-e', '0']],
  [
    '--generate_oauth2_string',
    ['dist/cli.js', '--generate_oauth2_string', '--user', 'alice@example.com', '--access_token', 'token'],
  ],
  ['--version', ['dist/cli.js', '--version']],
  ['--help', ['dist/cli.js', '--help']],
];

/** Prints what whole processes of the shortest commands take as a ratio to Node.js's own, run in turn. */
export async function measureStarts(rounds = 41): Promise<void> {
  const times = commands.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, args]] of commands.entries()) times[index]?.push(await runTime(args));
  }
  const [base = NaN, ...others] = times.map(median);
  console.log(`In a shell, medians of ${rounds} processes, against ${base.toFixed(0)} ms of node -e 0:`);
  for (const [index, ms] of others.entries()) {
    console.log(
      `  ${commands[index + 1]?.[0] ?? ''}: ${ms.toFixed(0)} ms: ${(ms / base).toFixed(2)} (goal: at most 1.15)`,
    );
  }
}

async function runTime(args: readonly string[]): Promise<number> {
  const begun = performance.now();
  await mustRun(process.execPath, args);
  return performance.now() - begun;
}
