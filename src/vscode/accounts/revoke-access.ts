import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { revokeTokens } from '../../oauth/revoke.js';
import { providerById } from '../../providers/catalogue.js';
import { openInBrowser } from '../sign-in/browser.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { confirm, setStatusBarMessage } from '../ui/notifications.js';
import { connectOptions } from './connect-options.js';

/**
 * Lets the user revoke an account's access: its tokens at the authorization server, or on the provider's page of
 * connected applications. The account is kept.
 *
 * @throws {OAuthError} if the revocation fails; `vscode.CancellationError`
 */
export async function revokeAccess(store: AccountStore, account: Account): Promise<void> {
  const revoke = vscode.l10n.t('Revoke');
  const open = vscode.l10n.t('Open the Provider’s Page');
  const accessPage = providerById(account.provider).accessPage?.(account.email);
  const buttons = [...(isRevocable(account) ? [revoke] : []), ...(accessPage === undefined ? [] : [open])];
  const chosen = await confirm(
    vscode.l10n.t('Revoke the access to {0}?', account.email),
    describeWays(account, accessPage),
    ...buttons,
  );
  if (chosen === revoke) await revokeAtServer(store, account);
  if (chosen === open && accessPage !== undefined) (await openInBrowser(accessPage))?.dispose();
}

function isRevocable({ tokens, server }: Account): boolean {
  return tokens !== undefined && server.revocationEndpoint !== undefined;
}

function describeWays(account: Account, page: string | undefined): string {
  const sentences = [
    isRevocable(account)
      ? vscode.l10n.t('The authorization server revokes the tokens, so that no copy of them works any more.')
      : account.tokens === undefined
        ? vscode.l10n.t('This account has no token that can be revoked.')
        : vscode.l10n.t('This authorization server has no revocation endpoint.'),
    page === undefined
      ? vscode.l10n.t('Most providers list the applications with access on a page of the user’s account.')
      : vscode.l10n.t('You can view and remove the access of applications at {0}.', page),
  ];
  return sentences.join(' ');
}

async function revokeAtServer(store: AccountStore, account: Account): Promise<void> {
  const { id, email, server, client, tokens } = account;
  if (tokens === undefined) return;
  await withCancellableProgress(vscode.l10n.t('Revoking the tokens of {0}', email), async (signal) =>
    revokeTokens(server, client, tokens, { signal, ...(await connectOptions(account)) }),
  );
  await store.update(id, ({ tokens: current, ...others }) =>
    // Keep the tokens of a sign-in that has completed since.
    current === undefined || current.accessToken === tokens.accessToken ? others : { ...others, tokens: current },
  );
  setStatusBarMessage('check', vscode.l10n.t('Revoked the tokens of {0}', email));
}
