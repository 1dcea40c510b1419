import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { describeError } from '../../diagnosis/describe-error.js';
import { OAuthError } from '../../oauth/errors.js';
import { deleteRegistration, type RegistrationManagement } from '../../oauth/registration.js';
import { revokeTokens } from '../../oauth/revoke.js';
import { isLastOfRegistration } from '../../sign-in/obtain-client.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { connectOptions } from './connect-options.js';
import type { AccountNode } from './account-items.js';
import type { LastOutcomes } from '../login-checks/last-outcomes.js';
import type { ReportHistory } from '../login-checks/report-history.js';
import { confirm, showErrorMessage } from '../ui/notifications.js';

/** The stored results of an account's tests. */
interface KeptResults {
  readonly results: LastOutcomes;
  readonly history: ReportHistory;
}

/** Removes an account after confirmation, and revokes its tokens first if the user chooses to. */
export async function removeAccount(store: AccountStore, kept: KeptResults, account: Account): Promise<void> {
  const revoke = vscode.l10n.t('Revoke and Remove');
  const remove = vscode.l10n.t('Remove');
  const management = await lastManagement(store, account);
  const hasTokens = account.tokens !== undefined && account.server.revocationEndpoint !== undefined;
  const revocable = hasTokens || management !== undefined;
  const chosen = await confirm(
    vscode.l10n.t('Remove {0}?', account.email),
    management !== undefined
      ? vscode.l10n.t(
          'Its tokens and its client are deleted here. They can also be revoked at the authorization server, where this editor registered the client.',
        )
      : revocable
        ? vscode.l10n.t(
            'Its tokens and its client are deleted here. They can also be revoked at the authorization server, so that no copy of them works any more.',
          )
        : vscode.l10n.t('Its tokens and its client are deleted here.'),
    ...(revocable ? [revoke, remove] : [remove]),
  );
  if (chosen === undefined) return;
  if (chosen === revoke && !(await revokeOrAsk(account, management, remove))) return;
  await store.remove(account.id);
  await kept.results.forget(account.id);
  await kept.history.forget(account.id);
}

/** The registration to delete with the account, unless another account uses the client too. */
async function lastManagement(store: AccountStore, account: Account): Promise<RegistrationManagement | undefined> {
  const management = account.client.registration?.management;
  if (management === undefined) return undefined;
  return isLastOfRegistration(account, await store.list()) ? management : undefined;
}

/** Whether a command's argument is an unreadable account. */
export function isUnreadable(argument: unknown): argument is AccountNode {
  return typeof argument === 'object' && argument !== null && 'kind' in argument && argument.kind === 'unreadable';
}

/** Removes an unreadable account after confirmation. */
export async function removeUnreadable(store: AccountStore, id: string): Promise<void> {
  const remove = vscode.l10n.t('Remove');
  const chosen = await confirm(
    vscode.l10n.t('Remove the unreadable account?'),
    vscode.l10n.t('All of its stored data is deleted, including its tokens.'),
    remove,
  );
  if (chosen === remove) await store.remove(id);
}

/** @returns whether to remove the account */
async function revokeOrAsk(
  account: Account,
  management: RegistrationManagement | undefined,
  remove: string,
): Promise<boolean> {
  const { tokens, server, client } = account;
  try {
    await withCancellableProgress(vscode.l10n.t('Revoking the tokens of {0}', account.email), async (signal) => {
      const options = { signal, ...(await connectOptions(account)) };
      if (tokens !== undefined && server.revocationEndpoint !== undefined) {
        await revokeTokens(server, client, tokens, options);
      }
      // Last, because the client authenticates the revocation.
      if (management !== undefined) await deleteRegistration(management, options);
    });
    return true;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const anyway = await showErrorMessage(
      vscode.l10n.t(
        '{0} was not removed, because its tokens could not be revoked. {1}',
        account.email,
        describeError(error),
      ),
      remove,
    );
    return anyway === remove;
  }
}
