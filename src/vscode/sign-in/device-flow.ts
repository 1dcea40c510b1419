import * as vscode from 'vscode';
import type { NewAccount } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import type { DeviceSignIn } from '../../sign-in/device-sign-in.js';
import type { PendingDevice } from '../../sign-in/pending-devices.js';
import type { SignedIn } from '../../sign-in/store-sign-in.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { confirm, setStatusBarMessage } from '../ui/notifications.js';
import { isCancellation } from '../ui/show-error.js';
import { openInBrowser } from './browser.js';
import { notifySignedIn } from './notify-signed-in.js';

type FailureListener = (error: unknown, accountId: string) => Promise<void>;

/** The interval for checking whether the polling window has ended, in ms. */
const lookInterval = 5000;

/** Signs accounts in with a code that the user enters on any device. */
export class DeviceFlow implements vscode.Disposable {
  readonly #signIn: DeviceSignIn;
  readonly #accounts: AccountStore;
  readonly #disposed = new AbortController();

  constructor(signIn: DeviceSignIn, accounts: AccountStore) {
    this.#signIn = signIn;
    this.#accounts = accounts;
  }

  dispose(): void {
    this.#disposed.abort();
  }

  /** Shows a code, opens the browser, and waits for the user to complete the sign-in. */
  async run(account: NewAccount): Promise<SignedIn> {
    const title = vscode.l10n.t('Requesting a code for {0}', account.email);
    const pending = await withCancellableProgress(title, (signal) => this.#signIn.begin(account, signal));
    const browser = await this.#showCode(pending, account.email);
    if (browser === undefined) {
      await this.#signIn.cancel(pending);
      throw new vscode.CancellationError();
    }
    try {
      return await this.#wait(pending, account.email);
    } finally {
      browser.dispose();
    }
  }

  /**
   * Resumes the sign-ins of windows that have ended, and shows their codes again.
   *
   * @param onFailure shows why one of them failed
   */
  async resume(onFailure: FailureListener): Promise<void> {
    while (!this.#disposed.signal.aborted) {
      const { taken, others } = await this.#signIn.resume();
      for (const pending of taken) void this.#finish(pending, onFailure);
      // The previous instance of a reloaded window may take a moment to end.
      if (!others) return;
      await new Promise((resolve) => setTimeout(resolve, lookInterval).unref());
    }
  }

  async #finish(pending: PendingDevice, onFailure: FailureListener): Promise<void> {
    try {
      const account = await this.#accounts.get(pending.accountId);
      if (account === undefined) await this.#signIn.cancel(pending);
      else await notifySignedIn(await this.#wait(pending, account.email));
    } catch (error) {
      await onFailure(error, pending.accountId);
    }
  }

  async #wait(pending: PendingDevice, email: string): Promise<SignedIn> {
    const { userCode, verificationUri } = pending;
    const title = vscode.l10n.t('Signing in to {0}: enter the code {1} at {2}', email, userCode, verificationUri);
    try {
      return await withCancellableProgress(title, (signal) =>
        this.#signIn.complete(pending, AbortSignal.any([signal, this.#disposed.signal])),
      );
    } catch (error) {
      // Reloading the window does not cancel the sign-in: the next instance resumes it.
      if (isCancellation(error) && !this.#disposed.signal.aborted) await this.#signIn.cancel(pending);
      throw error;
    }
  }

  /** @returns a disposable for the end of the sign-in; `undefined` if the user cancels */
  async #showCode(pending: PendingDevice, email: string): Promise<{ dispose(): void } | undefined> {
    const { userCode, verificationUri, verificationUriComplete } = pending;
    const open = vscode.l10n.t('Copy Code and Open Browser');
    const copy = vscode.l10n.t('Copy Code');
    const detail = vscode.l10n.t(
      'To sign in to {0}, enter this code at {1} in a browser on any device. Enter it only there, and do not give it to anyone.',
      email,
      verificationUri,
    );
    const chosen = await confirm(userCode, detail, open, copy);
    if (chosen === undefined) return undefined;
    await vscode.env.clipboard.writeText(userCode);
    setStatusBarMessage('check', vscode.l10n.t('Copied {0}', userCode));
    const opened = chosen === open ? await openInBrowser(verificationUriComplete ?? verificationUri) : undefined;
    return opened ?? { dispose: () => undefined };
  }
}
