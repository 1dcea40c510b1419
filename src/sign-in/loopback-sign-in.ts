import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import {
  createAuthorizationRequest,
  exchangeCode,
  unknownState,
  type AuthorizationRequest,
} from '../oauth/authorization-code.js';
import { OAuthError } from '../oauth/errors.js';
import type { AuthorizationServer, OAuthClient, RequestOptions, TokenSet } from '../oauth/types.js';
import type { ResultPage } from './result-page.js';
import { runSignIn, type SignInCourse, type SignInFace } from './run-sign-in.js';

const defaultRedirectUri = 'http://127.0.0.1/callback';

/** Options of {@link signIn}. */
export interface SignInOptions extends RequestOptions {
  readonly server: AuthorizationServer;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** Opens a URL in the browser of this machine. It is a loopback URL that redirects to the authorization server. */
  readonly openBrowser: (url: string) => unknown;
  /**
   * The registered redirect URI, `http://127.0.0.1/callback` by default. Without a port any free one is used (RFC 8252
   * §7.3).
   */
  readonly redirectUri?: string;
  /** The address to preselect on the sign-in page (`login_hint`). */
  readonly loginHint?: string;
  /** Additional parameters of the authorization request, such as `access_type=offline`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Signs in with the browser of this machine: authorization code with PKCE (RFC 7636) and a loopback redirect (RFC 8252
 * §7.3). The listener accepts one redirect within 5 minutes. It serves its page for another minute, without keeping the
 * process alive.
 *
 * @throws {OAuthError} `server-error` (with `access_denied` if the user refused), `timeout`, `network`,
 * `issuer-mismatch`, `no-code`, `listen-failed`, `bad-endpoint`; the error of `openBrowser`; the signal's reason
 * @example
 * ```ts
 * import { signIn, signInSettings } from 'xoauth2';
 *
 * const tokens = await signIn({
 *   ...signInSettings('google'),
 *   client: { clientId: process.env.CLIENT_ID ?? '', clientSecret: process.env.CLIENT_SECRET ?? '' },
 *   openBrowser: (url) => console.log(`Open ${url} in your browser.`),
 *   signal: AbortSignal.timeout(60_000),
 * });
 * console.log(tokens.scopes, new Date(tokens.expiresAt ?? 0));
 * ```
 */
export async function signIn(options: SignInOptions): Promise<TokenSet> {
  const { signal } = options;
  signal?.throwIfAborted();
  const ended = new AbortController();
  // Not AbortSignal.any: Node.js 20 may collect it together with the caller's deadline.
  const onAbort = () => ended.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  try {
    const opensBrowser = face(options.openBrowser, (error) => ended.abort(error));
    const tokens = await runSignIn(course(options), opensBrowser, ended.signal);
    if (tokens === undefined) throw unknownState();
    return tokens;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

function course(options: SignInOptions): SignInCourse<TokenSet> {
  const { server, client, scopes, loginHint, parameters, redirectUri: loopback = defaultRedirectUri } = options;
  let request: AuthorizationRequest | undefined;
  return {
    redirect: { loopback },
    begin: async ({ redirectUri }) => {
      const named = defined({ loginHint, parameters });
      request = await createAuthorizationRequest({ server, client, scopes, redirectUri, ...named });
      return request;
    },
    complete: (response, signal) => {
      if (request === undefined) throw unknownState();
      return exchangeCode({ server, client, scopes, response, ...request }, { ...options, signal });
    },
  };
}

function face(openBrowser: SignInOptions['openBrowser'], onFailure: (error: unknown) => void): SignInFace<TokenSet> {
  return {
    openBrowser: (url, startUrl = url) => {
      // Not awaited: it may not resolve until the browser exits, which is after the redirect.
      Promise.resolve(startUrl).then(openBrowser).catch(onFailure);
      return Promise.resolve({ dispose: () => undefined });
    },
    successPage,
    failurePage,
  };
}

function successPage(): ResultPage {
  return {
    ok: true,
    title: l10n.t('Signed in'),
    text: l10n.t('You can close this page and return to the program.'),
  };
}

function failurePage(error: unknown): ResultPage {
  return {
    ok: false,
    title: l10n.t('The sign-in failed'),
    text: error instanceof OAuthError ? error.message : l10n.t('Return to the program for details.'),
  };
}
