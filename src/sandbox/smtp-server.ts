import * as l10n from '@vscode/l10n';
import type { LineConnection } from './line-connection.js';
import { startTls, type MailProtocol, type MailSession } from './mail-protocol.js';
import { authenticate, type SaslFraming } from './sasl-exchange.js';
import { redactedCommand } from './sasl-response.js';

const authenticationRequired = '530 5.7.0 Authentication Required';

/** SMTP submission (RFC 6409, RFC 4954). Messages are accepted and discarded. */
export const smtpProtocol: MailProtocol = {
  greet: ({ connection }) => connection.send('220 localhost Mail OAuth Sandbox ESMTP'),
  redact: redactedCommand,
  handle: async (session, line) => {
    const { connection } = session;
    const [name = '', ...args] = line.split(' ');
    const command = name.toUpperCase();
    switch (command) {
      case 'EHLO':
        sendExtensions(connection);
        return;
      case 'STARTTLS':
        await startTls(session, { ready: '220 2.0.0 Ready to start TLS', alreadyActive: '503 5.5.1 TLS is active' });
        return;
      case 'AUTH':
        await logIn(session, args);
        return;
      case 'MAIL':
        startMessage(session);
        return;
      case 'RCPT':
        connection.send(session.scenario === undefined ? authenticationRequired : '250 2.1.5 OK');
        return;
      case 'DATA':
        if (session.scenario === undefined) connection.send(authenticationRequired);
        else await discardMessage(session);
        return;
      case 'QUIT':
        connection.send('221 2.0.0 Bye');
        connection.end();
        return;
      default:
        connection.send(fixedReplies[command] ?? '500 5.5.1 Command not recognized');
    }
  },
};

const fixedReplies: Readonly<Record<string, string>> = {
  HELO: '250 localhost',
  RSET: '250 2.0.0 OK',
  NOOP: '250 2.0.0 OK',
  VRFY: '252 2.1.5 Cannot verify the user',
  HELP: '214 2.0.0 EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, RSET, NOOP, QUIT',
};

function sendExtensions(connection: LineConnection): void {
  const authentication = connection.secure ? 'AUTH XOAUTH2 OAUTHBEARER' : 'STARTTLS';
  for (const line of ['localhost', 'PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', authentication]) {
    connection.send(`250-${line}`);
  }
  connection.send('250 SIZE 10485760');
}

async function logIn(session: MailSession, args: readonly string[]): Promise<void> {
  const { connection } = session;
  if (session.scenario !== undefined) connection.send('503 5.5.1 Already authenticated');
  else if (await authenticate(session, saslFraming(connection), args)) connection.send('235 2.7.0 Accepted');
}

function saslFraming(connection: LineConnection): SaslFraming {
  return {
    protocol: 'smtp',
    continuation: '334 ',
    challengePrefix: '334 ',
    tlsRequired: '530 5.7.0 Must issue a STARTTLS command first',
    unknownMechanism: '504 5.5.4 Unrecognized authentication type',
    canceled: '501 5.7.0 Authentication canceled',
    malformed: '501 5.5.2 Cannot Decode response',
    sendRefusal: (reply) => sendLines(connection, reply),
  };
}

function sendLines(connection: LineConnection, reply: string): void {
  for (const line of reply.split('\n')) connection.send(line);
}

function startMessage({ connection, scenario }: MailSession): void {
  const refusal = scenario?.mailbox?.smtp;
  if (scenario === undefined) connection.send(authenticationRequired);
  else if (scenario.disconnectAt === 'mailbox') connection.close();
  else if (refusal !== undefined) sendLines(connection, refusal.reply);
  else connection.send('250 2.1.0 OK');
}

async function discardMessage({ connection, scenario }: MailSession): Promise<void> {
  connection.send('354 End data with <CR><LF>.<CR><LF>');
  let octets = 0;
  for (;;) {
    const line = await connection.readLine(() => l10n.t('<a line of the message>'));
    if (line === '.') break;
    octets += line.length + 2;
  }
  connection.note(l10n.t('Discarded a message of {0} bytes.', octets));
  sendLines(connection, scenario?.message?.reply ?? '250 2.0.0 Message accepted and discarded');
}
