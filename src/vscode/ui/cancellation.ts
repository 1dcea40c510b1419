import * as vscode from 'vscode';

/** An `AbortSignal` that follows a cancellation token. */
export function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/**
 * Runs with a progress notification that has a Cancel button. At Cancel it ends at once, whatever `run`
 * still waits for.
 *
 * @throws {vscode.CancellationError} at Cancel, and whatever `run` throws
 */
export async function withCancellableProgress<T>(
  title: string,
  run: (signal: AbortSignal, progress: vscode.Progress<{ message?: string }>) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const signal = toSignal(token);
      const work = run(signal, progress);
      const cancelled = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new vscode.CancellationError()), { once: true });
      });
      return Promise.race([work, cancelled]);
    },
  );
}
