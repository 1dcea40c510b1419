import * as l10n from '@vscode/l10n';
import { OAuthError } from '../oauth/errors.js';
import { limitedFetch } from '../oauth/fetch.js';
import { exchange } from '../oauth/http.js';
import type { RequestOptions } from '../oauth/types.js';
import { isThisMachine } from '../transport/host.js';

/** A fetched document; the body has at most 1 MB. */
export interface WebDocument {
  /** The URL after redirects. */
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Fetches public documents. */
export interface Web {
  /**
   * @param accept the value of `Accept`
   * @returns `undefined` if the host name does not exist
   * @throws {OAuthError} `network`, `timeout`, `bad-response`; the signal's reason
   */
  get(url: string, accept: string): Promise<WebDocument | undefined>;
}

/** Sends one request without following redirects, and resolves to the complete response. */
export type SendRequest = (
  url: string,
  request: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
) => Promise<Response>;

/** The maximum number of redirects. */
const maximumRedirects = 3;

/**
 * Fetches documents over https. A public document may be redirected to another https URL (Autoconfig hosts often
 * redirect), but not to this machine. Not used for requests to authorization servers.
 *
 * @param mayBeHere whether the first URL may be on this machine
 * @param send replaces the fetch; for tests
 */
export function createWeb(options: RequestOptions, mayBeHere: boolean, send: SendRequest = limitedFetch(options)): Web {
  const once = async (url: string, accept: string): Promise<Response | undefined> => {
    let cause: unknown;
    try {
      return await exchange(url, options, [], async () => {
        try {
          return await send(url, { method: 'GET', headers: { accept } });
        } catch (error) {
          cause = error;
          throw error;
        }
      });
    } catch (error) {
      if (isUnknownHost(cause)) return undefined;
      throw error;
    }
  };
  return {
    get: async (first, accept) => {
      let url = first;
      if (!mayBeHere && isThisMachine(new URL(first).hostname)) throw onThisMachine();
      for (let redirects = 0; ; redirects++) {
        const response = await once(url, accept);
        if (response === undefined) return undefined;
        const location = response.headers.get('location');
        if (response.status < 300 || response.status > 399 || location === null) {
          const body = new Uint8Array(await response.arrayBuffer());
          return { url, status: response.status, headers: response.headers, body };
        }
        url = redirectTarget(location, url, redirects);
      }
    },
  };
}

function redirectTarget(location: string, from: string, redirects: number): string {
  const { host } = new URL(from);
  if (redirects >= maximumRedirects) {
    throw new OAuthError('bad-response', l10n.t('{0} redirects too many times.', host));
  }
  const url = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const isAllowed =
    url?.protocol === 'https:' && url.username === '' && url.password === '' && !isThisMachine(url.hostname);
  if (url === undefined || !isAllowed) {
    throw new OAuthError(
      'bad-response',
      l10n.t('{0} redirects to an address that is not followed: only public https addresses are.', host),
    );
  }
  return url.href;
}

/** A domain must not direct requests to what listens here. */
function onThisMachine(): OAuthError {
  return new OAuthError('bad-response', l10n.t('It names an address on this machine, which is not asked.'));
}

/** Whether a request failed because the host does not exist. */
function isUnknownHost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.every(isUnknownHost);
  return (error as NodeJS.ErrnoException).code === 'ENOTFOUND' || isUnknownHost(error.cause);
}
