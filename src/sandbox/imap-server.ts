import { authenticate, shownCommand, type LoginWords } from './login.js';
import type { LineConnection } from './line-connection.js';
import type { Scenario } from './scenario.js';
import type { MailServerParts } from './mail-servers.js';

/** Short enough that no credential passes for one, and is echoed. */
const tagShape = /^[\w.-]{1,20}$/;

/** Speaks IMAP (RFC 9051) with one client: enough to log in by XOAUTH2 and OAUTHBEARER and see an empty INBOX. */
export async function serveImap(connection: LineConnection, parts: MailServerParts): Promise<void> {
  let scenario: Scenario | undefined;
  let loggedIn = false;
  const capabilities = () =>
    loggedIn
      ? 'IMAP4rev1 ID NAMESPACE UNSELECT'
      : connection.secure
        ? 'IMAP4rev1 SASL-IR ID AUTH=XOAUTH2 AUTH=OAUTHBEARER'
        : 'IMAP4rev1 SASL-IR ID STARTTLS LOGINDISABLED';
  connection.send(`* OK [CAPABILITY ${capabilities()}] Mail OAuth Sandbox ready`);
  for (;;) {
    const line = await connection.readLine((said) =>
      shownCommand(said).replace(/^(\S+ LOGIN \S+) .*$/i, '$1 <password>'),
    );
    const [tag = '', name = '', ...words] = line.split(' ');
    if (!tagShape.test(tag)) {
      connection.send('* BAD a short tag belongs before the command');
      continue;
    }
    const command = name.toUpperCase();
    switch (command) {
      case 'CAPABILITY':
        connection.send(`* CAPABILITY ${capabilities()}`);
        connection.send(`${tag} OK done`);
        break;
      case 'STARTTLS':
        if (connection.secure) {
          connection.send(`${tag} BAD TLS runs already`);
          break;
        }
        connection.send(`${tag} OK begin TLS`);
        await connection.startTls(parts.tls);
        break;
      case 'LOGIN':
        connection.send(`${tag} NO [AUTHENTICATIONFAILED] Basic authentication is disabled.`);
        break;
      case 'AUTHENTICATE': {
        const outcome = await authenticate(connection, words, loginWords(connection, tag), parts);
        if (outcome === 'gone') return;
        if (outcome === 'refused') break;
        scenario = outcome.scenario;
        loggedIn = true;
        connection.send(`* CAPABILITY ${capabilities()}`);
        connection.send(`${tag} OK logged in`);
        break;
      }
      case 'LOGOUT':
        connection.send('* BYE see you');
        connection.send(`${tag} OK done`);
        connection.end();
        return;
      case 'NOOP':
        connection.send(`${tag} OK done`);
        break;
      case 'ID':
        connection.send('* ID ("name" "Mail OAuth Sandbox")');
        connection.send(`${tag} OK done`);
        break;
      default:
        if (!loggedIn) connection.send(`${tag} BAD log in first`);
        else if (mailboxRefused(connection, tag, scenario)) return;
        else answer(connection, tag, command, words);
    }
  }
}

function loginWords(connection: LineConnection, tag: string): LoginWords {
  return {
    protocol: 'imap',
    goAhead: '+ ',
    challenge: '+ ',
    withoutTls: 'NO [PRIVACYREQUIRED] STARTTLS first',
    unknownMechanism: 'NO Unsupported authentication mechanism.',
    cancelled: 'BAD cancelled',
    malformed: 'BAD Invalid SASL argument.',
    refuse: (reply) => sendTagged(connection, tag, reply),
  };
}

/** Lines that begin with `*` go out as they are. */
function sendTagged(connection: LineConnection, tag: string, reply: string): void {
  for (const line of reply.split('\n')) connection.send(line.startsWith('* ') ? line : `${tag} ${line}`);
}

/** @returns whether the connection is over */
function mailboxRefused(connection: LineConnection, tag: string, scenario: Scenario | undefined): boolean {
  if (scenario?.drops === 'mailbox') {
    connection.close();
    return true;
  }
  const refusal = scenario?.mailbox?.imap;
  if (refusal === undefined) return false;
  sendTagged(connection, tag, refusal.reply);
  connection.end();
  return true;
}

function answer(connection: LineConnection, tag: string, command: string, words: readonly string[]): void {
  const untagged: Readonly<Record<string, readonly string[]>> = {
    SELECT: [
      '* FLAGS (\\Seen)',
      '* 0 EXISTS',
      '* 0 RECENT',
      '* OK [UIDVALIDITY 1] the only one',
      '* OK [UIDNEXT 1] none yet',
    ],
    EXAMINE: [
      '* FLAGS (\\Seen)',
      '* 0 EXISTS',
      '* 0 RECENT',
      '* OK [UIDVALIDITY 1] the only one',
      '* OK [UIDNEXT 1] none yet',
    ],
    LIST: ['* LIST () "/" INBOX'],
    LSUB: ['* LSUB () "/" INBOX'],
    NAMESPACE: ['* NAMESPACE (("" "/")) NIL NIL'],
    STATUS: ['* STATUS INBOX (MESSAGES 0 RECENT 0 UIDNEXT 1 UIDVALIDITY 1 UNSEEN 0)'],
    SEARCH: ['* SEARCH'],
    UID: words[0]?.toUpperCase() === 'SEARCH' ? ['* SEARCH'] : [],
    FETCH: [],
    CHECK: [],
    CLOSE: [],
    UNSELECT: [],
    SUBSCRIBE: [],
  };
  const lines = untagged[command];
  if (lines === undefined) {
    connection.send(`${tag} BAD the sandbox does not know ${command}`);
    return;
  }
  for (const line of lines) connection.send(line);
  connection.send(
    `${tag} OK ${command === 'SELECT' ? '[READ-WRITE] ' : command === 'EXAMINE' ? '[READ-ONLY] ' : ''}done`,
  );
}
