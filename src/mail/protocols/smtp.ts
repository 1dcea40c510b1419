import * as l10n from '@vscode/l10n';
import { MailError, RefusedError } from '../wire/errors.js';
import type { ServerReply } from '../login-check/result.js';
import { startTlsRefused, unexpected, type Session } from './session.js';

/** The longest command line, CRLF included, in octets. RFC 5321 §4.5.3.1.4. */
const maximumCommand = 512;
/** The longest line that a server must take as a client's response, CRLF included, in octets. RFC 4954 §4. */
const maximumResponse = 12_288;

interface Reply extends ServerReply {
  readonly lines: readonly string[];
}

/**
 * The SMTP dialogue (RFC 5321, RFC 4954): greeting, EHLO, STARTTLS if wanted, AUTH, and a sender that is
 * taken back at once. No message is sent.
 *
 * @throws {MailError | RefusedError | Cancelled}
 */
export class SmtpDialogue {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async run(): Promise<void> {
    const session = this.#session;
    await session.open();
    await this.#expect(220);
    await this.#ehlo();
    if (session.server.security === 'starttls') await this.#startTls();
    await this.#authenticate();
    await this.#mailbox();
  }

  /** Says goodbye, and waits for none. */
  logout(): void {
    this.#session.connection.sendLogout('QUIT');
  }

  async #ehlo(): Promise<void> {
    const session = this.#session;
    session.phases.begin('capability');
    const { lines } = await this.#command('EHLO [127.0.0.1]', 250);
    session.capabilities = lines.slice(1).map((line) => line.toUpperCase().replace(/^AUTH=/, 'AUTH '));
  }

  async #startTls(): Promise<void> {
    const session = this.#session;
    session.requireStartTls(session.capabilities.includes('STARTTLS'));
    session.phases.begin('starttls');
    session.connection.send('STARTTLS');
    const reply = await this.#read();
    if (reply.code !== '220') throw startTlsRefused(reply.line);
    await session.upgrade();
    await this.#ehlo();
  }

  async #authenticate(): Promise<void> {
    const session = this.#session;
    const { connection, capabilities, phases } = session;
    const offered = capabilities
      .filter((line) => line.startsWith('AUTH '))
      .flatMap((line) => line.slice(5).split(/\s+/));
    phases.begin('authenticate');
    const { mechanism, credential } = session.chooseMechanism([...new Set(offered)]);
    const octets = `AUTH ${mechanism} ${credential.text}\r\n`.length;
    const form =
      octets <= maximumCommand
        ? session.chooseForm(
            'inline',
            l10n.t('the line of {0} octets fits the limit of {1} (RFC 5321 §4.5.3.1.4)', octets, maximumCommand),
          )
        : session.chooseForm(
            'continuation',
            l10n.t(
              'the line of {0} octets would be over the limit of {1} (RFC 5321 §4.5.3.1.4)',
              octets,
              maximumCommand,
            ),
          );
    if (form === 'inline') {
      connection.send(`AUTH ${mechanism} `, { secret: credential });
    } else {
      await this.#command(`AUTH ${mechanism}`, 334);
      this.#noteLength(credential.text.length + 2);
      connection.send({ secret: credential });
    }
    await this.#verdict();
  }

  #noteLength(octets: number): void {
    if (octets <= maximumResponse) return;
    this.#session.transcript.note(
      'authenticate',
      l10n.t('a line of {0} octets: servers need not take more than {1} (RFC 4954 §4)', octets, maximumResponse),
    );
  }

  async #verdict(): Promise<void> {
    for (;;) {
      const reply = await this.#read();
      if (reply.code === '334') {
        this.#session.answerChallenge(reply.text);
      } else if (reply.code === '235') {
        this.#session.loggedIn(withoutLines(reply));
        return;
      } else {
        throw refusalOrError(reply);
      }
    }
  }

  /** An open mailbox has no counterpart here: that the server takes the sender comes nearest. */
  async #mailbox(): Promise<void> {
    const session = this.#session;
    if (!/^[\u0021-\u007e]+@[\u0021-\u007e]+$/.test(session.user) || /[<>]/.test(session.user)) {
      session.transcript.note('mailbox', l10n.t('not tested: the user is no address that MAIL FROM could name'));
      return;
    }
    session.phases.begin('mailbox');
    // RFC 2920 §3.1: both may go out in one group where the server says so.
    const pipelining = session.capabilities.includes('PIPELINING');
    session.connection.send(`MAIL FROM:<${session.user}>`);
    if (pipelining) session.connection.send('RSET');
    const reply = await this.#expect(250);
    if (!pipelining) session.connection.send('RSET');
    await this.#expect(250);
    session.reply = withoutLines(reply);
  }

  async #command(command: string, code: number): Promise<Reply> {
    this.#session.connection.send(command);
    return this.#expect(code);
  }

  async #expect(code: number): Promise<Reply> {
    const reply = await this.#read();
    if (reply.code === String(code)) return reply;
    throw refusalOrError(reply);
  }

  /** Reads one reply of one or more lines with the same code. RFC 5321 §4.2.1. */
  async #read(): Promise<Reply> {
    const lines: string[] = [];
    for (let code: string | undefined; ;) {
      const { text } = await this.#session.connection.readLine();
      const match = /^([2-5]\d\d)(?:([ -])(.*))?$/s.exec(text);
      if (match?.[1] === undefined) throw unexpected(text, 'SMTP');
      if (code !== undefined && match[1] !== code) {
        throw new MailError('protocol-error', l10n.t('One reply changes its code from {0} to {1}.', code, match[1]));
      }
      code = match[1];
      lines.push(match[3] ?? '');
      if (match[2] !== '-') return toReply(code, lines, text);
    }
  }
}

function toReply(code: string, lines: readonly string[], last: string): Reply {
  const status = /^([245]\.\d{1,3}\.\d{1,3})\b/.exec(lines[0] ?? '')?.[1];
  // RFC 2034 §4: each line repeats the enhanced status.
  const text = lines
    .map((line) => (status === undefined ? line : line.replace(status, '').trim()))
    .join(' ')
    .trim();
  const line = lines.length === 1 ? last : [code, status, text].filter(Boolean).join(' ');
  return { line, code, lines, text, ...(status === undefined ? {} : { enhancedStatus: status }) };
}

function withoutLines({ lines: _, ...reply }: Reply): ServerReply {
  return reply;
}

/** 4xx and 5xx are answers; anything else in the wrong place is not SMTP. */
function refusalOrError(reply: Reply): Error {
  return /^[45]/.test(reply.code) ? new RefusedError(withoutLines(reply)) : unexpected(reply.line, 'SMTP');
}
