import * as vscode from 'vscode';
import { withProgressNotification, type ProgressLink } from './notifications.js';

/**
 * Runs work with a cancellable progress notification. On Cancel it rejects at once, even if `run` is still pending.
 *
 * @throws {vscode.CancellationError} if the user cancels, and the errors of `run`
 */
export async function withCancellableProgress<T>(
  title: string,
  run: (signal: AbortSignal, progress: vscode.Progress<{ message?: string }>) => Promise<T>,
  links?: readonly ProgressLink[],
): Promise<T> {
  const task = async (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => {
    const controller = new AbortController();
    const canceled = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(new vscode.CancellationError()), { once: true });
    });
    const subscription = token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) controller.abort();
    try {
      return await Promise.race([run(controller.signal, progress), canceled]);
    } finally {
      subscription.dispose();
    }
  };
  return withProgressNotification(title, task, links);
}
