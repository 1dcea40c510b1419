import type tls from 'node:tls';
import type { Introspection } from './introspection.js';
import type { LineConnection } from './line-connection.js';
import type { Scenario } from './scenario.js';

/** What the mail servers need. */
export interface MailServerDependencies {
  readonly scenarios: readonly Scenario[];
  /** The scope that a token must have. */
  readonly scope: string;
  readonly introspect: (token: string) => Promise<Introspection>;
  readonly tls: tls.SecureContext;
}

/** One client of a mail server. */
export interface MailSession {
  readonly connection: LineConnection;
  readonly dependencies: MailServerDependencies;
  /** The account's scenario once the client is logged in. */
  scenario: Scenario | undefined;
}

/** The server side of IMAP, SMTP or POP3. A command that ends the session closes the connection. */
export interface MailProtocol {
  greet(session: MailSession): void;
  /** A client's line as the log shows it. */
  redact(line: string): string;
  handle(session: MailSession, line: string): Promise<void>;
}

/** Answers STARTTLS or STLS. */
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
