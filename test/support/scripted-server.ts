import net from 'node:net';
import type { AddressInfo } from 'node:net';

/** One step of a scripted server: what it sends after a matching line; without `when` it is the greeting. */
export interface Turn {
  readonly when?: RegExp;
  readonly send?: string | Buffer;
  /** Splits what is sent into chunks of this many octets. */
  readonly chunk?: number;
  readonly close?: boolean;
}

export type ScriptedServer = Awaited<ReturnType<typeof startScriptedServer>>;

/**
 * A loopback server that follows a script, for behavior that no real server has.
 *
 * @param script the steps of every connection, or a function of the 0-based number of the connection
 */
export async function startScriptedServer(script: readonly Turn[] | ((connection: number) => readonly Turn[])) {
  const received: string[] = [];
  const sockets = new Set<net.Socket>();
  let accepted = 0;
  let onLine: (line: string) => void = () => undefined;
  let onIdle: () => void = () => undefined;
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) onIdle();
    });
    const rest = [...(typeof script === 'function' ? script(accepted++) : script)];
    const play = (line?: string) => {
      const [turn] = rest;
      if (turn === undefined || (line === undefined ? turn.when !== undefined : turn.when?.test(line) !== true)) return;
      rest.shift();
      void send(socket, turn);
    };
    let input = '';
    socket.on('data', (chunk: Buffer) => {
      input += chunk.toString('latin1');
      const lines = input.split('\r\n');
      input = lines.pop() ?? '';
      for (const line of lines) {
        received.push(line);
        onLine(line);
        play(line);
      }
    });
    play();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** The received lines, including secrets. */
    received,
    connections: () => sockets.size,
    /** Resolves when the client has closed every connection. */
    idle: () => (sockets.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => (onIdle = resolve))),
    /** Calls a listener for each received line. */
    listen: (listener: (line: string) => void) => (onLine = listener),
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function send(socket: net.Socket, { send: text, chunk, close }: Turn): Promise<void> {
  const bytes = Buffer.from(text ?? '');
  const size = chunk ?? bytes.length;
  for (let at = 0; at < bytes.length; at += size) {
    await new Promise((resolve) => socket.write(bytes.subarray(at, at + size), resolve));
  }
  if (close === true) socket.end();
}
