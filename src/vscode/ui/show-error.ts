import * as vscode from 'vscode';
import { AccountError } from '../../accounts/errors.js';
import { isAbortError, MailOAuthError } from '../../common/errors.js';
import { describeError } from '../../diagnosis/describe-error.js';
import { rejectedClient } from '../../diagnosis/rejected-client.js';
import { OAuthError } from '../../oauth/errors.js';
import { SaslError } from '../../sasl/errors.js';
import { commands } from './ids.js';
import { showErrorMessage } from './notifications.js';

/** Whether an error is a cancellation. */
export function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || isAbortError(error);
}

/** An action that a notification offers for an error. */
export interface Remedy {
  readonly label: string;
  readonly run: () => Thenable<unknown>;
}

/** The context of an error. */
export interface ErrorContext {
  readonly accountId?: string | undefined;
  /** The remedy if the account need not be changed; by default, signing in if the error requires it. */
  readonly again?: Remedy | undefined;
  /** Whether the account has a sign-in record that can be saved. */
  readonly hasRecord?: boolean;
}

/**
 * Shows an error in one notification, with buttons for its remedies. There is always a button: the editor truncates a
 * notification without one to one line.
 */
export async function showError(error: unknown, context: ErrorContext = {}): Promise<void> {
  if (isCancellation(error)) return;
  const message = messageOf(error);
  const remedies = remediesFor(error, context);
  const offered = remedies.length === 0 ? [copyRemedy(message)] : remedies;
  const chosen = await showErrorMessage(message, ...offered.map(({ label }) => label));
  await offered.find(({ label }) => label === chosen)?.run();
}

function messageOf(error: unknown): string {
  if (error instanceof MailOAuthError || error instanceof SaslError) return describeError(error);
  console.error('mail-oauth:', error instanceof Error ? error.stack : typeof error);
  return vscode.l10n.t('Unexpected error: {0}', summary(error));
}

/** The most likely remedy comes first. */
function remediesFor(error: unknown, { accountId, again, hasRecord }: ErrorContext): Remedy[] {
  const onAccount = (label: string, command: string, kind?: string): Remedy => ({
    label,
    run: () => vscode.commands.executeCommand(command, { accountId, kind }),
  });
  const known = accountId !== undefined && (error instanceof OAuthError || error instanceof AccountError);
  const serverError = error instanceof OAuthError ? error.serverError : undefined;
  const isClient = known && rejectedClient.test(serverError ?? '');
  const signIn = known && error.requiresSignIn ? onAccount(vscode.l10n.t('Sign In'), commands.signIn) : undefined;
  const remedies = [
    isClient ? onAccount(vscode.l10n.t('Edit Client'), commands.editAccount, 'client') : undefined,
    again ?? signIn,
    known && hasRecord === true ? onAccount(vscode.l10n.t('Save Report…'), commands.saveReport, 'sign-in') : undefined,
  ];
  return remedies.filter((remedy) => remedy !== undefined);
}

function copyRemedy(message: string): Remedy {
  return { label: vscode.l10n.t('Copy Message'), run: () => vscode.env.clipboard.writeText(message) };
}

function summary(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
