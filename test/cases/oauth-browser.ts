import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Step } from './oauth-case.js';
import type { OAuthServer } from './oauth-server.js';

/** How a request differs from a plain visit. */
interface RequestChange {
  readonly host?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser that does what a case says, and the user beside it. */
export class Browser {
  /** What the pages say, with their status. */
  readonly pages: string[] = [];
  readonly #server: OAuthServer;
  readonly #url: string;
  readonly #input: Writable;
  readonly #sockets: net.Socket[] = [];
  #callback = '';

  constructor(server: OAuthServer, url: string, input: Writable) {
    this.#server = server;
    this.#url = url;
    this.#input = input;
    Object.assign(server.values, Object.fromEntries(new URL(url).searchParams), { authUrl: url });
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#do(step);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #do(step: Step): Promise<void> {
    const { redirect_uri: redirectUri = '' } = this.#server.values;
    if (typeof step === 'object') {
      if ('paste' in step) this.#input.write(`${this.#server.fill(step.paste)}\n`);
      else await this.#visit(this.#server.fill(step.visit));
      return;
    }
    switch (step) {
      case 'authorize':
        this.#callback = (await get(this.#url)).location ?? '';
        return;
      case 'callback':
        return this.#visit(this.#callback);
      case 'callback-over-ipv6':
        return this.#visit(this.#callback, { host: '::1' });
      case 'callback-twice':
        await Promise.all([this.#visit(this.#callback), this.#visit(this.#callback)]);
        return;
      case 'prefetch':
        return this.#visit(this.#callback, { headers: { 'sec-purpose': 'prefetch' } });
      case 'post-form':
        return this.#visit(redirectUri, { method: 'POST' }, this.#server.form);
      case 'preconnect':
        return this.#connect(Number(new URL(redirectUri).port));
      case 'close-input':
        this.#input.end();
        return;
    }
  }

  /** A browser never sends the fragment. */
  async #visit(address: string, options: RequestChange = {}, body = ''): Promise<void> {
    const [sent = ''] = address.split('#');
    const { status, page } = await get(sent, options, body);
    this.pages.push(`${status} ${page}`);
  }

  #connect(port: number): Promise<void> {
    return new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', resolve);
      socket.on('error', () => undefined);
      this.#sockets.push(socket);
    });
  }
}

async function get(address: string, options: RequestChange = {}, body = '') {
  const url = new URL(address);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const headers = { host: url.host, 'content-type': 'application/x-www-form-urlencoded', ...options.headers };
    const request = (url.protocol === 'https:' ? https : http).request(
      {
        host: url.hostname,
        port: url.port,
        path: url.pathname + url.search,
        agent: false,
        rejectUnauthorized: false,
        ...options,
        headers,
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });
  const page = (await text(response)).replace(/<style[^]*?<\/style>/g, '').replace(/<[^>]+>/g, ' ');
  const readable = page.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  return {
    status: response.statusCode ?? 0,
    location: response.headers.location,
    page: readable.replace(/\s+/g, ' ').trim(),
  };
}
