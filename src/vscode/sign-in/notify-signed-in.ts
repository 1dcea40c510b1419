import * as vscode from 'vscode';
import { isApplication, type Account } from '../../accounts/account.js';
import type { SignedIn } from '../../sign-in/store-sign-in.js';
import { commands } from '../ui/ids.js';
import { showInformationMessage, showWarningMessage } from '../ui/notifications.js';
import { showError } from '../ui/show-error.js';

/** Shows the result of a successful sign-in. */
export async function notifySignedIn({ account, missingScopes, tokenOwner, problem }: SignedIn): Promise<void> {
  if (problem !== undefined) {
    await showError(problem);
    return;
  }
  if (tokenOwner === undefined && missingScopes.length === 0) {
    await showInformationMessage(success(account));
    return;
  }
  const warning =
    tokenOwner !== undefined
      ? vscode.l10n.t(
          'The browser signed in as {0}, but this account is {1}. Mail servers reject that token unless the mailbox is shared with {0}. Sign in again and choose the right address, or edit the account.',
          tokenOwner,
          account.email,
        )
      : vscode.l10n.t(
          'Signed in to {0}, but without the scope {1}. Mail servers may reject the token. Sign in again and allow everything that is requested.',
          account.email,
          missingScopes.join(', '),
        );
  const again = vscode.l10n.t('Sign In Again');
  if ((await showWarningMessage(warning, again)) === again) {
    await vscode.commands.executeCommand(commands.signIn, account.id);
  }
}

function success(account: Account): string {
  if (isApplication(account)) {
    return vscode.l10n.t(
      'Received an access token for {0}. Test the account to see whether it opens the mailbox.',
      account.email,
    );
  }
  return account.tokens?.refreshToken === undefined
    ? vscode.l10n.t(
        'Signed in to {0}. The authorization server issued no refresh token, so sign in again when the access token expires.',
        account.email,
      )
    : vscode.l10n.t('Signed in to {0}.', account.email);
}
