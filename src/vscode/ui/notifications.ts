import * as vscode from 'vscode';
import { withoutLinks } from '../../transport/safe-text.js';

/*
 * The only place that shows notifications (enforced by ESLint). The editor renders `[text](command:…)` and
 * `[text](https://…)` in a message as links, and messages quote servers: here links are removed from messages.
 */

/** Shows an error. @returns the chosen button */
export function showErrorMessage(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(withoutLinks(message), ...buttons);
}

/** Shows a warning. @returns the chosen button */
export function showWarningMessage(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(message), ...buttons);
}

/** Shows information. @returns the chosen button */
export function showInformationMessage(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(withoutLinks(message), ...buttons);
}

/** Asks in a modal dialog, to which the editor adds a Cancel button. @returns the chosen button */
export function confirm(message: string, detail: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(
    withoutLinks(message),
    { modal: true, detail: withoutLinks(detail) },
    ...buttons,
  );
}

/** Shows an error below an input. */
export function setValidationMessage(input: vscode.InputBox, message: string | undefined): void {
  input.validationMessage = message === undefined ? undefined : withoutLinks(message);
}

/** Shows a warning below an input. */
export function setValidationWarning(input: vscode.InputBox, message: string | undefined): void {
  input.validationMessage =
    message === undefined
      ? undefined
      : { message: withoutLinks(message), severity: vscode.InputBoxValidationSeverity.Warning };
}

/** A link after the title of a progress notification. */
export interface ProgressLink {
  readonly label: string;
  readonly command: string;
}

/** Shows a cancellable progress notification with links. */
export function withProgressNotification<T>(
  title: string,
  task: (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => Thenable<T>,
  links: readonly ProgressLink[] = [],
): Thenable<T> {
  const text = withoutLinks(title);
  const shown = links.map(({ label, command }) => `[${label}](command:${command})`).join(' · ');
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: shown === '' ? text : `${text} (${shown})`,
      cancellable: true,
    },
    task,
  );
}

/** Shows a text in the status bar for a few seconds, with an icon before it. */
export function setStatusBarMessage(icon: string, message: string): void {
  vscode.window.setStatusBarMessage(`$(${icon}) ${withoutIcons(message)}`, 5000);
}

/** Prevents the editor from rendering `$(name)` in a label as an icon. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
