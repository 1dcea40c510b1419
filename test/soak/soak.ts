import { runSoak, type Fault, type SoakOptions } from './run-soak.js';

/*
 * `npm run test:soak -- [ROUNDS [MODEL [WINDOWS [FAULT]]]]`: windows that want the same token at the same time, in
 * 200 rounds for each combination of model, windows, latency, spread and fault, or for those that are named. It
 * prints one line for each, and fails if a grant is lost, a dead token is returned, a window gets another error than
 * its fault explains, or a round has more than one request, or less where no window is killed.
 */

type Combination = Omit<SoakOptions, 'rounds'>;

const [rounds = '200', model, windows, fault] = process.argv.slice(2);

/** The errors that windows may get. */
const explained: Readonly<Record<Fault, RegExp>> = {
  none: /^$/,
  'no-channel': /^$/,
  kill: /^refresh-interrupted$/,
  suspend: /^$/,
  cancel: /^AbortError /,
};
const faults: readonly Fault[] = ['no-channel', 'kill', 'suspend', 'cancel'];

const combinations = (['desktop', 'web'] as const)
  .flatMap((model) =>
    [2, 5].flatMap((windows): Combination[] => [
      ...[30, 150].flatMap((latencyMs) =>
        [0, 1000, 3000].map((spreadMs): Combination => ({ model, windows, latencyMs, spreadMs, fault: 'none' })),
      ),
      ...faults.map((fault): Combination => ({ model, windows, latencyMs: 150, spreadMs: 300, fault })),
    ]),
  )
  .filter(
    (combination) =>
      (model === undefined || combination.model === model) &&
      (windows === undefined || combination.windows === Number(windows)) &&
      (fault === undefined || combination.fault === fault),
  );

async function main(): Promise<void> {
  let failed = 0;
  for (const combination of combinations) {
    const result = await runSoak({ ...combination, rounds: Number(rounds) });
    const { requests, grantsLost, deadTokens, errors } = result;
    const isGood =
      grantsLost === 0 &&
      deadTokens === 0 &&
      (combination.fault === 'kill' ? requests <= result.rounds : requests === result.rounds) &&
      Object.keys(errors).every((error) => explained[combination.fault].test(error));
    if (!isGood) failed++;
    console.log(isGood ? 'ok   ' : 'WRONG', JSON.stringify({ ...combination, ...result }));
  }
  console.log(`\n${combinations.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && combinations.length > 0 ? 0 : 1;
}

void main();
