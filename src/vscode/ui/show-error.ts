import * as vscode from 'vscode';
import { AccountError } from '../../accounts/errors.js';
import { isAbortError, MailOAuthError } from '../../common/errors.js';
import { describeError } from '../../diagnosis/describe-error.js';
import { OAuthError } from '../../oauth/errors.js';
import { SaslError } from '../../sasl/errors.js';
import { commands } from './ids.js';
import { showErrorMessage } from './notifications.js';

/** Whether an error only says that the user has canceled. */
export function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || isAbortError(error);
}

/** What a notification offers to do about an error. */
export interface Remedy {
  readonly label: string;
  readonly run: () => Thenable<unknown>;
}

/**
 * Shows one error in one notification, with the command that fixes it where there is one. There is always
 * a button: the editor cuts a notification that has none to one line.
 */
export async function showError(error: unknown, accountId?: string, remedy?: Remedy): Promise<void> {
  if (isCancellation(error)) return;
  const known = error instanceof MailOAuthError || error instanceof SaslError;
  if (!known) console.error('mail-oauth:', error instanceof Error ? error.stack : typeof error);
  const message = known ? describeError(error) : vscode.l10n.t('Unexpected error: {0}', summary(error));
  const { label, run } = signInRemedy(error, accountId) ?? remedy ?? copyRemedy(message);
  if ((await showErrorMessage(message, label)) === label) await run();
}

function signInRemedy(error: unknown, accountId: string | undefined): Remedy | undefined {
  const requiresSignIn = (error instanceof OAuthError || error instanceof AccountError) && error.requiresSignIn;
  if (!requiresSignIn || accountId === undefined) return undefined;
  return { label: vscode.l10n.t('Sign In'), run: () => vscode.commands.executeCommand(commands.signIn, accountId) };
}

function copyRemedy(message: string): Remedy {
  return { label: vscode.l10n.t('Copy Message'), run: () => vscode.env.clipboard.writeText(message) };
}

function summary(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
