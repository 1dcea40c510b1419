import * as l10n from '@vscode/l10n';
import type { AuthorizationRequest } from '../oauth/authorization-code.js';
import { OAuthError } from '../oauth/errors.js';
import { LoopbackRedirect } from './loopback-redirect.js';
import { readPastedRedirect } from './pasted-redirect.js';
import { signInLimit } from './pending-sign-ins.js';
import type { ResultPage } from './result-page.js';
import type { Redirect } from './sign-in.js';

/** The user interface of a sign-in, implemented by the editor, the command line and the library. */
export interface SignInFace<T> {
  /**
   * Opens the authorization URL in the browser.
   *
   * @param url the authorization request
   * @param startUrl a loopback URL that redirects there and has no characters that could be escaped, if available
   * @returns a disposable for the end of the sign-in; `undefined` if the user canceled
   */
  openBrowser(url: string, startUrl: string | undefined): Promise<{ dispose(): void } | undefined>;
  /**
   * Asks for the URL that the browser was redirected to. Absent if the user is not asked.
   *
   * @param problem why the previous text could not be used
   * @returns `undefined` if the user cancels
   */
  askForRedirect?(signal: AbortSignal, problem: string | undefined): Promise<string | undefined>;
  /** Called for an error response without the `state` of the sign-in, which continues. */
  onStrayError?(error: OAuthError): void;
  /** The page that the browser shows after a loopback redirect. */
  successPage(signedIn: T): ResultPage;
  failurePage(error: unknown): ResultPage;
}

/** The steps of a sign-in that depend on the caller. */
export interface SignInCourse<T> {
  /** The loopback redirect URI to listen on, or another kind of redirect. */
  readonly redirect: { readonly loopback: string } | Redirect;
  /** Creates the authorization request. */
  begin(redirect: Redirect): Promise<AuthorizationRequest>;
  /** Processes the parameters of the redirect. */
  complete(response: URLSearchParams, signal: AbortSignal): Promise<T>;
}

/** A sign-in that waits for its redirect, which may also arrive through the editor's URI or in another window. */
export interface WaitingSignIn<T> {
  readonly state: string;
  /** Processes a redirect. Only the first one counts. @throws the errors of `complete` */
  receive(response: URLSearchParams): Promise<T>;
  /** Ends the wait if the sign-in was completed elsewhere; no effect if a redirect was received here. */
  completedElsewhere(signedIn: T): void;
}

/**
 * Runs a sign-in: creates the request, opens the browser, waits for the redirect and processes it.
 *
 * @param onWaiting called before the browser is opened, so that no redirect is missed
 * @throws {OAuthError} `listen-failed`, `bad-endpoint`; `timeout` after 5 minutes; the errors of `begin` and
 * `complete`; the signal's reason
 */
export async function runSignIn<T>(
  course: SignInCourse<T>,
  face: SignInFace<T>,
  signal: AbortSignal,
  onWaiting: (waiting: WaitingSignIn<T>) => void = () => undefined,
): Promise<T | undefined> {
  const { redirect } = course;
  const listener = 'loopback' in redirect ? await LoopbackRedirect.listen(redirect.loopback) : undefined;
  const ended = new AbortController();
  let opened: { dispose(): void } | undefined;
  let wait: RedirectWait<T> | undefined;
  try {
    const request = await course.begin(
      listener === undefined ? (redirect as Redirect) : { kind: 'loopback', redirectUri: listener.redirectUri },
    );
    const waiting = new RedirectWait(request.state, course, signal);
    wait = waiting;
    onWaiting(waiting);
    listener?.serve({
      state: request.state,
      authorizationUrl: request.url,
      ...(face.onStrayError === undefined ? {} : { onStrayError: face.onStrayError.bind(face) }),
      complete: (response) => waiting.receive(response).then(face.successPage.bind(face), face.failurePage.bind(face)),
    });
    opened = await face.openBrowser(request.url, listener?.startUrl);
    if (opened === undefined) return undefined;
    return await (face.askForRedirect === undefined
      ? waiting.outcome
      : Promise.race([waiting.outcome, usePasted(face, waiting, ended.signal)]));
  } finally {
    ended.abort();
    wait?.dispose();
    opened?.dispose();
    if (wait?.isReceived === true) listener?.linger();
    else listener?.close();
  }
}

/** Asks until a usable text is pasted. */
async function usePasted<T>(face: SignInFace<T>, wait: RedirectWait<T>, ended: AbortSignal): Promise<T | undefined> {
  let problem: string | undefined;
  while (!ended.aborted) {
    const text = await face.askForRedirect?.(ended, problem);
    if (text === undefined) return undefined;
    const read = readPastedRedirect(text, wait.state);
    if (read instanceof URLSearchParams) return wait.receive(read);
    ({ problem } = read);
  }
  return wait.outcome;
}

class RedirectWait<T> implements WaitingSignIn<T> {
  readonly state: string;
  readonly outcome: Promise<T>;
  /** Clears the timer and removes the abort listener. */
  readonly dispose: () => void;
  readonly #course: SignInCourse<T>;
  readonly #signal: AbortSignal;
  #resolve: (signedIn: T) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  #received: Promise<T> | undefined;

  constructor(state: string, course: SignInCourse<T>, signal: AbortSignal) {
    this.state = state;
    this.#course = course;
    this.#signal = signal;
    const outcome = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.outcome = outcome;
    const limit = setTimeout(() => this.#reject(timeoutError()), signInLimit);
    const onAbort = () => this.#reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    this.dispose = () => {
      clearTimeout(limit);
      signal.removeEventListener('abort', onAbort);
    };
    // It is awaited only after the browser has been opened.
    this.outcome.catch(() => undefined);
  }

  /** Whether a redirect has been received, successful or not. */
  get isReceived(): boolean {
    return this.#received !== undefined;
  }

  receive(response: URLSearchParams): Promise<T> {
    if (this.#received === undefined) {
      this.#received = this.#course.complete(response, this.#signal);
      this.#received.then(this.#resolve, this.#reject);
    }
    return this.#received;
  }

  completedElsewhere(signedIn: T): void {
    if (this.#received === undefined) this.#resolve(signedIn);
  }
}

function timeoutError(): OAuthError {
  return new OAuthError(
    'timeout',
    l10n.t('No response came from the browser within 5 minutes. Start the sign-in again.'),
  );
}
