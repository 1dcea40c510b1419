import net from 'node:net';
import tls from 'node:tls';
import * as l10n from '@vscode/l10n';
import { MailError } from './errors.js';
import { MailOAuthError } from '../../common/errors.js';
import { TransportError, type TransportErrorCode } from '../../transport/errors.js';
import { formatHostPort, isPort } from '../../transport/host.js';
import { proxyFailed, describeProxy, tunnel, type Proxy } from '../../transport/proxy.js';
import type { Phases } from './phases.js';
import { tlsError, tlsInfo, tlsOptions, type TlsInfo } from '../../transport/tls.js';
import type { LinePart, Transcript } from './transcript.js';
import type { Phase } from './phases.js';

/** The longest line, in octets. */
const maximumLine = 64 * 1024;
/** The most that one conversation may bring, in octets. */
const maximumConversation = 1024 * 1024;
/** The most lines that one conversation may bring. Each becomes a line of the transcript. */
const maximumLines = 10_000;
/** How long lines that have arrived are worked on before others get their turn, in ms. */
const longestStretch = 10;

/** A line of the server: its bytes, and its text with control and broken bytes escaped. */
export interface ServerLine {
  readonly bytes: Buffer;
  readonly text: string;
}

/** How a connection is made. */
export interface ConnectionOptions {
  readonly host: string;
  readonly proxy: Proxy | undefined;
  /** The names of the application protocol to offer (RFC 7301); none where none is registered. */
  readonly alpn: readonly string[];
  /** The user's own certificate authorities, PEM. */
  readonly ca: string | undefined;
  readonly phases: Phases;
  readonly transcript: Transcript;
}

