import { installWorkbench } from '../support/code-server.js';
import { runInExtensionHost } from '../support/extension-host.js';
import { chromiumNeed, compilerNeed, install } from '../support/install.js';
import type { Activation } from './in-host/measure.js';
import { median } from './median.js';

const ours = 'mail-oauth.xoauth2';

/** Prints what loading and `activate()` take as a ratio to those of a built-in extension in the same extension hosts. */
export async function measureActivations(hosts = 8): Promise<void> {
  await install([chromiumNeed, compilerNeed]);
  await installWorkbench();
  const measured: Activation[] = [];
  for (let host = 0; host < hosts; host++) {
    // Each is first as often as the other: what both need is loaded by the first.
    await runInExtensionHost(`out/test/bench/in-host/${host % 2 === 0 ? 'ours' : 'reference'}-first`, (line) => {
      const json = /^activation (\{.*\})/.exec(line)?.[1];
      if (json !== undefined) measured.push(JSON.parse(json) as Activation);
    });
  }
  console.log(`In the editor, medians of ${hosts} extension hosts, against its built-in vscode.github-authentication:`);
  report('loading the code', measured, ({ loadMs }) => loadMs);
  report('activate()', measured, ({ activateMs }) => activateMs);
}

function report(what: string, all: readonly Activation[], value: (activation: Activation) => number): void {
  const us = median(all.filter(({ id }) => id === ours).map(value));
  const them = median(all.filter(({ id }) => id !== ours).map(value));
  console.log(`  ${what}: ${us} ms against ${them} ms: ${(us / them).toFixed(2)} (goal: at most 1.0)`);
}
