import * as vscode from 'vscode';
import type { NewAccount } from '../../accounts/account.js';
import type { TokenManager } from '../../accounts/token-manager.js';
import { missingScopes } from '../../sign-in/missing-scopes.js';
import type { SignedIn } from '../../sign-in/store-sign-in.js';
import { withCancellableProgress } from '../ui/cancellation.js';

/** Requests an access token for an account that an application uses in its own name; no browser opens. */
export async function signInAsApplication(tokens: TokenManager, { id, email }: NewAccount): Promise<SignedIn> {
  const account = await withCancellableProgress(vscode.l10n.t('Requesting an access token for {0}', email), (signal) =>
    tokens.fresh(id, { force: true, signal }),
  );
  return { account, missingScopes: missingScopes(account.scopes, account.tokens.scopes ?? account.scopes) };
}
