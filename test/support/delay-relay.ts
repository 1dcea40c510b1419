import net from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * Forwards connections to a port of this machine and lets everything take its time: the connection a
 * round trip, each piece of data half of one, as a long way does.
 *
 * @param oneWayMs the delay in each direction, in ms
 */
export async function startDelayRelay(port: number, oneWayMs: number) {
  const sockets = new Set<net.Socket>();
  let turns = 0;
  const later = (socket: net.Socket, work: () => void) => {
    const timer = setTimeout(() => {
      if (!socket.destroyed) work();
    }, oneWayMs);
    timer.unref();
  };
  const server = net.createServer({ noDelay: true }, (client) => {
    client.pause();
    const upstream = new net.Socket();
    let last: 'client' | 'server' = 'server';
    // The way there and back that a TCP handshake takes.
    later(client, () => later(client, () => upstream.setNoDelay(true).connect(port, '127.0.0.1', () => client.resume())));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk: Buffer) => {
      if (last === 'server') turns++;
      last = 'client';
      later(upstream, () => upstream.write(chunk));
    });
    upstream.on('data', (chunk: Buffer) => {
      later(client, () => {
        last = 'server';
        client.write(chunk);
      });
    });
    client.on('end', () => later(upstream, () => upstream.end()));
    upstream.on('end', () => later(client, () => client.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** How often a client spoke after the server had: the round trips since the last asking. */
    roundTrips: () => {
      const counted = turns;
      turns = 0;
      return counted;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
