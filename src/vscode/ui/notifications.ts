import * as vscode from 'vscode';
import { withoutLinks } from '../../transport/safe-text.js';

/*
 * The only place that shows notifications (ESLint sees to it). The editor renders `[text](command:…)` and
 * `[text](https://…)` in a message as links, and messages quote servers: here no message has a link of its own.
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

/** Asks in a modal dialog, which has a Cancel button of its own. @returns the chosen button */
export function confirm(message: string, detail: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(
    withoutLinks(message),
    { modal: true, detail: withoutLinks(detail) },
    ...buttons,
  );
}

/** Says below an input what is wrong with its text. */
export function setValidationMessage(input: vscode.InputBox, message: string | undefined): void {
  input.validationMessage = message === undefined ? undefined : withoutLinks(message);
}

/** Says below an input what is odd about its text. */
export function setValidationWarning(input: vscode.InputBox, message: string | undefined): void {
  input.validationMessage =
    message === undefined
      ? undefined
      : { message: withoutLinks(message), severity: vscode.InputBoxValidationSeverity.Warning };
}

/** What can be done while progress is shown: a link after its title. */
export interface ProgressLink {
  readonly label: string;
  readonly command: string;
}

/** Shows progress in a notification that has a Cancel button, and the links that are given. */
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

/** A text for a label in which the editor renders `$(name)` as an icon. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
