import type { Protocol } from '../wire/server.js';
import { ImapClient } from './imap.js';
import { Pop3Client } from './pop3.js';
import { Session, type SessionDependencies, type SessionOptions, type SessionResult } from './session.js';
import { SmtpClient } from './smtp.js';

/** The client's side of a mail protocol, as far as a login check goes. */
export interface ProtocolClient {
  /** Connects, secures the connection, logs in and runs one command after it. */
  run(): Promise<SessionResult>;
  /** Connects, secures the connection and reads what the server supports, and no more. */
  readCapabilities(): Promise<SessionResult>;
  /** Sends the command that ends the conversation, without waiting for its reply. */
  logout(): void;
}

const clients = { imap: ImapClient, smtp: SmtpClient, pop3: Pop3Client };

/** The client of a protocol. */
export function createProtocolClient(
  protocol: Protocol,
  dependencies: SessionDependencies,
  options: SessionOptions,
): ProtocolClient {
  return new clients[protocol](new Session(dependencies, options));
}
