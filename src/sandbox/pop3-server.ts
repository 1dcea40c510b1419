import type { LineConnection } from './line-connection.js';
import { startTls, type MailProtocol, type MailSession } from './mail-protocol.js';
import { authenticate, type SaslFraming } from './sasl-exchange.js';
import { redactedCommand } from './sasl-response.js';

/** A minimal POP3 server (RFC 1939, RFC 5034) with an empty mailbox. */
export const pop3Protocol: MailProtocol = {
  greet: ({ connection }) => connection.send('+OK Mail OAuth Sandbox ready'),
  redact: (line) => redactedCommand(line).replace(/^(PASS) .*$/i, '$1 <password>'),
  handle: async (session, line) => {
    const { connection } = session;
    const [name = '', ...args] = line.split(' ');
    const command = name.toUpperCase();
    switch (command) {
      case 'CAPA':
        sendCapabilities(connection);
        return;
      case 'STLS':
        await startTls(session, { ready: '+OK Begin TLS negotiation', alreadyActive: '-ERR TLS is active' });
        return;
      case 'AUTH':
        if (await authenticate(session, saslFraming(connection), args)) connection.send('+OK Welcome.');
        return;
      case 'USER':
        connection.send('+OK');
        return;
      case 'PASS':
        connection.send('-ERR [AUTH] Basic authentication is disabled.');
        return;
      case 'QUIT':
        connection.send('+OK Bye');
        connection.end();
        return;
      default:
        handleMailboxCommand(session, command);
    }
  },
};

function sendCapabilities(connection: LineConnection): void {
  const authentication = connection.secure ? 'SASL XOAUTH2 OAUTHBEARER' : 'STLS';
  for (const line of ['+OK', 'USER', 'UIDL', 'RESP-CODES', 'AUTH-RESP-CODE', authentication, '.']) {
    connection.send(line);
  }
}

function saslFraming(connection: LineConnection): SaslFraming {
  return {
    protocol: 'pop3',
    continuation: '+ ',
    challengePrefix: '+ ',
    tlsRequired: '-ERR STLS is required first',
    unknownMechanism: '-ERR Unsupported authentication mechanism',
    canceled: '-ERR Authentication canceled',
    malformed: '-ERR Cannot decode the response',
    sendRefusal: (reply) => connection.send(reply),
  };
}

function handleMailboxCommand({ connection, scenario }: MailSession, command: string): void {
  const refusal = scenario?.mailbox?.pop3;
  if (scenario === undefined) connection.send('-ERR Log in first');
  else if (scenario.disconnectAt === 'mailbox') connection.close();
  else if (refusal !== undefined) connection.send(refusal.reply);
  else for (const line of mailboxReply(command)) connection.send(line);
}

function mailboxReply(command: string): readonly string[] {
  switch (command) {
    case 'STAT':
      return ['+OK 0 0'];
    case 'LIST':
    case 'UIDL':
      return ['+OK', '.'];
    case 'NOOP':
    case 'RSET':
      return ['+OK'];
    default:
      return ['-ERR Unknown command or no such message'];
  }
}
