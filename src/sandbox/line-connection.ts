import type net from 'node:net';
import tls from 'node:tls';
import type { SandboxLog } from './journal.js';

/** The longest line that is taken, in octets; tokens of 12 KB must fit. */
const maximumLine = 64 * 1024;
/** How long a client may say nothing, in ms. */
const idleLimit = 10 * 60_000;

/** The client is gone. */
export class ClientDisconnectedError extends Error {
  override readonly name = 'ClientDisconnectedError';
}

/** A browser that was led to a mail port speaks HTTP: it is not listened to. */
const http = /^(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|CONNECT|TRACE) /;

/** The server's end of one connection: lines in and out, on record. */
export class LineConnection {
  readonly source: string;
  readonly #journal: SandboxLog;
  #socket: net.Socket;
  #buffer = '';
  #ended = false;
  #first = true;
  #wake: () => void = () => undefined;

  constructor(socket: net.Socket, source: string, journal: SandboxLog) {
    this.source = source;
    this.#journal = journal;
    this.#socket = socket;
    this.#adopt(socket);
  }

  get secure(): boolean {
    return this.#socket instanceof tls.TLSSocket;
  }

  /** @param shown what the journal gets instead, where the line holds a secret */
  async readLine(shown?: (line: string) => string): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf('\n');
      if (end !== -1) {
        const line = this.#buffer.slice(0, end).replace(/\r$/, '');
        this.#buffer = this.#buffer.slice(end + 1);
        this.#refuseBrowsers(line);
        this.#journal.write(this.source, 'received', shown === undefined ? line : shown(line));
        return line;
      }
      if (this.#buffer.length > maximumLine) this.close();
      if (this.#ended) throw new ClientDisconnectedError();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  send(line: string): void {
    if (this.#ended) return;
    this.#journal.write(this.source, 'sent', line);
    this.#socket.write(`${line}\r\n`);
  }

  note(text: string): void {
    this.#journal.write(this.source, 'note', text);
  }

  /** Goes over to TLS; what the client sent before is dropped (CVE-2021-33515’s kind). */
  async startTls(context: tls.SecureContext): Promise<void> {
    this.#buffer = '';
    this.#socket.removeAllListeners('data');
    const socket = new tls.TLSSocket(this.#socket, {
      isServer: true,
      secureContext: context,
      ALPNProtocols: ['imap', 'pop3'],
    });
    this.#adopt(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('secure', resolve);
      socket.once('close', () => reject(new ClientDisconnectedError()));
    });
    this.note(`${socket.getProtocol() ?? 'TLS'} begins`);
  }

  close(): void {
    this.#ended = true;
    this.#socket.destroy();
    this.#wake();
  }

  /** Closes when what was sent has gone out. */
  end(): void {
    this.#ended = true;
    this.#socket.end();
  }

  #refuseBrowsers(line: string): void {
    if (!this.#first || !http.test(line)) {
      this.#first = false;
      return;
    }
    this.note('HTTP on a mail port: the connection is closed');
    this.close();
    throw new ClientDisconnectedError();
  }

  #adopt(socket: net.Socket): void {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(idleLimit, () => this.close());
    socket.on('data', (chunk: Buffer) => {
      this.#buffer += chunk.toString('latin1');
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#ended = true;
      this.#wake();
    });
  }
}
