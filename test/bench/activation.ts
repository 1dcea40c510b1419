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

/** Activates the built extension in a real extension host. */
export async function measureActivation(): Promise<Activation> {
  await install([chromiumNeed, compilerNeed]);
  await installWorkbench();
  let measured: Activation = { loadMs: NaN, activateMs: NaN };
  await runInExtensionHost('out/test/bench/in-host', (line) => {
    const json = /^activation (\{.*\})/.exec(line)?.[1];
    if (json !== undefined) measured = JSON.parse(json) as Activation;
  });
  return measured;
}
