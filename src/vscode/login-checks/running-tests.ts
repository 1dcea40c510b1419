import * as vscode from 'vscode';
import { withCancellableProgress } from '../ui/cancellation.js';
import { views } from '../ui/ids.js';

/** The running tests, at most one per account, so that the page can cancel them. */
export class RunningTests {
  readonly #controllers = new Map<string, AbortController>();

  /**
   * Runs a test. Progress is shown in the accounts view if the page is visible, which has a Cancel button, otherwise in
   * a cancellable notification.
   *
   * @throws `vscode.CancellationError` if the user cancels, and the errors of `run`
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

/** Rejects at once on Cancel; work that does not observe the signal continues in the background. */
async function untilCanceled(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const canceled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new vscode.CancellationError()), { once: true });
  });
  await Promise.race([work, canceled]);
}
