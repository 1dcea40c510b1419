import net from 'node:net';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { Protocol } from '../mail/wire/server.js';
import type { SandboxCertificates } from './certificates.js';
import { serveImap } from './imap-server.js';
import type { SandboxLog } from './journal.js';
import { ClientDisconnectedError, LineConnection } from './line-connection.js';
import type { LoginParts } from './login.js';
import { mailPortNames, type MailPortName } from './ports.js';
import { servePop3 } from './pop3-server.js';
import { serveSmtp } from './smtp-server.js';

/** What a dialogue works with. */
export interface MailServerParts extends LoginParts {
  readonly tls: tls.SecureContext;
}

const dialogues: Readonly<Record<Protocol, (connection: LineConnection, parts: MailServerParts) => Promise<void>>> = {
  imap: serveImap,
  smtp: serveSmtp,
  pop3: servePop3,
};

/** The sandbox's mail servers while they listen. */
export interface MailServers {
  readonly ports: Readonly<Record<MailPortName, number>>;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 for all protocols. @param wanted fixed ports; the others are free ones */
export async function startMailServers(
  login: LoginParts,
  certificates: SandboxCertificates,
  journal: SandboxLog,
  wanted: Partial<Record<MailPortName, number>>,
): Promise<MailServers> {
  const parts = {
    ...login,
    tls: tls.createSecureContext({ cert: certificates.certificate, key: certificates.key, minVersion: 'TLSv1.2' }),
  };
  const sockets = new Set<net.Socket>();
  const servers: net.Server[] = [];
  const ports: Partial<Record<MailPortName, number>> = {};
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  try {
    for (const name of mailPortNames) {
      const server = makeServer(name, parts, certificates, journal, sockets);
      await listen(server, wanted[name] ?? 0);
      servers.push(server);
      ports[name] = (server.address() as AddressInfo).port;
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports: ports as Record<MailPortName, number>, stop };
}

function makeServer(
  name: MailPortName,
  parts: MailServerParts,
  { certificate, key }: SandboxCertificates,
  journal: SandboxLog,
  sockets: Set<net.Socket>,
): net.Server {
  const implicit = name.endsWith('s');
  const protocol = (implicit ? name.slice(0, -1) : name) as Protocol;
  let connections = 0;
  const serve = (socket: net.Socket) => {
    const source = `${name}#${++connections}`;
    const connection = new LineConnection(socket, source, journal);
    journal.write(
      source,
      'note',
      `a client connects${socket instanceof tls.TLSSocket ? ` with ${socket.getProtocol() ?? 'TLS'}` : ''}`,
    );
    dialogues[protocol](connection, parts)
      .catch((error: unknown) => {
        if (!(error instanceof ClientDisconnectedError)) {
          journal.write(source, 'note', `the sandbox has a fault: ${String(error)}`);
        }
        connection.close();
      })
      .finally(() => journal.write(source, 'note', 'the connection ends'));
  };
  const server = implicit
    ? tls.createServer(
        { cert: certificate, key, minVersion: 'TLSv1.2', ALPNProtocols: protocol === 'smtp' ? [] : [protocol] },
        serve,
      )
    : net.createServer(serve);
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException) =>
    journal.write(name, 'note', `the TLS handshake fails: ${error.code ?? error.message}`),
  );
  return server;
}

function listen(server: net.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