/** One connection to a mail server: lines in and out, TLS from the start or later, all of it on record. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #host: string;
  readonly #phases: Phases;
  readonly #transcript: Transcript;
  readonly #redact = (text: string): string => this.#transcript.redact(text);
  #alpn: readonly string[];
  #socket: net.Socket | undefined;
  #buffer: Buffer = Buffer.alloc(0);
  #searched = 0;
  #received = 0;
  #lines = 0;
  #resumedAt = 0;
  #end: Error | undefined;
  #localAddress: string | undefined;
  #wake: () => void = () => undefined;
  /** What is known of TLS, also where the certificate was refused. */
  tls: TlsInfo | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#alpn = options.alpn;
    this.#host = options.host;
    this.#phases = options.phases;
    this.#transcript = options.transcript;
  }

  /** Whether bytes are here that nobody has read. */
  get hasUnread(): boolean {
    return this.#buffer.length > 0;
  }

  /** The address of our end of the connection, or of the connection to the proxy. */
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

  /** Connects again, and offers no application protocol this time. @throws {MailError} {TransportError} */
  async reconnectWithoutAlpn(port: number): Promise<void> {
    this.close();
    this.#alpn = [];
    await this.connect(port);
  }

  /** Resets what an earlier connection left. */
  #forget(): void {
    this.#socket = undefined;
    this.#buffer = Buffer.alloc(0);
    this.#searched = 0;
    this.#received = 0;
    this.#lines = 0;
    this.#end = undefined;
    this.tls = undefined;
  }

  /** Makes the connection a TLS one and verifies the certificate. @throws {MailError} {TransportError} */
  async secure(): Promise<void> {
    const plain = this.#socket;
    if (plain === undefined) throw this.#lost();
    plain.removeAllListeners('data');
    const socket = tls.connect(tlsOptions(plain, { host: this.#host, ca: this.#options.ca, alpn: this.#alpn }));
    // Before Node.js verifies, so that a refused certificate can be shown.
    socket.prependOnceListener('secure', () => (this.tls = tlsInfo(socket, this.#redact)));
    this.#attach(socket);
    await this.#event(socket, 'secureConnect', (error) => tlsError(error, this.#host, this.#redact));
    this.tls = tlsInfo(socket, this.#redact);
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

  /** Connects to a host by all of its addresses, IPv6 and IPv4 in turn (RFC 8305). */
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
    const bytes = await this.#read(() => this.#takeLine());
    if (++this.#lines > maximumLines) throw tooLong();
    return { bytes, text: this.#transcript.server(this.#phases.current, bytes) };
  }

  /** Takes a whole line that has arrived already, and waits for none. */
  takeArrived(): ServerLine | undefined {
    const end = this.#buffer.indexOf(0x0a);
    if (end === -1 || end > maximumLine) return undefined;
    this.#searched = 0;
    const bytes = this.#takeLine();
    return bytes === undefined ? undefined : { bytes, text: this.#transcript.server(this.#phases.current, bytes) };
  }

  /** Reads over a literal of this many octets (RFC 9051 §4.3). @throws {MailError} {TransportError} */
  async skip(octets: number): Promise<void> {
    if (octets > maximumConversation) throw tooLong();
    for (let left = octets; left > 0;) {
      left -= await this.#read(() => this.#takeAtMost(left));
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

  /** Ends the connection at once. */
  close(): void {
    this.#socket?.destroy();
  }

  /**
   * Ends our side once everything is sent. It does not keep the process alive until the server ends its side.
   *
   * @param graceMs how long the server may take if the process stays alive, in ms
   */
  end(graceMs: number): void {
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return;
    const timer = setTimeout(() => socket.destroy(), graceMs).unref();
    socket.once('close', () => clearTimeout(timer));
    socket.end(() => socket.unref());
  }

  /** Waits for the server to close the connection, and closes it after `graceMs`. @param graceMs ms */
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
    this.#received += chunk.length;
    if (this.#received > maximumConversation) {
      this.#finish(tooLong());
      this.close();
      return;
    }
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    this.#wake();
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

  /** Waits until `take` finds what it wants in the buffer. What is buffered counts even after the end. */
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

  /** Lets the rest of the program run where a server has sent many lines at once. */
  async #giveWay(): Promise<void> {
    if (performance.now() - this.#resumedAt < longestStretch) return;
    await this.#phases.within(new Promise<void>((resolve) => setImmediate(resolve)));
    this.#resumedAt = performance.now();
  }

  /** A last line that has no end is not a reply, but the user must see it. */
  #recordRest(): void {
    if (this.#buffer.length === 0) return;
    this.#transcript.server(this.#phases.current, this.#buffer.subarray(0, maximumLine));
    this.#transcript.keepLast('other');
    this.#buffer = Buffer.alloc(0);
  }

  #lost(): TransportError {
    return new TransportError('connection-lost', describeClose(this.#phases.current));
  }

  #takeLine(): Buffer | undefined {
    const end = this.#buffer.indexOf(0x0a, this.#searched);
    if ((end === -1 ? this.#buffer.length : end) > maximumLine) throw tooLong();
    this.#searched = end === -1 ? this.#buffer.length : 0;
    if (end === -1) return undefined;
    const line = this.#buffer.subarray(0, end > 0 && this.#buffer[end - 1] === 0x0d ? end - 1 : end);
    this.#buffer = this.#buffer.subarray(end + 1);
    return line;
  }

  #takeAtMost(octets: number): number | undefined {
    const taken = Math.min(octets, this.#buffer.length);
    this.#buffer = this.#buffer.subarray(taken);
    this.#searched = 0;
    return taken === 0 ? undefined : taken;
  }
}

function describeClose(phase: Phase): string {
  switch (phase) {
    case 'greeting':
      return l10n.t('The server closed the connection before sending a greeting.');
    case 'authenticate':
      return l10n.t('The server closed the connection instead of answering the login.');
    case 'mailbox':
      return l10n.t('The server accepted the login but closed the connection on the first command.');
    case 'message':
      return l10n.t(
        'The server accepted the login but closed the connection while a message was sent. Whether it accepted the message is not known.',
      );
    default:
      return l10n.t('The server closed the connection in the middle of the conversation.');
  }
}

function tooLong(): MailError {
  return new MailError(
    'reply-too-long',
    l10n.t('The server’s reply is too long (limits: 64 KB in a line, {0} lines, 1 MB in total).', maximumLines),
  );
}

function connectError(error: NodeJS.ErrnoException, host: string, port: number): TransportError {
  const reason = error instanceof AggregateError ? mostSpecific(error.errors as NodeJS.ErrnoException[]) : error;
  const fail = (code: TransportErrorCode, message: string) => new TransportError(code, message, { cause: error });
  switch (reason.code ?? '') {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('host-not-found', l10n.t('The host name {0} was not found, or cannot be looked up now.', host));
    case 'ECONNREFUSED':
      return fail('connection-refused', l10n.t('Nothing listens at {0}.', formatHostPort(host, port)));
    default:
      return fail(
        'host-unreachable',
        l10n.t('Could not reach {0} ({1}).', formatHostPort(host, port), reason.code ?? reason.message),
      );
  }
}

/** Of the errors of all addresses: an answer says more than silence, and the last more than the first. */
function mostSpecific(errors: readonly NodeJS.ErrnoException[]): NodeJS.ErrnoException {
  return errors.find(({ code }) => code === 'ECONNREFUSED') ?? errors.at(-1) ?? new Error('no address');
}
