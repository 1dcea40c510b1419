import * as l10n from '@vscode/l10n';
import type { AuthorizationRequest } from '../oauth/authorization-code.js';
import { OAuthError } from '../oauth/errors.js';
import { LoopbackRedirect } from './loopback-redirect.js';
import { readPastedRedirect } from './pasted-redirect.js';
import { signInLimit } from './pending-sign-ins.js';
import type { ResultPage } from './result-page.js';
import type { Redirect } from './sign-in.js';

/** What the editor and the command line each do in their own way while somebody signs in. */
export interface SignInFace<T> {
  /**
   * Sends the user to the authorization server.
   *
   * @param url the authorization request
   * @param startUrl a loopback address that leads there, which no escaping can damage, where there is one
   * @returns what to dispose of when the sign-in has ended; `undefined` if the user did not allow it
   */
  openBrowser(url: string, startUrl: string | undefined): Promise<{ dispose(): void } | undefined>;
  /**
   * Asks for the address that the browser ended on. Missing where nobody is asked.
   *
   * @param problem what is wrong with the text that was pasted before
   * @returns `undefined` if the user leaves
   */
  askForRedirect?(signal: AbortSignal, problem: string | undefined): Promise<string | undefined>;
  /** Hears of an error that came back without the `state` of the sign-in, which goes on. */
  onStrayError?(error: OAuthError): void;
  /** The page that the browser shows after a loopback redirect. */
  successPage(signedIn: T): ResultPage;
  failurePage(error: unknown): ResultPage;
}

/** One sign-in: how its redirect comes back, and what is done at its two ends. */
export interface SignInCourse<T> {
  /** The loopback redirect URI to listen at, or how else the redirect comes back. */
  readonly redirect: { readonly loopback: string } | Redirect;
  /** Makes the authorization request. */
  begin(redirect: Redirect): Promise<AuthorizationRequest>;
  /** Uses the redirect's parameters. */
  complete(response: URLSearchParams, signal: AbortSignal): Promise<T>;
}

/** A sign-in that waits for its redirect, which may reach it from outside: by the editor's URI, or in another window. */
export interface WaitingSignIn<T> {
  readonly state: string;
  /** Uses a redirect. The first one counts. @throws what `complete` throws */
  receive(response: URLSearchParams): Promise<T>;
  /** Ends the wait with a sign-in that was completed elsewhere; nothing where a redirect was received here. */
  completedElsewhere(signedIn: T): void;
}

/**
 * Signs in: makes the request, opens the browser, waits for the redirect however it comes, and uses it.
 *
 * @param onWaiting hears of the wait before the browser is opened, so that no redirect is missed
 * @throws {OAuthError} and those of `begin` and `complete`; `timeout` after 5 minutes; the signal's reason
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

/** Asks until something comes that can be used; what cannot be used costs nothing. */
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
  /** Leaves no timer and no listener behind. */
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
    // It is awaited only once the browser has been opened.
    this.outcome.catch(() => undefined);
  }

  /** Whether a redirect has been used, whatever came of it. */
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
