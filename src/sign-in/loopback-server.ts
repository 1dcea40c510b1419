import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import * as l10n from '@vscode/l10n';
import { OAuthError } from '../oauth/errors.js';

/** How long a response may take to be delivered once the process could exit, in ms. */
const longestDelivery = 5000;

/** An HTTP server on a loopback address that can be closed even if clients keep connections open. */
export class LoopbackServer {
  readonly #server: http.Server;
  readonly #sockets = new Set<Socket>();
  /** Sockets with a response in progress. */
  readonly #answering = new Set<Socket>();

  private constructor() {
    this.#server = http.createServer({ requestTimeout: 10_000, headersTimeout: 10_000 });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('request', ({ socket }, response) => {
      this.#answering.add(socket);
      response.once('close', () => this.#answering.delete(socket));
    });
  }

  /**
   * Starts listening.
   *
   * @param port 0 for any free port
   * @throws {OAuthError} `listen-failed`
   */
  static listen(port: number, host: string): Promise<LoopbackServer> {
    const loopback = new LoopbackServer();
    return new Promise((resolve, reject) => {
      loopback.#server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailed(port, host, error)));
      loopback.#server.listen(port, host, () => resolve(loopback));
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  onRequest(handle: http.RequestListener): void {
    this.#server.on('request', handle);
  }

  /** Keeps listening without keeping the process alive, except for responses in progress. */
  unref(): void {
    this.#server.unref();
    this.#server.on('connection', (socket: Socket) => socket.unref());
    for (const socket of this.#sockets) {
      if (!this.#answering.has(socket)) socket.unref();
      else socket.setTimeout(longestDelivery, () => socket.destroy());
    }
  }

  /**
   * Stops listening and closes every connection without a response in progress. Browsers keep connections open on which
   * they have sent nothing or an incomplete request; `server.close()` alone would wait for them without a limit.
   */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) {
      if (!this.#answering.has(socket)) socket.destroy();
    }
  }
}

function listenFailed(port: number, host: string, { code = '' }: NodeJS.ErrnoException): OAuthError {
  return new OAuthError('listen-failed', describeListenError(code, `${host}:${port}`));
}

function describeListenError(code: string, address: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return l10n.t(
        'Could not listen on {0}: the address is already in use. A window that has just signed in keeps the port for a minute; try again then, or register another port.',
        address,
      );
    case 'EACCES':
      return l10n.t(
        'Could not listen on {0}: the operating system does not allow this program to use the port. Register another port, or none.',
        address,
      );
    default:
      return l10n.t('Could not listen on {0} ({1}). Choose another port or another redirect.', address, code);
  }
}
