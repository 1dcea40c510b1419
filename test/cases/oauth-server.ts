import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { Answer, OAuthCase } from './oauth-case.js';

/** What a scripted authorization server has seen. */
export interface SeenTokenRequest {
  readonly authentication: 'basic' | 'post' | 'none';
  readonly fields: Readonly<Record<string, string>>;
}

const tokens = {
  access_token: 'at-made-up-0001',
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: 'rt-made-up-0002',
};

/** An authorization server on loopback that plays one case. `{origin}`, `{state}` and the like are filled in. */
export class OAuthServer {
  readonly tokenRequests: SeenTokenRequest[] = [];
  readonly requests: string[] = [];
  /** The parameters of the last authorization request, and `origin`. */
  readonly values: Record<string, string> = {};
  /** The answer that the authorization endpoint sends by a form. */
  form = '';
  readonly #case: OAuthCase;
  readonly #server: http.Server;
  readonly #played = new Map<string, number>();

  private constructor(oauthCase: OAuthCase, certificate?: { readonly cert: string; readonly key: string }) {
    this.#case = oauthCase;
    const listener: http.RequestListener = (request, response) => void this.#handle(request, response);
    this.#server = certificate === undefined ? http.createServer(listener) : https.createServer(certificate, listener);
  }

  static async start(
    oauthCase: OAuthCase,
    certificate?: { readonly cert: string; readonly key: string },
  ): Promise<OAuthServer> {
    const server = new OAuthServer(oauthCase, certificate);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    const { port } = server.#server.address() as AddressInfo;
    server.values['origin'] = certificate === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
    server.values['code'] = '4/0AbCdEf-made_up';
    return server;
  }

  fill(words: string): string {
    return words.replace(/\{(\w+)\}/g, (whole, name: string) => this.values[name] ?? whole);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = Object.fromEntries(new URLSearchParams(await text(request)));
    const name = `${request.method ?? ''} ${url.pathname}`;
    this.requests.push(name);
    const { routes = {}, tokenPath = '/token' } = this.#case;
    const route = routes[name];
    if (route !== undefined) this.#send(response, this.#inTurn(name, route));
    else if (name === 'GET /authorize') this.#authorize(url.searchParams, response);
    else if (name === `POST ${tokenPath}`) this.#issue(request, body, response);
    else {
      this.#send(response, { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404 Not Found</h1>' });
    }
  }

  #authorize(parameters: URLSearchParams, response: http.ServerResponse): void {
    Object.assign(this.values, Object.fromEntries(parameters));
    const { answer, raw, style = 'query' } = this.#case.authorize ?? {};
    const fields = this.#deep(answer ?? { code: '{code}', state: '{state}' }) as Record<string, string>;
    const query = raw === undefined ? new URLSearchParams(fields).toString() : this.fill(raw);
    this.form = query;
    const { redirect_uri: target = '' } = this.values;
    if (style === 'form') {
      this.#send(response, { body: 'a form that posts itself' });
      return;
    }
    const joint = style === 'fragment' ? '#' : target.includes('?') ? '&' : '?';
    response.writeHead(302, { location: `${target}${joint}${query}` }).end();
  }

  #issue(request: http.IncomingMessage, fields: Record<string, string>, response: http.ServerResponse): void {
    const header = request.headers.authorization ?? '';
    const basic = header.startsWith('Basic ') ? Buffer.from(header.slice(6), 'base64').toString() : undefined;
    const authentication = basic !== undefined ? 'basic' : 'client_secret' in fields ? 'post' : 'none';
    this.tokenRequests.push({ authentication, fields });
    const count = this.tokenRequests.length;
    const fits = (patterns: Readonly<Record<string, string>> = {}) =>
      Object.entries(patterns).every(([key, pattern]) => new RegExp(pattern).test(fields[key] ?? ''));
    const answer = this.#case.token?.find(({ when = {} }) => {
      const sameClient = when.basicIs === undefined || when.basicIs === basic;
      return (
        (when.auth ?? authentication) === authentication &&
        sameClient &&
        (when.count ?? count) === count &&
        fits(when.body)
      );
    });
    this.#send(
      response,
      answer ?? { status: 400, json: { error: 'invalid_request', error_description: 'not in this case' } },
    );
  }

  #inTurn(name: string, route: Answer | readonly Answer[]): Answer {
    const list: readonly Answer[] = Array.isArray(route) ? (route as readonly Answer[]) : [route as Answer];
    const count = this.#played.get(name) ?? 0;
    this.#played.set(name, count + 1);
    return list[Math.min(count, list.length - 1)] ?? {};
  }

  #send(response: http.ServerResponse, answer: Answer): void {
    const {
      status = 200,
      headers = {},
      json,
      body = '',
      bom = false,
      gzip = false,
      idToken,
      metadata,
      delayMs,
    } = answer;
    const fields = metadata === undefined ? json : metadataOf(metadata);
    const document = fields === 'tokens' ? tokens : fields;
    const whole = idToken === undefined ? document : { ...(document as object), id_token: this.#jwt(idToken) };
    const content =
      whole === undefined ? this.fill(body) : `${bom ? '\ufeff' : ''}${JSON.stringify(this.#deep(whole))}`;
    response.writeHead(status, {
      'content-type': whole === undefined ? 'text/plain' : 'application/json;charset=UTF-8',
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
      ...(this.#deep(headers) as Record<string, string>),
    });
    const end = () => response.end(gzip ? gzipSync(content) : content);
    // The second of two requests has to come while the first is answered.
    if (delayMs === undefined) end();
    else setTimeout(end, delayMs);
  }

  #jwt({ skewSeconds = 0, ...claims }: NonNullable<Answer['idToken']>): string {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1000) + Number(skewSeconds);
    return [{ alg: 'RS256', kid: 'k' }, { iat: now, exp: now + 3600, ...(this.#deep(claims) as object) }, 'signature']
      .map(encode)
      .join('.');
  }

  #deep(value: unknown): unknown {
    if (typeof value === 'string') return this.fill(value);
    if (Array.isArray(value)) return value.map((one) => this.#deep(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, this.#deep(field)]));
  }
}

function metadataOf(changes: Readonly<Record<string, unknown>>) {
  return {
    issuer: '{origin}',
    authorization_endpoint: '{origin}/authorize',
    token_endpoint: '{origin}/token',
    response_types_supported: ['code'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    ...changes,
  };
}
