import type http from 'node:http';
import * as l10n from '@vscode/l10n';
import { OAuthError, serverError } from '../oauth/errors.js';
import { LoopbackServer } from './loopback-server.js';
import { renderPage, type ResultPage } from './result-page.js';

/** Handles the redirect that a listener waits for. */
export interface LoopbackHandlers {
  /** The `state` of the expected redirect. */
  readonly state: string;
  /** The URL of the authorization request; `/start` redirects the browser to it unchanged. */
  readonly authorizationUrl: string;
  /** Processes the parameters of the redirect and returns the page to show. It must not reject. */
  readonly complete: (response: URLSearchParams) => Promise<ResultPage>;
  /** Called for the first error response without `state`. It does not end the sign-in. */
  readonly onStrayError?: (error: OAuthError) => void;
}

/** The maximum size of a form, in octets. */
const longestForm = 64 * 1024;

/** How long a listener serves its page after the sign-in, in ms: browsers repeat requests, reload and prefetch. */
const pageLife = 60_000;

/**
 * A listener for one loopback redirect (RFC 8252 §7.3), bound to loopback addresses only. Requests with another host
 * name, path or `state` are ignored. A repeated redirect gets the same page again.
 */
export class LoopbackRedirect {
  readonly redirectUri: string;
  /** The URL to open in the browser. It has no characters that could be escaped. */
  readonly startUrl: string;
  readonly #servers: readonly LoopbackServer[];
  readonly #callback: URL;
  #handlers: LoopbackHandlers | undefined;
  /** The page for the redirect, once it has been received. */
  #page: Promise<ResultPage> | undefined;
  #sawStrayError = false;

  /** Listeners that only serve their page. */
  static readonly #lingering = new Set<LoopbackRedirect>();

  private constructor(servers: readonly LoopbackServer[], callback: URL, redirectUri: string) {
    this.#servers = servers;
    this.#callback = callback;
    this.redirectUri = redirectUri;
    this.startUrl = new URL('/start', callback).href;
    for (const server of servers) {
      server.onRequest((request, response) => {
        this.#handle(request, response).catch(() => response.destroy());
      });
    }
  }

