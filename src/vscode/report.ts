import * as vscode from 'vscode';
import { MailError } from '../mail/errors.js';
import { OAuthError } from '../oauth/errors.js';
import { ClientFileError } from '../providers/google-client-file.js';
import { SaslError } from '../sasl/errors.js';
import { commands } from './ids.js';
import { UserError } from './user-error.js';

/** Whether an error only says that the person changed their mind. */
export function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof OAuthError && error.code === 'cancelled');
}

/** Shows one error in one notification, with the command that mends it where there is one. */
export async function reportError(error: unknown, accountId?: string): Promise<void> {
  if (isCancellation(error)) return;
  if (error instanceof OAuthError && error.requiresSignIn && accountId !== undefined) {
    const signIn = vscode.l10n.t('Sign In');
    const chosen = await vscode.window.showErrorMessage(error.message, signIn);
    if (chosen === signIn) await vscode.commands.executeCommand(commands.signIn, accountId);
    return;
  }
  const known = [OAuthError, MailError, SaslError, ClientFileError, UserError].some((kind) => error instanceof kind);
  if (!known) console.error('mail-oauth:', error instanceof Error ? error.stack : typeof error);
  await vscode.window.showErrorMessage(
    known ? (error as Error).message : vscode.l10n.t('Something went wrong that should not: {0}', summary(error)),
  );
}

function summary(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
