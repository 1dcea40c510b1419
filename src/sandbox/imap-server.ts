import type { LineConnection } from './line-connection.js';
import { startTls, type MailProtocol, type MailSession } from './mail-protocol.js';
import { authenticate, type SaslFraming } from './sasl-exchange.js';
import { redactedCommand } from './sasl-response.js';

/** A client's command. */
interface Command {
  readonly tag: string;
  readonly name: string;
  readonly args: readonly string[];
}

/** Short enough that a credential is not mistaken for a tag and echoed. */
const tagPattern = /^[\w.-]{1,20}$/;

/** A minimal IMAP server (RFC 9051): login with XOAUTH2 and OAUTHBEARER, and an empty INBOX. */
export const imapProtocol: MailProtocol = {
  greet: (session) => session.connection.send(`* OK [CAPABILITY ${capabilities(session)}] Mail OAuth Sandbox ready`),
  redact: (line) => redactedCommand(line).replace(/^(\S+ LOGIN \S+) .*$/i, '$1 <password>'),
  handle: async (session, line) => {
    const [tag = '', name = '', ...args] = line.split(' ');
    if (tagPattern.test(tag)) await handleCommand(session, { tag, name: name.toUpperCase(), args });
    else session.connection.send('* BAD Missing or invalid tag');
  },
};

async function handleCommand(session: MailSession, command: Command): Promise<void> {
  const { connection } = session;
  const { tag } = command;
  switch (command.name) {
    case 'CAPABILITY':
      connection.send(`* CAPABILITY ${capabilities(session)}`);
      connection.send(`${tag} OK Capability completed`);
      return;
    case 'STARTTLS':
      await startTls(session, { ready: `${tag} OK Begin TLS negotiation`, alreadyActive: `${tag} BAD TLS is active` });
      return;
    case 'LOGIN':
      connection.send(`${tag} NO [AUTHENTICATIONFAILED] Basic authentication is disabled.`);
      return;
    case 'AUTHENTICATE':
      if (!(await authenticate(session, saslFraming(connection, tag), command.args))) return;
      connection.send(`* CAPABILITY ${capabilities(session)}`);
      connection.send(`${tag} OK Logged in`);
      return;
    case 'LOGOUT':
      connection.send('* BYE Logging out');
      connection.send(`${tag} OK Logout completed`);
      connection.end();
      return;
    case 'NOOP':
      connection.send(`${tag} OK NOOP completed`);
      return;
    case 'ID':
      connection.send('* ID ("name" "Mail OAuth Sandbox")');
      connection.send(`${tag} OK ID completed`);
      return;
    default:
      handleMailboxCommand(session, command);
  }
}

function capabilities({ connection, scenario }: MailSession): string {
  if (scenario !== undefined) return 'IMAP4rev1 ID NAMESPACE UNSELECT';
  if (connection.secure) return 'IMAP4rev1 SASL-IR ID AUTH=XOAUTH2 AUTH=OAUTHBEARER';
  return 'IMAP4rev1 SASL-IR ID STARTTLS LOGINDISABLED';
}

function saslFraming(connection: LineConnection, tag: string): SaslFraming {
  return {
    protocol: 'imap',
    continuation: '+ ',
    challengePrefix: '+ ',
    tlsRequired: 'NO [PRIVACYREQUIRED] STARTTLS is required first.',
    unknownMechanism: 'NO Unsupported authentication mechanism.',
    canceled: 'BAD Authentication canceled.',
    malformed: 'BAD Invalid SASL argument.',
    sendRefusal: (reply) => sendTagged(connection, tag, reply),
  };
}

/** Sends a reply of several lines; lines that begin with `*` are untagged. */
function sendTagged(connection: LineConnection, tag: string, reply: string): void {
  for (const line of reply.split('\n')) connection.send(line.startsWith('* ') ? line : `${tag} ${line}`);
}

function handleMailboxCommand({ connection, scenario }: MailSession, command: Command): void {
  const { tag, name } = command;
  const refusal = scenario?.mailbox?.imap;
  const untagged = untaggedReplies(command);
  if (scenario === undefined) connection.send(`${tag} BAD Log in first`);
  else if (scenario.disconnectAt === 'mailbox') connection.close();
  else if (refusal !== undefined) {
    sendTagged(connection, tag, refusal.reply);
    connection.end();
  } else if (untagged === undefined) connection.send(`${tag} BAD Unknown command`);
  else {
    for (const line of untagged) connection.send(line);
    connection.send(`${tag} OK ${accessCode(name)}${name} completed`);
  }
}

/** @returns `undefined` for an unknown command */
function untaggedReplies({ name, args }: Command): readonly string[] | undefined {
  switch (name) {
    case 'SELECT':
    case 'EXAMINE':
      return [
        '* FLAGS (\\Seen)',
        '* 0 EXISTS',
        '* 0 RECENT',
        '* OK [UIDVALIDITY 1] UIDs valid',
        '* OK [UIDNEXT 1] Predicted next UID',
      ];
    case 'LIST':
    case 'LSUB':
      return [`* ${name} () "/" INBOX`];
    case 'NAMESPACE':
      return ['* NAMESPACE (("" "/")) NIL NIL'];
    case 'STATUS':
      return ['* STATUS INBOX (MESSAGES 0 RECENT 0 UIDNEXT 1 UIDVALIDITY 1 UNSEEN 0)'];
    case 'SEARCH':
      return ['* SEARCH'];
    case 'UID':
      return args[0]?.toUpperCase() === 'SEARCH' ? ['* SEARCH'] : [];
    case 'FETCH':
    case 'CHECK':
    case 'CLOSE':
    case 'UNSELECT':
    case 'SUBSCRIBE':
      return [];
    default:
      return undefined;
  }
}

function accessCode(name: string): string {
  if (name === 'SELECT') return '[READ-WRITE] ';
  return name === 'EXAMINE' ? '[READ-ONLY] ' : '';
}
