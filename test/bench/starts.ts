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

/** What one process took, in ms. */
interface Times {
  readonly wall: number;
  /** Of the processors; on a busy machine this says more. */
  readonly cpu: number;
}

/** Prints what whole processes of the shortest commands take as a ratio to Node.js's own, run in turn. */
export async function measureStarts(rounds = 41): Promise<void> {
  const times = commands.map(() => [] as Times[]);
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, args]] of commands.entries()) times[index]?.push(await run(args));
  }
  const [base = NaN, ...walls] = times.map((own) => median(own.map(({ wall }) => wall)));
  const [baseCpu = NaN, ...cpus] = times.map((own) => median(own.map(({ cpu }) => cpu)));
  console.log(`In a shell, medians of ${rounds} processes, against node -e 0 (${base.toFixed(0)} ms):`);
  for (const [index, wall] of walls.entries()) {
    const cpu = (cpus[index] ?? NaN) / baseCpu;
    console.log(
      `  ${commands[index + 1]?.[0] ?? ''}: ${(wall / base).toFixed(2)} of its time, ${cpu.toFixed(2)} of its processor time (goal: at most 1.15)`,
    );
  }
}

async function run(args: readonly string[]): Promise<Times> {
  const output = await mustRun('python3', ['test/bench/process_time.py', process.execPath, ...args]);
  const [wall = NaN, cpu = NaN] = output.trim().split(' ').map(Number);
  return { wall: wall * 1000, cpu: cpu * 1000 };
}
