import { authenticate, shownCommand, type LoginWords } from './login.js';
import type { LineConnection } from './line-connection.js';
import type { MailServerParts } from './mail-servers.js';
import type { Scenario } from './scenario.js';

/** Speaks SMTP submission (RFC 6409, RFC 4954) with one client. Messages are taken and thrown away. */
export async function serveSmtp(connection: LineConnection, parts: MailServerParts): Promise<void> {
  let scenario: Scenario | undefined;
  let loggedIn = false;
  connection.send('220 localhost Mail OAuth Sandbox ESMTP');
  for (;;) {
    const line = await connection.readLine(shownCommand);
    const [name = '', ...words] = line.split(' ');
    switch (name.toUpperCase()) {
      case 'EHLO':
        for (const capability of [
          'localhost',
          'PIPELINING',
          '8BITMIME',
          'ENHANCEDSTATUSCODES',
          ...(connection.secure ? ['AUTH XOAUTH2 OAUTHBEARER'] : ['STARTTLS']),
        ]) {
          connection.send(`250-${capability}`);
        }
        connection.send('250 SIZE 10485760');
        break;
      case 'HELO':
        connection.send('250 localhost');
        break;
      case 'STARTTLS':
        if (connection.secure) {
          connection.send('503 5.5.1 TLS runs already');
          break;
        }
        connection.send('220 2.0.0 begin TLS');
        await connection.startTls(parts.tls);
        break;
      case 'AUTH': {
        if (loggedIn) {
          connection.send('503 5.5.1 already logged in');
          break;
        }
        const outcome = await authenticate(connection, words, loginWords(connection), parts);
        if (outcome === 'gone') return;
        if (outcome === 'refused') break;
        scenario = outcome.scenario;
        loggedIn = true;
        connection.send('235 2.7.0 Accepted');
        break;
      }
      case 'MAIL':
        if (!loggedIn) connection.send('530 5.7.0 Authentication Required');
        else if (scenario?.drops === 'mailbox') {
          connection.close();
          return;
        } else if (scenario?.mailbox?.smtp !== undefined) sendLines(connection, scenario.mailbox.smtp.reply);
        else connection.send('250 2.1.0 OK');
        break;
      case 'RCPT':
        connection.send(loggedIn ? '250 2.1.5 OK' : '530 5.7.0 Authentication Required');
        break;
      case 'DATA':
        if (loggedIn) await takeMessage(connection);
        else connection.send('530 5.7.0 Authentication Required');
        break;
      case 'RSET':
      case 'NOOP':
        connection.send('250 2.0.0 OK');
        break;
      case 'VRFY':
        connection.send('252 2.1.5 perhaps');
        break;
      case 'HELP':
        connection.send('214 2.0.0 EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, RSET, NOOP, QUIT');
        break;
      case 'QUIT':
        connection.send('221 2.0.0 see you');
        connection.end();
        return;
      default:
        connection.send('500 5.5.1 the sandbox does not know this command');
    }
  }
}

function loginWords(connection: LineConnection): LoginWords {
  return {
    protocol: 'smtp',
    goAhead: '334 ',
    challenge: '334 ',
    withoutTls: '530 5.7.0 Must issue a STARTTLS command first',
    unknownMechanism: '504 5.5.4 Unrecognized authentication type',
    cancelled: '501 5.7.0 cancelled',
    malformed: '501 5.5.2 Cannot Decode response',
    refuse: (reply) => sendLines(connection, reply),
  };
}

function sendLines(connection: LineConnection, reply: string): void {
  for (const line of reply.split('\n')) connection.send(line);
}

async function takeMessage(connection: LineConnection): Promise<void> {
  connection.send('354 go ahead');
  let octets = 0;
  for (;;) {
    const line = await connection.readLine(() => '<a line of a message>');
    if (line === '.') break;
    octets += line.length + 2;
  }
  connection.note(`a message of ${octets} octets is thrown away`);
  connection.send('250 2.0.0 taken, and thrown away');
}
