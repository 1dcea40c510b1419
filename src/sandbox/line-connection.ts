import type net from 'node:net';
import tls from 'node:tls';
import * as l10n from '@vscode/l10n';
import type { SandboxLog } from './sandbox-log.js';

/** The maximum length of a line, in octets; tokens of 12 KB must fit. */
const maximumLine = 64 * 1024;
/** The idle timeout of a client, in ms. */
const idleLimit = 10 * 60_000;

/** The connection to the client is closed. */
export class ClientDisconnectedError extends Error {
  override readonly name = 'ClientDisconnectedError';
}

/** A browser that connects to a mail port speaks HTTP. */
const httpRequest = /^(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|CONNECT|TRACE) /;

/** The server's side of a line-based connection, with logging. */
export class LineConnection {
  readonly #source: string;
  readonly #log: SandboxLog;
  #socket: net.Socket;
  #buffer = '';
  #ended = false;
  #open = true;
  #first = true;
  #wake: () => void = () => undefined;

  /** @param source the name of the connection in the log */
  constructor(socket: net.Socket, source: string, log: SandboxLog) {
    this.#source = source;
    this.#log = log;
    this.#socket = socket;
    this.#attach(socket);
  }

  get secure(): boolean {
    return this.#socket instanceof tls.TLSSocket;
  }

  /** Whether the connection is open. */
  get open(): boolean {
    return this.#open;
  }

  /**
   * @param redact returns what the log shows instead of the line
   * @throws {ClientDisconnectedError}
   */
  async readLine(redact: (line: string) => string): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf('\n');
      if (end !== -1) {
        const line = this.#buffer.slice(0, end).replace(/\r$/, '');
        this.#buffer = this.#buffer.slice(end + 1);
        this.#rejectHttp(line);
        this.#log.write(this.#source, 'received', redact(line));
        return line;
      }
      if (this.#buffer.length > maximumLine) this.close();
      if (this.#ended) throw new ClientDisconnectedError();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  send(line: string): void {
    if (this.#ended) return;
    this.#log.write(this.#source, 'sent', line);
    this.#socket.write(`${line}\r\n`);
  }

  note(text: string): void {
    this.#log.write(this.#source, 'note', text);
  }

  /** Upgrades to TLS. What the client sent before is discarded: it was not protected (CVE-2021-33515). */
  async startTls(context: tls.SecureContext): Promise<void> {
    this.#buffer = '';
    this.#socket.removeAllListeners('data');
    const socket = new tls.TLSSocket(this.#socket, {
      isServer: true,
      secureContext: context,
      ALPNProtocols: ['imap', 'pop3'],
    });
    this.#attach(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('secure', resolve);
      socket.once('close', () => reject(new ClientDisconnectedError()));
    });
    this.note(l10n.t('TLS started ({0}).', socket.getProtocol() ?? 'TLS'));
  }

  /** Destroys the socket. */
  close(): void {
    this.#open = false;
    this.#ended = true;
    this.#socket.destroy();
    this.#wake();
  }

  /** Half-closes the connection after the pending data. */
  end(): void {
    this.#open = false;
    this.#ended = true;
    this.#socket.end();
  }

  #rejectHttp(line: string): void {
    if (!this.#first || !httpRequest.test(line)) {
      this.#first = false;
      return;
    }
    this.note(l10n.t('The client sent HTTP to a mail port.'));
    this.close();
    throw new ClientDisconnectedError();
  }

  #attach(socket: net.Socket): void {
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
