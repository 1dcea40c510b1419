import type http from 'node:http';
import * as l10n from '@vscode/l10n';
import { OAuthError, serverError } from '../oauth/errors.js';
import { LoopbackServer } from './loopback-server.js';
import { renderPage, type ResultPage } from './result-page.js';

/** What the loopback listener does with the redirect it waits for. */
export interface LoopbackHandlers {
  /** The `state` of the one redirect that is waited for. */
  readonly state: string;
  /** The authorization request; `/start` sends the browser there, byte for byte. */
  readonly authorizationUrl: string;
  /** Uses the redirect's parameters and says what its page shall tell. It must not reject. */
  readonly complete: (response: URLSearchParams) => Promise<ResultPage>;
  /** Hears of the first error that came without the `state`. It is not used as an answer. */
  readonly onStrayError?: (error: OAuthError) => void;
}

/** The longest form that is read, in octets. */
const longestForm = 64 * 1024;

/** How long a listener shows its page after the sign-in, in ms: browsers come twice, reload, and look ahead. */
const pageLife = 60_000;

/**
 * A listener for one redirect to this machine (RFC 8252 §7.3), bound to loopback only. Requests for another host
 * name, another path or another `state` change nothing. A redirect that comes again gets the same page again.
 */
export class LoopbackRedirect {
  readonly redirectUri: string;
  /** The address to open in the browser. No escaping can harm it on its way there. */
  readonly startUrl: string;
  readonly #servers: readonly LoopbackServer[];
  readonly #callback: URL;
  #handlers: LoopbackHandlers | undefined;
  /** The page of the redirect, once it has come. */
  #page: Promise<ResultPage> | undefined;
  #sawStrayError = false;

  /** Those that only show their page any more. */
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
   * Starts to listen.
   *
   * @param redirectUri the registered redirect: `http://127.0.0.1/callback` unless told; a missing port
   * means any free one; `localhost` listens on 127.0.0.1 and, where there is IPv6, on ::1
   * @throws {OAuthError} `bad-endpoint`, `listen-failed`
   */
  static async listen(redirectUri = 'http://127.0.0.1/callback'): Promise<LoopbackRedirect> {
    const callback = parseLoopbackRedirect(redirectUri);
    const port = namedPort(redirectUri);
    for (const old of LoopbackRedirect.#lingering) if (old.#port === port) old.close();
    const [first = '', second] = addresses(callback.hostname);
    const server = await LoopbackServer.listen(port, first);
    // Port 80 is not written by browsers in `Host`, and URL leaves it out likewise.
    callback.port = String(server.port);
    const other =
      second === undefined ? undefined : await LoopbackServer.listen(server.port, second).catch(() => undefined);
    // Some servers compare the path to the letter: without one it stays without the slash.
    const pathless = callback.pathname === '/' && !redirectUri.endsWith('/');
    const actual = port !== 0 ? redirectUri.trim() : pathless ? callback.origin : callback.href;
    return new LoopbackRedirect(other === undefined ? [server] : [server, other], callback, actual);
  }

  /** Begins to answer requests. */
  serve(handlers: LoopbackHandlers): void {
    this.#handlers = handlers;
  }

  /**
   * Shows the page of the sign-in for another minute to a browser that comes again. That keeps no process alive, and
   * a new listener on the same port replaces this one.
   */
  linger(): void {
    LoopbackRedirect.#lingering.add(this);
    for (const server of this.#servers) server.unref();
    setTimeout(() => this.close(), pageLife).unref();
  }

  /** Stops to listen and ends all connections; a page that is being delivered still arrives. */
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
    // A page of another site that points its name at 127.0.0.1 sends that name here.
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
      // The browser asks again when the user goes there; it must find the redirect unused.
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

  /** What a redirect without the right `state` is told. It may come from anywhere, and changes nothing. */
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
          '{0} It does not name the pending sign-in (state), which goes on. Try again in the browser, or cancel it.',
          said.message,
        ),
      };
    }
    if ([...parameters].length === 0) {
      return {
        ok: false,
        title: l10n.t('The address that reached this program contains no response'),
        text: l10n.t(
          'If the address of this page has a “#” with an answer after it, copy the whole address and paste it where you signed in from.',
        ),
      };
    }
    return {
      ok: false,
      title: l10n.t('This is not the pending sign-in'),
      text: l10n.t('Go back to the program that you signed in from and start again there.'),
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
 * Parses a redirect URI to this machine.
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

/** The port that a redirect URI names; 0 where it names none. `URL` leaves port 80 out. */
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

/** Whether a browser only prepares for a visit (HTML Standard, speculative loading; `Purpose` is Safari's). */
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
