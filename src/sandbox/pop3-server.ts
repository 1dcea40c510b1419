import { authenticate, shownCommand, type LoginWords } from './login.js';
import type { LineConnection } from './line-connection.js';
import type { MailServerParts } from './mail-servers.js';
import type { Scenario } from './scenario.js';

/** Speaks POP3 (RFC 1939, RFC 5034) with one client: an empty mailbox. */
export async function servePop3(connection: LineConnection, parts: MailServerParts): Promise<void> {
  let scenario: Scenario | undefined;
  let loggedIn = false;
  connection.send('+OK Mail OAuth Sandbox ready');
  for (;;) {
    const line = await connection.readLine((said) => shownCommand(said).replace(/^(PASS) .*$/i, '$1 <password>'));
    const [name = '', ...words] = line.split(' ');
    const command = name.toUpperCase();
    switch (command) {
      case 'CAPA':
        connection.send('+OK');
        for (const capability of [
          'USER',
          'UIDL',
          'RESP-CODES',
          'AUTH-RESP-CODE',
          ...(connection.secure ? ['SASL XOAUTH2 OAUTHBEARER'] : ['STLS']),
        ]) {
          connection.send(capability);
        }
        connection.send('.');
        break;
      case 'STLS':
        if (connection.secure) {
          connection.send('-ERR TLS runs already');
          break;
        }
        connection.send('+OK begin TLS');
        await connection.startTls(parts.tls);
        break;
      case 'AUTH': {
        const outcome = await authenticate(connection, words, loginWords(connection), parts);
        if (outcome === 'gone') return;
        if (outcome === 'refused') break;
        scenario = outcome.scenario;
        loggedIn = true;
        connection.send('+OK Welcome.');
        break;
      }
      case 'USER':
        connection.send('+OK');
        break;
      case 'PASS':
        connection.send('-ERR [AUTH] Basic authentication is disabled.');
        break;
      case 'QUIT':
        connection.send('+OK see you');
        connection.end();
        return;
      default:
        if (!loggedIn) connection.send('-ERR log in first');
        else if (scenario?.drops === 'mailbox') {
          connection.close();
          return;
        } else if (scenario?.mailbox?.pop3 !== undefined) connection.send(scenario.mailbox.pop3.reply);
        else answer(connection, command);
    }
  }
}

function answer(connection: LineConnection, command: string): void {
  switch (command) {
    case 'STAT':
      connection.send('+OK 0 0');
      return;
    case 'LIST':
    case 'UIDL':
      connection.send('+OK');
      connection.send('.');
      return;
    case 'NOOP':
    case 'RSET':
      connection.send('+OK');
      return;
    default:
      connection.send('-ERR the sandbox does not know this command, or has no such message');
  }
}

function loginWords(connection: LineConnection): LoginWords {
  return {
    protocol: 'pop3',
    goAhead: '+ ',
    challenge: '+ ',
    withoutTls: '-ERR STLS first',
    unknownMechanism: '-ERR unknown mechanism',
    cancelled: '-ERR cancelled',
    malformed: '-ERR Cannot decode the response',
    refuse: (reply) => connection.send(reply),
  };
}
