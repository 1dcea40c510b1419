import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The built-in extension that ours is compared with: it too signs in to accounts. */
export const reference = 'vscode.github-authentication';
export const ours = 'mail-oauth.xoauth2';

/** What VS Code itself measured of an activation, in ms. */
export interface Activation {
  readonly id: string;
  /** Reading and running the code. */
  readonly loadMs: number;
  /** From the call of `activate()` until what it returned has settled. */
  readonly activateMs: number;
}

interface Mark {
  readonly name: string;
  readonly startTime: number;
}

/** Activates extensions in this order and logs what the extension host noted of each. */
export async function activate(ids: readonly string[]): Promise<void> {
  await untilQuiet();
  for (const id of ids) {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not there`);
    await extension.activate();
    const at = (event: string) => timeOf(`code/extHost/${event}/${extension.id}`);
    const measured: Activation = {
      id,
      loadMs: at('didLoadExtensionCode') - at('willLoadExtensionCode'),
      activateMs: at('didActivateExtension') - at('willActivateExtension'),
    };
    console.log(`activation ${JSON.stringify(measured)}`);
  }
}

function timeOf(name: string): number {
  const { MonacoPerformanceMarks: host } = globalThis as { MonacoPerformanceMarks?: { getMarks(): Mark[] } };
  return host?.getMarks().find((mark) => mark.name === name)?.startTime ?? NaN;
}

/**
 * Waits until the host is done with its own start: for a second no timer has been late. Before that the
 * measured time is mostly that of other extensions, which are activated in between.
 */
async function untilQuiet(): Promise<void> {
  for (let onTime = 0; onTime < 20;) {
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    onTime = performance.now() - begun < 60 ? onTime + 1 : 0;
  }
}
