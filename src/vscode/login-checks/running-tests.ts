import * as vscode from 'vscode';
import { withCancellableProgress } from '../ui/cancellation.js';
import { views } from '../ui/ids.js';

/** The tests that run, one for each account, so that the page can cancel them. */
export class RunningTests {
  readonly #controllers = new Map<string, AbortController>();

  /**
   * Runs a test with its progress in the accounts' view where the page shows the rest and has a Cancel button,
   * otherwise in a notification that has one.
   *
   * @throws `vscode.CancellationError` at Cancel, and whatever `run` throws
   */
  async run(
    accountId: string,
    title: string,
    inPage: boolean,
    run: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    this.#controllers.get(accountId)?.abort();
    this.#controllers.set(accountId, controller);
    try {
      if (inPage) {
        await vscode.window.withProgress({ location: { viewId: views.accounts } }, () =>
          untilCanceled(run(controller.signal), controller.signal),
        );
      } else {
        await withCancellableProgress(title, (signal) => run(AbortSignal.any([signal, controller.signal])));
      }
    } finally {
      if (this.#controllers.get(accountId) === controller) this.#controllers.delete(accountId);
    }
  }

  cancel(accountId: string): void {
    this.#controllers.get(accountId)?.abort();
  }
}

/** A test hears of Cancel itself; what comes before it, such as a refresh, goes on without anyone waiting. */
async function untilCanceled(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const canceled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new vscode.CancellationError()), { once: true });
  });
  await Promise.race([work, canceled]);
}
