import type tls from 'node:tls';
import type { Introspection } from './introspection.js';
import type { LineConnection } from './line-connection.js';
import type { Scenario } from './scenario.js';

/** The dependencies of the mail servers. */
export interface MailServerDependencies {
  readonly scenarios: readonly Scenario[];
  /** The required scope. */
  readonly scope: string;
  readonly introspect: (token: string) => Promise<Introspection>;
  readonly tls: tls.SecureContext;
}

/** One client of a mail server. */
export interface MailSession {
  readonly connection: LineConnection;
  readonly dependencies: MailServerDependencies;
  /** The account's scenario after the login. */
  scenario: Scenario | undefined;
}

/** The server side of IMAP, SMTP or POP3. */
export interface MailProtocol {
  greet(session: MailSession): void;
  /** Redacts a client's line for the log. */
  redact(line: string): string;
  handle(session: MailSession, line: string): Promise<void>;
}

/** Handles STARTTLS or STLS. */
export async function startTls(
  { connection, dependencies }: MailSession,
  replies: { readonly ready: string; readonly alreadyActive: string },
): Promise<void> {
  if (connection.secure) {
    connection.send(replies.alreadyActive);
    return;
  }
  connection.send(replies.ready);
  await connection.startTls(dependencies.tls);
}
