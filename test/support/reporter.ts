import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** The counts of a run. */
export interface Report {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

/**
 * Mocha's own `spec`, which also writes its counts as JSON to the file that the reporter option
 * `output` names, for who adds up several runs.
 */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const output = (options.reporterOptions as { output?: string } | undefined)?.output;
    if (output === undefined) return;
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      mkdirSync(path.dirname(output), { recursive: true });
      writeFileSync(output, JSON.stringify({ passes, failures, pending } satisfies Report));
    });
  }
}
