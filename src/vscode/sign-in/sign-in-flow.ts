import * as vscode from 'vscode';
import { isApplication, type NewAccount } from '../../accounts/account.js';
import type { TokenManager } from '../../accounts/token-manager.js';
import { describeError } from '../../diagnosis/describe-error.js';
import { OAuthError } from '../../oauth/errors.js';
import { LoopbackRedirect } from '../../sign-in/loopback-redirect.js';
import { readPastedForAny } from '../../sign-in/pasted-redirect.js';
import { signInLimit, type PendingSignIns } from '../../sign-in/pending-sign-ins.js';
import type { ResultPage } from '../../sign-in/result-page.js';
import { runSignIn, type SignInFace, type WaitingSignIn } from '../../sign-in/run-sign-in.js';
import type { Redirect, SignIn } from '../../sign-in/sign-in.js';
import type { SignedIn } from '../../sign-in/store-sign-in.js';
import { UnknownRedirects } from '../../sign-in/unknown-redirects.js';
import { inBackground } from '../ui/background.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { commands, contextKeys, signedInPath } from '../ui/ids.js';
import { isCancellation, showError } from '../ui/show-error.js';
import { remedyFor, signInAsApplication } from './application-sign-in.js';
import { openInBrowser } from './browser.js';
import type { DeviceFlow } from './device-flow.js';
import { showAccountError } from './show-account-error.js';
import type { SignInRecords } from './sign-in-records.js';
import { notifySignedIn } from './notify-signed-in.js';
import { explainPage, offerAddress, type SentRequest } from './page-help.js';
import { browserIsLocal, editorUri, loopbackRedirectUri, makeRedirect, signInChoiceFor } from './redirects.js';

/** The outcome of a wait for a redirect; `elsewhere` means in another window, which notifies the user itself. */
type Outcome = SignedIn | 'elsewhere';

