import net from 'node:net';
import tls from 'node:tls';
import * as l10n from '@vscode/l10n';
import { MailOAuthError } from '../../common/errors.js';
import { TransportError } from '../../transport/errors.js';
import { formatHostPort, isPort } from '../../transport/host.js';
import { proxyFailed, describeProxy, tunnel, type Proxy } from '../../transport/proxy.js';
import { connectError, connectionLost } from './connection-errors.js';
import { LineBuffer, requireShort } from './line-buffer.js';
import type { Phase, Phases } from './phases.js';
import { tlsError, tlsInfo, tlsOptions, type TlsInfo } from '../../transport/tls.js';
import type { LinePart, Transcript } from './transcript.js';

/** How long buffered lines are processed before yielding to the event loop, in ms. */
const longestStretch = 10;

/** A line from the server: its bytes, and its text with control characters and invalid UTF-8 escaped. */
export interface ServerLine {
  readonly bytes: Buffer;
  readonly text: string;
}

/** Options of a {@link Connection}. */
export interface ConnectionOptions {
  readonly host: string;
  readonly proxy: Proxy | undefined;
  /** The ALPN protocol IDs to offer (RFC 7301); may be empty. */
  readonly alpn: readonly string[];
  /** Additional CA certificates, PEM. */
  readonly ca: string | undefined;
  readonly phases: Phases;
  readonly transcript: Transcript;
}

