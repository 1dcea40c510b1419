import { installWorkbench } from '../support/code-server.js';
import { runInExtensionHost } from '../support/extension-host.js';
import { chromiumNeed, compilerNeed, install } from '../support/install.js';

/** What VS Code itself measured of an activation, in ms. */
export interface Activation {
  /** Reading and running the bundle. */
  readonly loadMs: number;
  /** The call of `activate()`. */
  readonly activateMs: number;
}

/**
 * Activates the built extension in fresh extension hosts.
 *
 * @param times how many hosts, one after the other
 * @returns what each of them measured
 */
export async function measureActivations(times: number): Promise<Activation[]> {
  await install([chromiumNeed, compilerNeed]);
  await installWorkbench();
  const measured: Activation[] = [];
  for (let host = 0; host < times; host++) {
    await runInExtensionHost('out/test/bench/in-host', (line) => {
      const json = /^activation (\{.*\})/.exec(line)?.[1];
      if (json !== undefined) measured.push(JSON.parse(json) as Activation);
    });
  }
  return measured;
}
