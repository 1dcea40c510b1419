import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import type { TokenManager } from '../../accounts/token-manager.js';
import type { Action } from '../../diagnosis/diagnosis.js';
import type { LoginCheckOptions } from '../../mail/login-check/login-check.js';
import type { Protocol } from '../../mail/wire/server.js';
import { openInBrowser } from '../sign-in/browser.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { editAccount } from '../accounts/edit-account.js';
import type { SignInFlow } from '../sign-in/sign-in-flow.js';

/** Overrides for a retest. */
export type TestChange = Partial<Pick<LoginCheckOptions, 'mechanism' | 'form' | 'skipTokenCheck' | 'sendTestMessage'>>;

/** Performs the actions of a diagnosis, and tests again if that shows whether the action helped. */
export class DiagnosisActions {
  readonly #store: AccountStore;
  readonly #tokens: TokenManager;
  readonly #flow: SignInFlow;

  constructor(store: AccountStore, tokens: TokenManager, flow: SignInFlow) {
    this.#store = store;
    this.#tokens = tokens;
    this.#flow = flow;
  }

  /**
   * @param retest tests the same server again with the updated account
   * @throws {OAuthError} if a refresh fails; `vscode.CancellationError`
   */
  async perform(
    action: Action,
    account: Account,
    protocol: Protocol,
    retest: (account: Account, change?: TestChange) => Promise<void>,
  ): Promise<void> {
    switch (action.kind) {
      case 'refresh':
        await withCancellableProgress(vscode.l10n.t('Refreshing the access token of {0}', account.email), (signal) =>
          this.#tokens.fresh(account.id, { force: true, signal }),
        );
        return retest(account);
      case 'sign-in':
        return this.#flow.start(action.scope === undefined ? account : await this.#withScope(account, action.scope));
      case 'set-user':
        return retest(await this.#update(account, { email: action.user }));
      case 'use-mechanism':
        return retest(account, { mechanism: action.mechanism });
      case 'use-form':
        return retest(account, { form: action.form });
      case 'use-server':
        return retest(
          await this.#update(account, { mailServers: { ...account.mailServers, [protocol]: action.server } }),
        );
      case 'edit-account':
        return editAccount(this.#store, account.id);
      case 'open-page':
        await openInBrowser(action.url);
        return;
      case 'test-again':
        return retest(account);
    }
  }

  #withScope(account: Account, scope: string): Promise<Account> {
    const missing = scope.split(' ').filter((name) => name !== '' && !account.scopes.includes(name));
    return this.#update(account, { scopes: [...account.scopes, ...missing] });
  }

  async #update(account: Account, change: Partial<Account>): Promise<Account> {
    await this.#store.update(account.id, (current) => ({ ...current, ...change }));
    return { ...account, ...change };
  }
}