/** A line-based connection to a mail server, with implicit TLS or STARTTLS, that records everything in a transcript. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #host: string;
  readonly #phases: Phases;
  readonly #transcript: Transcript;
  readonly #redact = (text: string): string => this.#transcript.redact(text);
  #alpn: readonly string[];
  #socket: net.Socket | undefined;
  #buffer = new LineBuffer();
  #resumedAt = 0;
  #end: Error | undefined;
  #localAddress: string | undefined;
  #wake: () => void = () => undefined;
  /** The parameters of TLS; also set if the certificate was rejected. */
  tls: TlsInfo | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#alpn = options.alpn;
    this.#host = options.host;
    this.#phases = options.phases;
    this.#transcript = options.transcript;
  }

  /** Whether the buffer contains unread bytes. */
  get hasUnread(): boolean {
    return !this.#buffer.isEmpty;
  }

  /** The local address of the connection, or of the connection to the proxy. */
  get localAddress(): string | undefined {
    return this.#localAddress;
  }

  /** Opens the TCP connection, through the proxy if there is one. @throws {MailError} {TransportError} */
  async connect(port: number): Promise<void> {
    if (!isPort(port)) {
      throw new TransportError(
        'host-unreachable',
        l10n.t('{0} is not a port. Ports are whole numbers from 1 to 65535.', port),
      );
    }
    this.#forget();
    const { proxy } = this.#options;
    if (proxy === undefined) {
      this.#attach(await this.#dial(this.#host, port));
      return;
    }
    const socket = await this.#dialProxy(proxy);
    this.#phases.begin('proxy');
    this.#transcript.note('proxy', l10n.t('asks {0} for {1}', describeProxy(proxy), formatHostPort(this.#host, port)));
    this.#attach(
      await this.#phases.within(
        tunnel(proxy, socket, { host: this.#host, port, ca: this.#options.ca, redact: this.#redact }),
      ),
    );
  }

  /** Connects again, without ALPN. @throws {MailError} {TransportError} */
  async reconnectWithoutAlpn(port: number): Promise<void> {
    this.close();
    this.#alpn = [];
    await this.connect(port);
  }

  /** Resets the state of an earlier connection. */
  #forget(): void {
    this.#socket = undefined;
    this.#buffer = new LineBuffer();
    this.#end = undefined;
    this.tls = undefined;
  }

  /** Starts TLS and verifies the certificate. @throws {MailError} {TransportError} */
  async secure(): Promise<void> {
    const plain = this.#socket;
    if (plain === undefined) throw this.#lost();
    plain.removeAllListeners('data');
    plain.pause();
    // Bytes that arrived before TLS, for example with the proxy's reply, belong to the handshake. With STARTTLS there
    // are none: `Session.upgrade` rejects them.
    if (!this.#buffer.isEmpty) plain.unshift(this.#buffer.takeRest());
    const socket = tls.connect(tlsOptions(plain, { host: this.#host, ca: this.#options.ca, alpn: this.#alpn }));
    // Emitted before Node.js verifies, so that a rejected certificate can be shown.
    socket.prependOnceListener('secure', () => (this.tls = tlsInfo(socket, this.#transcript)));
    this.#attach(socket);
    await this.#event(socket, 'secureConnect', (error) => tlsError(error, this.#host, this.#redact));
    this.tls = tlsInfo(socket, this.#transcript);
    const { protocol, cipher, subject, issuer } = this.tls;
    this.#transcript.note('tls', l10n.t('{0}, {1}, certificate of {2} by {3}', protocol, cipher, subject, issuer));
  }

  async #dialProxy(proxy: Proxy): Promise<net.Socket> {
    try {
      return await this.#dial(proxy.host, proxy.port);
    } catch (error) {
      const unreachable =
        error instanceof TransportError &&
        ['host-not-found', 'connection-refused', 'host-unreachable'].includes(error.code);
      throw unreachable ? proxyFailed(proxy, error) : error;
    }
  }

  /** Connects to a host, trying its IPv6 and IPv4 addresses in turn (RFC 8305). */
  async #dial(host: string, port: number): Promise<net.Socket> {
    this.#phases.begin('lookup');
    const socket = net.connect({ host, port, autoSelectFamily: true, noDelay: true });
    this.#socket = socket;
    if (net.isIP(host) === 0) {
      socket.once('lookup', (error: Error | null) => {
        if (error === null) this.#phases.proceed('connect');
      });
    } else this.#phases.proceed('connect');
    const attempt = (said: (address: string) => string) => (address: string, to: number) =>
      this.#transcript.note('connect', said(formatHostPort(address, to)));
    socket.on(
      'connectionAttemptFailed',
      attempt((address) => l10n.t('{0} does not answer', address)),
    );
    socket.on(
      'connectionAttemptTimeout',
      attempt((address) => l10n.t('{0} is slow to answer; the next address is tried', address)),
    );
    await this.#event(socket, 'connect', (error) => connectError(error, host, port));
    this.#localAddress = socket.localAddress;
    this.#transcript.note(
      'connect',
      l10n.t('connected to {0}', formatHostPort(socket.remoteAddress ?? host, socket.remotePort ?? port)),
    );
    return socket;
  }

  /** Reads one line, ended by CRLF or a bare LF. @throws {MailError} {TransportError} */
  async readLine(): Promise<ServerLine> {
    await this.#giveWay();
    const bytes = await this.#read(() => this.#buffer.takeLine());
    return { bytes, text: this.#transcript.server(this.#phases.current, bytes) };
  }

  /** Returns the next complete line if it has already arrived; does not wait. */
  takeArrived(): ServerLine | undefined {
    const bytes = this.#buffer.hasLine ? this.#buffer.takeLine() : undefined;
    return bytes === undefined ? undefined : { bytes, text: this.#transcript.server(this.#phases.current, bytes) };
  }

  /** Skips a literal (RFC 9051 §4.3) of this many octets. @throws {MailError} {TransportError} */
  async skip(octets: number): Promise<void> {
    requireShort(octets);
    for (let left = octets; left > 0;) {
      left -= await this.#read(() => this.#buffer.dropAtMost(left));
    }
    this.#transcript.note(this.#phases.current, l10n.t('a literal of {0} octets', octets));
  }

  /** Sends one line; CRLF is added. */
  send(...parts: readonly LinePart[]): void {
    this.#write(this.#phases.current, parts);
  }

  /** Sends the command that ends the conversation, without waiting for its reply. */
  sendLogout(command: string): void {
    this.#write('logout', [command]);
  }

  #write(phase: Phase, parts: readonly LinePart[]): void {
    this.#transcript.client(phase, parts);
    this.#socket?.write(`${parts.map((part) => (typeof part === 'string' ? part : part.secret.text)).join('')}\r\n`);
  }

  /** Destroys the socket. */
  close(): void {
    this.#socket?.destroy();
  }

  /**
   * Half-closes the connection after the pending data. It then does not keep the process alive.
   *
   * @param graceMs how long to wait for the server to close before the socket is destroyed, in ms
   */
  end(graceMs: number): void {
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return;
    const timer = setTimeout(() => socket.destroy(), graceMs).unref();
    socket.once('close', () => clearTimeout(timer));
    socket.end(() => socket.unref());
  }

  /** Waits for the server to close the connection, and destroys the socket after `graceMs`. @param graceMs ms */
  async waitForClose(graceMs: number): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.destroy(), graceMs);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #attach(socket: net.Socket): void {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    const finish = (error: Error) => {
      if (this.#socket === socket) this.#finish(error);
    };
    socket.on('error', finish);
    socket.on('close', () => finish(new Error('closed')));
  }

  #take(chunk: Buffer): void {
    try {
      this.#buffer.add(chunk);
      this.#wake();
    } catch (error) {
      this.#finish(error as Error);
      this.close();
    }
  }

  #finish(error: Error): void {
    this.#end ??= error;
    this.#wake();
  }

  #event(socket: net.Socket, name: string, explain: (error: NodeJS.ErrnoException) => TransportError): Promise<void> {
    const happened = new Promise<void>((resolve, reject) => {
      socket.once(name, resolve);
      socket.once('error', (error) => reject(explain(error)));
      socket.once('close', () => reject(this.#lost()));
    });
    return this.#phases.within(happened);
  }

  /** Waits until `take` returns a value. Buffered data is read even after the connection has ended. */
  async #read<T>(take: () => T | undefined): Promise<T> {
    for (;;) {
      const taken = take();
      if (taken !== undefined) return taken;
      if (this.#end !== undefined) {
        this.#recordRest();
        throw this.#end instanceof MailOAuthError ? this.#end : this.#lost();
      }
      await this.#phases.within(new Promise<void>((resolve) => (this.#wake = resolve)));
      this.#resumedAt = performance.now();
    }
  }

  /** Yields to the event loop if many lines arrived at once. */
  async #giveWay(): Promise<void> {
    if (performance.now() - this.#resumedAt < longestStretch) return;
    await this.#phases.within(new Promise<void>((resolve) => setImmediate(resolve)));
    this.#resumedAt = performance.now();
  }

  /** An incomplete last line is not a reply, but it is recorded for the user. */
  #recordRest(): void {
    if (this.#buffer.isEmpty) return;
    this.#transcript.server(this.#phases.current, this.#buffer.takeRest());
    this.#transcript.keepLast('other');
  }

  #lost(): TransportError {
    return connectionLost(this.#phases.current);
  }
}