/** Runs sign-ins: opens the browser, waits for the redirect and shows the result. */
export class SignInFlow implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #signIn: SignIn;
  readonly #pending: PendingSignIns;
  readonly #device: DeviceFlow;
  readonly #tokens: TokenManager;
  readonly #records: SignInRecords;
  readonly #waiting = new Map<string, WaitingSignIn<Outcome>>();
  /** The authorization requests of the pending sign-ins, latest last. */
  readonly #sent = new Map<string, SentRequest>();
  readonly #resumed = new Set<LoopbackRedirect>();
  readonly #disposed = new AbortController();
  readonly #unknown = new UnknownRedirects((count) =>
    console.warn(`mail-oauth: ${count} redirects matched no pending sign-in.`),
  );

  constructor(
    context: vscode.ExtensionContext,
    signIn: SignIn,
    pending: PendingSignIns,
    device: DeviceFlow,
    tokens: TokenManager,
    records: SignInRecords,
  ) {
    this.#context = context;
    this.#signIn = signIn;
    this.#pending = pending;
    this.#device = device;
    this.#tokens = tokens;
    this.#records = records;
  }

  dispose(): void {
    this.#disposed.abort();
    for (const listener of this.#resumed) listener.close();
  }

  /** Signs an account in, with cancellable progress and a time limit of 5 minutes. Errors are shown, not thrown. */
  async start(account: NewAccount): Promise<void> {
    const again = { label: vscode.l10n.t('Try Again'), run: () => this.start(account) };
    try {
      const outcome = await this.#run(account);
      if (outcome !== 'elsewhere') await notifySignedIn(outcome);
    } catch (error) {
      await showAccountError(this.#records, error, account.id, remedyFor(error, account) ?? again);
    }
  }

  /**
   * Processes a redirect that reached the editor. The sign-in may have been started in another window, or before a
   * reload.
   *
   * @param pasted whether the user pasted it and expects an error message; URIs may come from any web page
   */
  async finish(parameters: URLSearchParams, pasted = false): Promise<void> {
    const waiting = this.#takeWaiting(parameters);
    // The waiting sign-in shows the error.
    if (waiting !== undefined) await waiting.receive(parameters).catch(() => undefined);
    else await this.#finishUnawaited(parameters, pasted);
  }

  async #finishUnawaited(parameters: URLSearchParams, pasted: boolean): Promise<void> {
    const pending = await this.#pending.find(parameters);
    try {
      await notifySignedIn(await this.#signIn.complete(parameters));
    } catch (error) {
      if (pending !== undefined) await this.#showInterrupted(error, pending.accountId);
      else if (pasted) await showError(error);
      else await this.#unknown.tell(() => showError(error));
    }
  }

  /** Shows why a sign-in failed that another window began, or this one before it was reloaded. */
  async #showInterrupted(error: unknown, accountId: string): Promise<void> {
    const again = {
      label: vscode.l10n.t('Try Again'),
      run: () => vscode.commands.executeCommand(commands.signIn, { accountId }),
    };
    await showAccountError(this.#records, error, accountId, again);
  }

  /** Explains an error on the page of the latest sign-in. */
  async explainPage(): Promise<void> {
    const sent = [...this.#sent.values()].at(-1);
    if (sent !== undefined) await explainPage(sent);
  }

  /** Asks for the URL that the browser was redirected to, and finishes the sign-in that it belongs to. */
  async finishFromPaste(): Promise<void> {
    let problem: string | undefined;
    for (;;) {
      const text = await askForRedirect([problem]);
      if (text === undefined) return;
      const states = (await this.#pending.list()).map(({ state }) => state);
      try {
        const read = readPastedForAny(text, states);
        if (!(read instanceof URLSearchParams)) ({ problem } = read);
        else {
          await this.finish(read, true);
          return;
        }
      } catch (error) {
        return showError(error);
      }
    }
  }

  /**
   * Resumes sign-ins that a reload interrupted: polls for device sign-ins, and listens for loopback redirects. A port
   * that another window uses is skipped: that sign-in is still running there.
   */
  async resume(): Promise<void> {
    inBackground(this.#device.resume((error, accountId) => this.#showInterrupted(error, accountId)));
    const loopback = (await this.#pending.list()).filter(({ kind }) => kind === 'loopback');
    for (const { redirectUri, state, accountId } of loopback) {
      const listener = await LoopbackRedirect.listen(redirectUri).catch(() => undefined);
      if (listener === undefined) continue;
      this.#resumed.add(listener);
      const complete = (parameters: URLSearchParams) =>
        this.#completeResumed(parameters, accountId).finally(() => listener.linger());
      listener.serve({ state, authorizationUrl: '', complete });
      setTimeout(() => listener.close(), signInLimit).unref();
    }
  }

  async #completeResumed(parameters: URLSearchParams, accountId: string): Promise<ResultPage> {
    try {
      const signedIn = await this.#signIn.complete(parameters);
      void notifySignedIn(signedIn);
      return this.#successPage(signedIn);
    } catch (error) {
      void this.#showInterrupted(error, accountId);
      return failurePage(error);
    }
  }

  async #run(account: NewAccount): Promise<Outcome> {
    if (isApplication(account)) return signInAsApplication(this.#tokens, account);
    const { way: kind, noDevice, noRedirect } = signInChoiceFor(this.#context, account);
    if (kind === 'device') return this.#device.run(account);
    const redirect =
      kind === 'loopback'
        ? { loopback: loopbackRedirectUri(account) }
        : await makeRedirect(this.#context, account, kind);
    // An input box can be canceled itself; a progress notification would cover it.
    if (kind === 'paste') return this.#wait(account, redirect, this.#disposed.signal, [noRedirect, noDevice]);
    return withCancellableProgress(
      vscode.l10n.t('Signing in to {0}: continue in the browser', account.email),
      (signal) => this.#wait(account, redirect, signal),
      // If nothing handles the editor's scheme, or the port is not reachable, no redirect arrives.
      [
        { label: vscode.l10n.t('Paste the address…'), command: commands.finishSignIn },
        { label: vscode.l10n.t('The page shows an error…'), command: commands.explainPage },
      ],
    );
  }

  async #wait(
    account: NewAccount,
    redirect: { readonly loopback: string } | Redirect,
    signal: AbortSignal,
    pasteReasons?: readonly (string | undefined)[],
  ): Promise<Outcome> {
    let state = '';
    let elsewhere: vscode.Disposable | undefined;
    try {
      const outcome = await runSignIn<Outcome>(
        {
          redirect,
          begin: async (made) => {
            const request = await this.#signIn.begin(account, made);
            await this.#remember(request.state, { account, url: request.url });
            return request;
          },
          complete: (response, aborted) => this.#signIn.complete(response, aborted),
        },
        this.#face(account, pasteReasons),
        signal,
        (waiting) => {
          ({ state } = waiting);
          this.#waiting.set(state, waiting);
          elsewhere = this.#pending.onDidTake(state, () => this.#waiting.get(state)?.completedElsewhere('elsewhere'));
        },
      );
      if (outcome === undefined) throw new vscode.CancellationError();
      return outcome;
    } catch (error) {
      const timedOut = error instanceof OAuthError && error.code === 'timeout';
      if (state !== '' && (timedOut || isCancellation(error))) await this.#pending.remove(state);
      throw error;
    } finally {
      elsewhere?.dispose();
      this.#waiting.delete(state);
      await this.#remember(state, undefined);
    }
  }

  /** Commands for pending sign-ins are only available while there is one. */
  async #remember(state: string, sent: SentRequest | undefined): Promise<void> {
    if (sent === undefined) this.#sent.delete(state);
    else this.#sent.set(state, sent);
    await vscode.commands.executeCommand('setContext', contextKeys.signingIn, this.#sent.size > 0);
  }

  /** @param pasteReasons why the URL must be pasted, if it must */
  #face(account: NewAccount, pasteReasons: readonly (string | undefined)[] | undefined): SignInFace<Outcome> {
    return {
      openBrowser: async (url, startUrl) =>
        (await openInBrowser(startUrl ?? url)) ?? (await offerAddress(url, account.email)),
      successPage: (outcome) => (outcome === 'elsewhere' ? failurePage(undefined) : this.#successPage(outcome)),
      failurePage,
      ...(pasteReasons === undefined
        ? {}
        : {
            askForRedirect: (signal, problem) =>
              askForRedirect(problem === undefined ? pasteReasons : [problem], signal),
          }),
      onStrayError: (error) => void showError(error),
    };
  }

  /** Takes the waiting sign-in that a redirect belongs to, so that it is used once. */
  #takeWaiting(parameters: URLSearchParams): WaitingSignIn<Outcome> | undefined {
    const state = parameters.get('state');
    const nonce = parameters.get('nonce');
    const key = [...this.#waiting.keys()].find(
      (waiting) => waiting === state || (nonce !== null && waiting.endsWith(`nonce=${nonce}`)),
    );
    const waiting = key === undefined ? undefined : this.#waiting.get(key);
    if (key !== undefined) this.#waiting.delete(key);
    return waiting;
  }

  #successPage({ account }: SignedIn): ResultPage {
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
    title: vscode.l10n.t('The sign-in failed'),
    text:
      error instanceof OAuthError
        ? describeError(error)
        : vscode.l10n.t('Go back to {0} and try again.', vscode.env.appName),
  };
}

/** @param signal closes the input box */
async function askForRedirect(
  remarks: readonly (string | undefined)[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  const source = new vscode.CancellationTokenSource();
  const close = () => source.cancel();
  signal?.addEventListener('abort', close);
  const options: vscode.InputBoxOptions = {
    title: vscode.l10n.t('Finish Signing In'),
    prompt: [
      ...remarks.filter((remark) => remark !== undefined),
      vscode.l10n.t(
        'Sign in with the browser. Then paste the whole address that it ends on (the page itself may fail to load), or the code that it shows.',
      ),
    ].join(' '),
    placeHolder: 'http://127.0.0.1/?state=…&code=…',
    ignoreFocusOut: true,
    password: true,
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('Paste the address or the code.') : undefined),
  };
  try {
    return await vscode.window.showInputBox(options, source.token);
  } finally {
    signal?.removeEventListener('abort', close);
    source.dispose();
  }
}
