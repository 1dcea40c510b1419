import { runSoak, type Fault, type SoakOptions } from './run-soak.js';

/*
 * `npm run test:soak [ROUNDS]`: many rounds in which windows want the same token at the same time. It prints one
 * line for each combination, and fails if a grant is lost, a dead token is returned, or more than one request is
 * sent where nothing goes wrong.
 */

const rounds = Number(process.argv[2] ?? 200);
type Combination = Omit<SoakOptions, 'rounds'>;
const faults: readonly Fault[] = ['kill', 'suspend', 'cancel'];

const combinations = (['desktop', 'web'] as const).flatMap((model) =>
  [2, 5].flatMap((windows): Combination[] => [
    ...[30, 150].flatMap((latencyMs) =>
      [0, 1000, 3000].map((spreadMs): Combination => ({ model, windows, latencyMs, spreadMs, fault: 'none' })),
    ),
    ...faults.map((fault): Combination => ({ model, windows, latencyMs: 150, spreadMs: 300, fault })),
  ]),
);

async function main(): Promise<void> {
  let failed = 0;
  let passed = 0;
  for (const combination of combinations) {
    const few = combination.spreadMs > 0 || combination.fault !== 'none' ? Math.max(1, Math.round(rounds / 5)) : rounds;
    const result = await runSoak({ ...combination, rounds: few });
    const isGood =
      result.grantsLost === 0 &&
      result.deadTokens === 0 &&
      (combination.fault !== 'none' || (result.requests === result.rounds && Object.keys(result.errors).length === 0));
    if (isGood) passed++;
    else failed++;
    console.log(isGood ? 'ok   ' : 'WRONG', JSON.stringify({ ...combination, ...result }));
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
