import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { MailCase, Turn } from './mail-case.js';

const unexpected = {
  imap: '$tag BAD Unexpected command',
  smtp: '500 5.5.1 Unexpected command',
  pop3: '-ERR Unexpected command',
};

export type MailPlayer = Awaited<ReturnType<typeof startMailPlayer>>;

/**
 * Plays cases on loopback, one at a time. The proxy leads every name to the server, so that a check believes the
 * host of the case.
 */
export async function startMailPlayer(certificate: { readonly cert: string; readonly key: string }) {
  const secureContext = tls.createSecureContext(certificate);
  const sockets = new Set<net.Socket>();
  let current: MailCase | undefined;
  const server = net.createServer((socket) => {
    keep(sockets, socket);
    if (current === undefined) return void socket.destroy();
    const { security, plainServer } = current;
    const dialogue = new Dialogue(current, secureContext);
    if (security === 'tls' && plainServer !== true) dialogue.secure(socket, true);
    else dialogue.begin(socket);
  });
  const proxy = http.createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (_request, client: net.Socket) => {
    const upstream = net.connect(portOf(server), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    keep(sockets, client);
    keep(sockets, upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  for (const one of [server, proxy]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  return {
    proxy: { kind: 'http', host: '127.0.0.1', port: portOf(proxy) } as const,
    play: (mailCase: MailCase) => {
      for (const socket of sockets) socket.destroy();
      current = mailCase;
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      proxy.close();
    },
  };
}

/** One connection of a case's server. A line that the next turn does not want is offered to the later ones. */
class Dialogue {
  readonly #case: MailCase;
  readonly #context: tls.SecureContext;
  #next = 0;
  #input = '';
  #tag = '*';
  /** After 354: the lines of a message until the dot, which have no replies. RFC 5321 §4.1.1.4. */
  #inMessage = false;

  constructor(mailCase: MailCase, context: tls.SecureContext) {
    this.#case = mailCase;
    this.#context = context;
  }

  begin(socket: net.Socket): void {
    this.#listen(socket);
    const [greeting] = this.#case.script;
    if (greeting === undefined || greeting.expect !== undefined) return;
    this.#next = 1;
    this.#answer(socket, greeting);
  }

  secure(plain: net.Socket, isFirst = false): void {
    const socket = new tls.TLSSocket(plain, { isServer: true, secureContext: this.#context });
    socket.on('error', () => undefined);
    if (isFirst) socket.once('secure', () => this.begin(socket));
    else this.#listen(socket);
  }

  #listen(socket: net.Socket): void {
    socket.on('data', (data: Buffer) => {
      const received = `${this.#input}${data.toString('latin1')}`.split(/\r?\n/);
      this.#input = received.pop() ?? '';
      for (const line of received) this.#receive(socket, line);
    });
  }

  #receive(socket: net.Socket, line: string): void {
    if (this.#inMessage && line !== '.') return;
    this.#inMessage = false;
    this.#tag = /^(\S+) [A-Z]/.exec(line)?.[1] ?? this.#tag;
    const { script, protocol } = this.#case;
    const at = script.findIndex(
      ({ expect, send }, index) =>
        index >= this.#next && expect !== undefined && send !== undefined && new RegExp(expect, 'i').test(line),
    );
    const turn = script[at];
    if (turn === undefined) {
      this.#send(socket, [unexpected[protocol]]);
      return;
    }
    this.#next = at + 1;
    this.#answer(socket, turn);
  }

  #answer(socket: net.Socket, { send = [], close, startTls }: Turn): void {
    this.#send(socket, [send].flat());
    this.#inMessage = [send].flat().some((line) => line.startsWith('354 '));
    if (close === true) socket.end();
    if (startTls !== true) return;
    socket.removeAllListeners('data');
    this.secure(socket);
  }

  #send(socket: net.Socket, lines: readonly string[]): void {
    const { challenge = '' } = this.#case;
    const words = typeof challenge === 'string' ? challenge : JSON.stringify(challenge);
    const text = lines.map((line) => `${line}\r\n`).join('');
    socket.write(text.replaceAll('$tag', this.#tag).replaceAll('$challenge', Buffer.from(words).toString('base64')));
  }
}

function keep(sockets: Set<net.Socket>, socket: net.Socket): void {
  sockets.add(socket);
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(socket));
}

const portOf = (server: net.Server): number => (server.address() as AddressInfo).port;
