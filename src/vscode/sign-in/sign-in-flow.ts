import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import { signInLimit, type PendingSignIns } from '../../sign-in/pending-sign-ins.js';
import { parsePastedRedirect, type SignedIn, type SignIn } from '../../sign-in/sign-in.js';
import type { AuthorizationRequest } from '../../oauth/authorization-code.js';
import { describeError } from '../../diagnosis/describe-error.js';
import { OAuthError } from '../../oauth/errors.js';
import { LoopbackRedirect } from '../../sign-in/loopback-redirect.js';
import type { ResultPage } from '../../sign-in/result-page.js';
import { openInBrowser } from './browser.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { commands, signedInPath } from '../ui/ids.js';
import { browserIsLocal, editorUri, loopbackRedirectUri, makeRedirect, redirectKindFor } from './redirects.js';
import { isCancellation, showError } from '../ui/show-error.js';

/** How a wait for a redirect ended; `elsewhere` means in another window, which tells the user itself. */
type Outcome = SignedIn | 'elsewhere';

interface Waiter {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** Aborted at Cancel. */
  readonly signal: AbortSignal;
}

/** Signs accounts in: opens the browser, waits for the redirect however it comes, and tells how it went. */
export class SignInFlow implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #signIn: SignIn;
  readonly #pending: PendingSignIns;
  readonly #waiters = new Map<string, Waiter>();
  readonly #listeners = new Set<LoopbackRedirect>();

  constructor(context: vscode.ExtensionContext, signIn: SignIn, pending: PendingSignIns) {
    this.#context = context;
    this.#signIn = signIn;
    this.#pending = pending;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.close();
  }

  /** Signs an account in, with progress, Cancel and a limit of 5 minutes. Errors are shown, not thrown. */
  async start(account: Account): Promise<void> {
    try {
      const kind = redirectKindFor(this.#context, account);
      const outcome =
        kind === 'loopback'
          ? await this.#byLoopback(account)
          : kind === 'paste'
            ? await this.#byPaste(account)
            : await this.#byEditorUri(account, kind);
      if (outcome !== 'elsewhere') await announce(outcome);
    } catch (error) {
      await showError(error, undefined, { label: vscode.l10n.t('Try Again'), run: () => this.start(account) });
    }
  }

  /** Uses a redirect that reached the editor, whichever window and whenever it was begun in. */
  async finish(parameters: URLSearchParams): Promise<void> {
    const waiter = this.#takeWaiter(parameters);
    try {
      const signedIn = await this.#signIn.complete(parameters, waiter?.signal);
      if (waiter === undefined) await announce(signedIn);
      else waiter.resolve(signedIn);
    } catch (error) {
      if (waiter === undefined) await showError(error);
      else waiter.reject(error);
    }
  }

  /** Asks for the address that the browser ended on, and finishes whichever sign-in it belongs to. */
  async finishFromPaste(): Promise<void> {
    const text = await askForRedirect();
    if (text === undefined) return;
    const waiting = await this.#pending.list();
    await this.finish(parsePastedRedirect(text, waiting.length === 1 ? (waiting[0]?.state ?? '') : ''));
  }

  /** Listens again for loopback redirects that a reload interrupted; a port that another window holds is its own. */
  async resume(): Promise<void> {
    const loopback = (await this.#pending.list()).filter(({ kind }) => kind === 'loopback');
    for (const { redirectUri, state } of loopback) {
      const listener = await LoopbackRedirect.listen(redirectUri).catch(() => undefined);
      if (listener === undefined) continue;
      this.#serve(listener, state, '');
      setTimeout(() => this.#close(listener), signInLimit).unref();
    }
  }

  async #byEditorUri(account: Account, kind: 'direct' | 'relay'): Promise<Outcome> {
    const request = await this.#signIn.begin(account, await makeRedirect(this.#context, account, kind));
    return this.#wait(account, request, request.url);
  }

  async #byLoopback(account: Account): Promise<Outcome> {
    const listener = await LoopbackRedirect.listen(loopbackRedirectUri(account));
    try {
      const request = await this.#signIn.begin(account, { kind: 'loopback', redirectUri: listener.redirectUri });
      this.#serve(listener, request.state, request.url);
      return await this.#wait(account, request, listener.startUrl);
    } finally {
      this.#close(listener);
    }
  }

  async #byPaste(account: Account): Promise<Outcome> {
    const request = await this.#signIn.begin(account, await makeRedirect(this.#context, account, 'paste'));
    const opened = await openInBrowser(request.url);
    try {
      const text = await askForRedirect();
      if (text === undefined) throw new vscode.CancellationError();
      return await this.#signIn.complete(parsePastedRedirect(text, request.state));
    } finally {
      opened?.dispose();
      await this.#pending.remove(request.state);
    }
  }

  async #wait(account: Account, { state }: AuthorizationRequest, startUrl: string): Promise<Outcome> {
    const redirected = this.#redirected(state);
    let opened: { dispose(): void } | undefined;
    try {
      return await withCancellableProgress(
        vscode.l10n.t('Signing in to {0}: continue in the browser', account.email),
        async () => {
          opened = await openInBrowser(startUrl);
          if (opened === undefined) throw new vscode.CancellationError();
          return redirected.outcome;
        },
      );
    } catch (error) {
      if (isCancellation(error)) await this.#pending.remove(state);
      throw error;
    } finally {
      opened?.dispose();
      redirected.stop();
    }
  }

  /** Waits for the redirect; the wait begins before the browser is opened, so that none is missed. */
  #redirected(state: string): { readonly outcome: Promise<Outcome>; readonly stop: () => void } {
    const cancel = new AbortController();
    const outcome = new Promise<Outcome>((resolve, reject) => {
      this.#waiters.set(state, { resolve, reject, signal: cancel.signal });
    });
    outcome.catch(() => undefined);
    const elsewhere = this.#pending.onDidTake(state, () => this.#waiters.get(state)?.resolve('elsewhere'));
    const limit = setTimeout(() => {
      const waiter = this.#waiters.get(state);
      void this.#pending.remove(state);
      waiter?.reject(
        new OAuthError(
          'timeout',
          vscode.l10n.t('Nothing came back from the browser within 5 minutes: start the sign-in again.'),
        ),
      );
    }, signInLimit);
    const stop = () => {
      cancel.abort();
      clearTimeout(limit);
      elsewhere.dispose();
      this.#waiters.delete(state);
    };
    return { outcome, stop };
  }

  #takeWaiter(parameters: URLSearchParams): Waiter | undefined {
    const state = parameters.get('state');
    const nonce = parameters.get('nonce');
    const key = [...this.#waiters.keys()].find(
      (waiting) => waiting === state || (nonce !== null && waiting.endsWith(`nonce=${nonce}`)),
    );
    const waiter = key === undefined ? undefined : this.#waiters.get(key);
    if (key !== undefined) this.#waiters.delete(key);
    return waiter;
  }

  #serve(listener: LoopbackRedirect, state: string, authorizationUrl: string): void {
    this.#listeners.add(listener);
    listener.serve({
      state,
      authorizationUrl,
      complete: async (parameters) => {
        const waiter = this.#takeWaiter(parameters);
        try {
          const signedIn = await this.#signIn.complete(parameters, waiter?.signal);
          if (waiter === undefined) void announce(signedIn);
          else waiter.resolve(signedIn);
          return this.#page(signedIn);
        } catch (error) {
          if (waiter === undefined) void showError(error);
          else waiter.reject(error);
          return failurePage(error);
        }
      },
    });
  }

  #close(listener: LoopbackRedirect): void {
    this.#listeners.delete(listener);
    listener.close();
  }

  #page({ account }: SignedIn): ResultPage {
    const page = {
      ok: true,
      title: vscode.l10n.t('Signed in to {0}', account.email),
      text: vscode.l10n.t('You can close this page and go back to {0}.', vscode.env.appName),
    };
    if (!browserIsLocal(this.#context)) return page;
    const linkText = vscode.l10n.t('Go back to {0}', vscode.env.appName);
    return { ...page, editorUri: editorUri(this.#context, signedInPath), linkText };
  }
}

function failurePage(error: unknown): ResultPage {
  return {
    ok: false,
    title: vscode.l10n.t('The sign-in did not succeed'),
    text:
      error instanceof OAuthError
        ? describeError(error)
        : vscode.l10n.t('Go back to {0} and try again.', vscode.env.appName),
  };
}

async function askForRedirect(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Finish Signing In'),
    prompt: vscode.l10n.t(
      'Sign in in the browser, then paste the whole address it ends on (the page itself may fail to load), or the code it shows.',
    ),
    placeHolder: 'http://127.0.0.1/?state=…&code=…',
    ignoreFocusOut: true,
    password: true,
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('Paste the address or the code.') : undefined),
  });
  return text;
}

async function announce({ account, missingScopes, tokenOwner }: SignedIn): Promise<void> {
  if (tokenOwner === undefined && missingScopes.length === 0) {
    await vscode.window.showInformationMessage(vscode.l10n.t('Signed in to {0}.', account.email));
    return;
  }
  const warning =
    tokenOwner !== undefined
      ? vscode.l10n.t(
          'The browser signed in as {0}, but this account is {1}: a mail server will refuse that token. Sign in again and pick the right address, or edit the account.',
          tokenOwner,
          account.email,
        )
      : vscode.l10n.t(
          'Signed in to {0}, but without the scope {1}: mail servers may refuse the token. Sign in again and allow everything that is asked for.',
          account.email,
          missingScopes.join(', '),
        );
  const again = vscode.l10n.t('Sign In Again');
  if ((await vscode.window.showWarningMessage(warning, again)) === again) {
    await vscode.commands.executeCommand(commands.signIn, account.id);
  }
}
