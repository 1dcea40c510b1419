import * as vscode from 'vscode';
import type { NewAccount } from '../../accounts/account.js';
import type { TokenManager } from '../../accounts/token-manager.js';
import { missingScopes } from '../../sign-in/missing-scopes.js';
import type { SignedIn } from '../../sign-in/store-sign-in.js';
import { OAuthError } from '../../oauth/errors.js';
import { showDelegation } from '../accounts/delegation-picks.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import type { Remedy } from '../ui/show-error.js';

/** Requests an access token for an application account, without a browser. */
export async function signInAsApplication(tokens: TokenManager, { id, email }: NewAccount): Promise<SignedIn> {
  const account = await withCancellableProgress(vscode.l10n.t('Requesting an access token for {0}', email), (signal) =>
    tokens.fresh(id, { force: true, signal }),
  );
  return { account, missingScopes: missingScopes(account.scopes, account.tokens.scopes ?? account.scopes) };
}

/** The remedy for a service account without domain-wide delegation. */
export function remedyFor(error: unknown, { grant, client, scopes }: NewAccount): Remedy | undefined {
  const refused =
    error instanceof OAuthError && /^(?:unauthorized_client|access_denied)$/.test(error.serverError ?? '');
  if (grant !== 'service-account' || !refused) return undefined;
  return { label: vscode.l10n.t('Client ID and Scope…'), run: () => showDelegation(client.clientId, scopes) };
}
