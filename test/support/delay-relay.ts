import net from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * Forwards connections to a local port with a delay: a round trip for the connection, half of one for each chunk of
 * data.
 *
 * @param oneWayMs the delay in each direction, in ms
 */
export async function startDelayRelay(port: number, oneWayMs: number) {
  const sockets = new Set<net.Socket>();
  let replies: number[] = [];
  const later = (socket: net.Socket, work: () => void) => {
    const timer = setTimeout(() => {
      if (!socket.destroyed) work();
    }, oneWayMs);
    timer.unref();
  };
  const server = net.createServer({ noDelay: true }, (client) => {
    client.pause();
    const upstream = new net.Socket();
    const accepted = performance.now();
    let waiting = true;
    replies = [];
    // A TCP handshake: the client may speak after a way there and back; the server takes the connection,
    // and greets, when the last of the three segments has come.
    later(client, () =>
      later(client, () => {
        later(client, () => upstream.setNoDelay(true).connect(port, '127.0.0.1'));
        client.resume();
      }),
    );
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk: Buffer) => {
      waiting = true;
      later(upstream, () => upstream.write(chunk));
    });
    upstream.on('data', (chunk: Buffer) => {
      later(client, () => {
        if (waiting) replies.push(performance.now() - accepted);
        waiting = false;
        client.write(chunk);
      });
    });
    client.on('end', () => later(upstream, () => upstream.end()));
    upstream.on('end', () => later(client, () => client.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** The round trips after TCP: how often the client of the last connection waited and was answered in its first `ms`. */
    roundTripsWithin: (ms: number) => replies.filter((at) => at < ms + oneWayMs).length,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
