import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import * as l10n from '@vscode/l10n';
import type { Protocol } from '../mail/wire/server.js';
import type { SandboxCertificates } from './certificates.js';
import { imapProtocol } from './imap-server.js';
import { ClientDisconnectedError, LineConnection } from './line-connection.js';
import type { MailProtocol, MailServerDependencies, MailSession } from './mail-protocol.js';
import { pop3Protocol } from './pop3-server.js';
import { mailPortNames, type MailPortName } from './ports.js';
import type { SandboxLog } from './sandbox-log.js';
import { smtpProtocol } from './smtp-server.js';

const protocols: Readonly<Record<Protocol, MailProtocol>> = {
  imap: imapProtocol,
  smtp: smtpProtocol,
  pop3: pop3Protocol,
};

/** Options of {@link startMailServers}. */
export interface MailServerOptions extends Omit<MailServerDependencies, 'tls'> {
  readonly certificates: SandboxCertificates;
  readonly log: SandboxLog;
  /** Fixed ports; for the others a free port is used. */
  readonly ports: Partial<Record<MailPortName, number>>;
}

/** The running mail servers of the sandbox. */
export interface MailServers {
  readonly ports: Readonly<Record<MailPortName, number>>;
  /** Closes the ports and all connections. */
  stop(): Promise<void>;
}

/** Starts servers for all protocols on 127.0.0.1. @throws the system's error if a port is in use */
export async function startMailServers(options: MailServerOptions): Promise<MailServers> {
  const { certificate, key } = options.certificates;
  const dependencies: MailServerDependencies = {
    ...options,
    tls: tls.createSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' }),
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
      const server = makeServer(name, dependencies, options);
      keepSockets(server, sockets);
      await listen(server, options.ports[name] ?? 0);
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
  dependencies: MailServerDependencies,
  { certificates: { certificate, key }, log }: MailServerOptions,
): net.Server {
  const implicitTls = name.endsWith('s');
  const protocol = (implicitTls ? name.slice(0, -1) : name) as Protocol;
  let connections = 0;
  const onConnection = (socket: net.Socket) => {
    const connection = new LineConnection(socket, `${name}#${++connections}`, log);
    connection.note(
      socket instanceof tls.TLSSocket
        ? l10n.t('Client connected with {0}.', socket.getProtocol() ?? 'TLS')
        : l10n.t('Client connected.'),
    );
    void serve(protocols[protocol], { connection, dependencies, scenario: undefined });
  };
  if (!implicitTls) return net.createServer(onConnection);
  const ALPNProtocols = protocol === 'smtp' ? [] : [protocol];
  const server = tls.createServer({ cert: certificate, key, minVersion: 'TLSv1.2', ALPNProtocols }, onConnection);
  server.on('tlsClientError', (error: NodeJS.ErrnoException) =>
    log.write(name, 'note', l10n.t('TLS handshake failed: {0}', error.code ?? error.message)),
  );
  return server;
}

/** Serves one client until it disconnects. Never rejects. */
async function serve(protocol: MailProtocol, session: MailSession): Promise<void> {
  const { connection } = session;
  try {
    protocol.greet(session);
    while (connection.open) {
      const line = await connection.readLine((received) => protocol.redact(received));
      await protocol.handle(session, line);
    }
  } catch (error) {
    if (!(error instanceof ClientDisconnectedError)) connection.note(l10n.t('Internal error: {0}', String(error)));
    connection.close();
  }
  connection.note(l10n.t('Connection closed.'));
}

function keepSockets(server: net.Server, sockets: Set<net.Socket>): void {
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
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