  /**
   * Starts listening.
   *
   * @param redirectUri the registered redirect URI, `http://127.0.0.1/callback` by default; without a port any free one
   * is used; `localhost` listens on 127.0.0.1 and, if IPv6 is available, on ::1
   * @throws {OAuthError} `bad-endpoint`, `listen-failed`
   */
  static async listen(redirectUri = 'http://127.0.0.1/callback'): Promise<LoopbackRedirect> {
    const callback = parseLoopbackRedirect(redirectUri);
    const port = namedPort(redirectUri);
    for (const old of LoopbackRedirect.#lingering) if (old.#port === port) old.close();
    const [first = '', second] = addresses(callback.hostname);
    const server = await LoopbackServer.listen(port, first);
    // Browsers omit port 80 in `Host`, and so does URL.
    callback.port = String(server.port);
    const other =
      second === undefined ? undefined : await LoopbackServer.listen(server.port, second).catch(() => undefined);
    // Some servers compare the URI exactly: without a path it stays without the slash.
    const pathless = callback.pathname === '/' && !redirectUri.endsWith('/');
    const actual = port !== 0 ? redirectUri.trim() : pathless ? callback.origin : callback.href;
    return new LoopbackRedirect(other === undefined ? [server] : [server, other], callback, actual);
  }

  /** Starts handling requests. */
  serve(handlers: LoopbackHandlers): void {
    this.#handlers = handlers;
  }

  /**
   * Serves the page for another minute, for repeated requests. This does not keep the process alive, and a new listener
   * on the same port replaces this one.
   */
  linger(): void {
    LoopbackRedirect.#lingering.add(this);
    for (const server of this.#servers) server.unref();
    setTimeout(() => this.close(), pageLife).unref();
  }

  /** Stops listening and closes all connections, except those with a response in progress. */
  close(): void {
    LoopbackRedirect.#lingering.delete(this);
    for (const server of this.#servers) server.close();
  }

  get #port(): number {
    return this.#servers[0]?.port ?? 0;
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const handlers = this.#handlers;
    const url = new URL(request.url ?? '/', this.#callback);
    // DNS rebinding: a site whose name resolves to 127.0.0.1 sends that name in `Host`.
    const foreign = request.headers.host !== this.#callback.host;
    const isCallback = url.pathname === this.#callback.pathname;
    if (handlers !== undefined && !foreign && isCallback && request.method === 'POST') {
      // OAuth 2.0 Form Post Response Mode; `state` is checked as in a query.
      const form = await readForm(request);
      if (form === undefined) respond(response, 413);
      else await this.#answer(form, handlers, response);
    } else if (handlers === undefined || foreign || (request.method !== 'GET' && request.method !== 'HEAD')) {
      respond(response, 404);
    } else if (isCallback && this.#page === undefined && (request.method === 'HEAD' || isPrefetch(request.headers))) {
      // The browser repeats the request when the user opens the page; the redirect must not be used up by a prefetch.
      respond(response, request.method === 'HEAD' ? 200 : 503, unopenedPage());
    } else if (url.pathname === '/start') {
      response.writeHead(302, { location: handlers.authorizationUrl, ...headers }).end();
    } else if (isCallback) {
      await this.#answer(url.searchParams, handlers, response);
    } else {
      respond(response, 404);
    }
  }

  async #answer(parameters: URLSearchParams, handlers: LoopbackHandlers, response: http.ServerResponse): Promise<void> {
    if (parameters.get('state') !== handlers.state) {
      respond(response, 400, this.#strayPage(parameters, handlers));
      return;
    }
    const page = await (this.#page ??= handlers.complete(parameters));
    respond(response, page.ok ? 200 : 400, page);
  }

  /** The page for a redirect without the expected `state`. Any web page can send one, so it has no effect. */
  #strayPage(parameters: URLSearchParams, handlers: LoopbackHandlers): ResultPage {
    const error = parameters.get('error');
    if (error !== null && !parameters.has('state')) {
      const said = serverError(error, parameters.get('error_description') ?? undefined);
      if (!this.#sawStrayError) handlers.onStrayError?.(said);
      this.#sawStrayError = true;
      return {
        ok: false,
        title: l10n.t('The authorization server sent an error'),
        text: l10n.t(
          '{0} It does not match the pending sign-in (state), which continues. Try again in the browser, or cancel it.',
          said.message,
        ),
      };
    }
    if ([...parameters].length === 0) {
      return {
        ok: false,
        title: l10n.t('The address that reached this program contains no response'),
        text: l10n.t(
          'If the address of this page contains a response after “#”, copy the whole address and paste it where you started the sign-in.',
        ),
      };
    }
    return {
      ok: false,
      title: l10n.t('This is not the pending sign-in'),
      text: l10n.t('Go back to the program where you started the sign-in, and start again there.'),
    };
  }
}

function unopenedPage(): ResultPage {
  return { ok: true, title: l10n.t('Almost signed in'), text: l10n.t('Open or reload this page to finish.') };
}

async function readForm(request: http.IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestForm) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/**
 * Parses a loopback redirect URI.
 *
 * @throws {OAuthError} `bad-endpoint`
 */
export function parseLoopbackRedirect(redirectUri: string): URL {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  if (url?.protocol !== 'http:' || addresses(url.hostname).length === 0 || url.search !== '' || url.hash !== '') {
    throw new OAuthError(
      'bad-endpoint',
      l10n.t('A loopback redirect looks like http://127.0.0.1/callback or http://localhost:8080/.'),
    );
  }
  return url;
}

/** The port in a redirect URI; 0 if there is none. `URL` omits port 80. */
function namedPort(redirectUri: string): number {
  return Number(/^http:\/\/[^/?#]*:(\d+)/i.exec(redirectUri.trim())?.[1] ?? 0);
}

function addresses(hostname: string): string[] {
  switch (hostname) {
    case '127.0.0.1':
      return ['127.0.0.1'];
    case '[::1]':
      return ['::1'];
    case 'localhost':
      return ['127.0.0.1', '::1'];
    default:
      return [];
  }
}

/** Whether a request is a prefetch (HTML Standard, speculative loading; Safari sends `Purpose`). */
function isPrefetch(headers: http.IncomingHttpHeaders): boolean {
  return [headers['sec-purpose'], headers['purpose'], headers['x-moz'], headers['x-purpose']].some((purpose) =>
    /\b(?:prefetch|prerender|preview)\b/.test(String(purpose)),
  );
}

const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

function respond(response: http.ServerResponse, status: number, page?: ResultPage): void {
  const body = page === undefined ? '' : renderPage(page);
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
}
