import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { MailError, RefusedError } from '../wire/errors.js';
import type { InitialResponse, ServerReply } from '../wire/reply.js';
import { isSmtpAddress, needsSmtpUtf8 } from '../wire/smtp-address.js';
import type { Dialogue } from './dialogue.js';
import type { SaslReply } from './sasl-exchange.js';
import type { Session } from './session.js';
import { dotStuffed, testMessageLines } from './test-message.js';

/** The maximum length of a command line including CRLF, in octets. RFC 5321 §4.5.3.1.4. */
const maxCommand = 512;
/** The longest SASL response that a server must accept, including CRLF, in octets. RFC 4954 §4. */
const maxResponse = 12_288;

interface Reply extends ServerReply {
  readonly lines: readonly string[];
}

/**
 * The client's side of SMTP (RFC 5321, RFC 4954): greeting, EHLO, STARTTLS if configured, AUTH, and MAIL FROM followed
 * by RSET. A message is sent only if `sendTestMessage` is set.
 */
export class SmtpDialogue implements Dialogue {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  logoutCommand(): string {
    return 'QUIT';
  }

  async prepare(): Promise<void> {
    const session = this.#session;
    await session.open();
    await this.#expect(220);
    await this.#ehlo();
    if (session.server.security === 'starttls') await this.#startTls();
  }

  async #ehlo(): Promise<void> {
    const session = this.#session;
    session.phases.begin('capability');
    const { lines } = await this.#command(`EHLO ${session.chooseEhloName()}`, 250);
    session.setCapabilities(lines.slice(1).map((line) => line.toUpperCase().replace(/^AUTH=/, 'AUTH ')));
  }

  async #startTls(): Promise<void> {
    const session = this.#session;
    session.requireStartTls(session.capabilities.includes('STARTTLS'));
    session.phases.begin('starttls');
    session.connection.send('STARTTLS');
    const reply = await this.#read();
    if (reply.code !== '220') throw session.startTlsRefused(reply);
    await session.upgrade();
    await this.#ehlo();
  }

  async authenticate(): Promise<void> {
    const session = this.#session;
    const offered = session.capabilities
      .filter((line) => line.startsWith('AUTH '))
      .flatMap((line) => line.slice(5).split(/\s+/));
    session.phases.begin('authenticate');
    const { mechanism, credential } = session.chooseMechanism([...new Set(offered)]);
    const form = this.#chooseForm(`AUTH ${mechanism} ${credential.text}\r\n`.length);
    if (form === 'continuation') this.#noteLength(credential.text.length + 2);
    await session.authenticate(`AUTH ${mechanism}`, { credential, form }, () => this.#readSasl());
  }

  #chooseForm(octets: number): InitialResponse['form'] {
    return octets <= maxCommand
      ? this.#session.chooseForm(
          'inline',
          l10n.t('the line of {0} octets is within the limit of {1} (RFC 5321 §4.5.3.1.4)', octets, maxCommand),
        )
      : this.#session.chooseForm(
          'continuation',
          l10n.t('the line of {0} octets would exceed the limit of {1} (RFC 5321 §4.5.3.1.4)', octets, maxCommand),
        );
  }

  #noteLength(octets: number): void {
    if (octets <= maxResponse) return;
    this.#session.transcript.note(
      'authenticate',
      l10n.t('a line of {0} octets: servers need not accept more than {1} (RFC 4954 §4)', octets, maxResponse),
    );
  }

  async #readSasl(): Promise<SaslReply> {
    const reply = await this.#read();
    if (reply.code === '334') return { kind: 'challenge', base64: reply.text, line: reply.line };
    if (reply.code === '235') return { kind: 'accepted', reply: withoutLines(reply) };
    if (/^[45]/.test(reply.code)) return { kind: 'refused', reply: withoutLines(reply) };
    throw this.#session.unexpected(reply.line, 'SMTP');
  }

  /** SMTP has no mailbox to open; the closest equivalent is whether the server accepts the sender. */
  async openMailbox(): Promise<void> {
    const session = this.#session;
    const { user } = session.options;
    if (!isSmtpAddress(user)) {
      session.transcript.note('mailbox', l10n.t('skipped: the user name is not an email address'));
      return;
    }
    const { sendTestMessage } = session.options;
    const lacksUtf8 = needsSmtpUtf8(user) && !session.capabilities.includes('SMTPUTF8');
    if (lacksUtf8 && !sendTestMessage) {
      session.transcript.note(
        'mailbox',
        l10n.t('skipped: the server does not support SMTPUTF8 (RFC 6531), which the address {0} requires', user),
      );
      return;
    }
    session.phases.begin('mailbox');
    if (lacksUtf8) throw smtpUtf8NotOffered(user, session.server.host);
    const mail = `MAIL FROM:<${user}>${needsSmtpUtf8(user) ? ' SMTPUTF8' : ''}`;
    if (sendTestMessage) await this.#sendMessage(user, mail);
    else await this.#trySender(mail);
  }

  async #trySender(mail: string): Promise<void> {
    const session = this.#session;
    // RFC 2920 §3.1: with PIPELINING both may be sent together.
    const pipelining = session.capabilities.includes('PIPELINING');
    session.connection.send(mail);
    if (pipelining) session.connection.send('RSET');
    const reply = await this.#expect(250);
    if (!pipelining) session.connection.send('RSET');
    await this.#expect(250);
    session.setMailboxReply(withoutLines(reply));
  }

  /** Sends a message from the user to the user. Some servers check the permission to send only after DATA. */
  async #sendMessage(user: string, mail: string): Promise<void> {
    const session = this.#session;
    session.setMailboxReply(withoutLines(await this.#command(mail, 250)));
    session.phases.begin('message');
    await this.#command(`RCPT TO:<${user}>`, 250, 251);
    await this.#command('DATA', 354);
    const lines = testMessageLines({ address: user, sentAt: session.options.now(), id: randomUUID() });
    for (const line of dotStuffed(lines)) session.connection.send(line);
    session.setReply(withoutLines(await this.#command('.', 250)));
  }

  async #command(command: string, ...codes: readonly number[]): Promise<Reply> {
    this.#session.connection.send(command);
    return this.#expect(...codes);
  }

  async #expect(...codes: readonly number[]): Promise<Reply> {
    const reply = await this.#read();
    if (codes.map(String).includes(reply.code)) return reply;
    throw this.#refusalOrError(reply);
  }

  /** 4xx and 5xx are negative replies; any other code is a protocol error here. */
  #refusalOrError(reply: Reply): Error {
    return /^[45]/.test(reply.code)
      ? new RefusedError(withoutLines(reply))
      : this.#session.unexpected(reply.line, 'SMTP');
  }

  #keep(code: string): void {
    const { phases, transcript } = this.#session;
    if (phases.current === 'greeting') transcript.keepLast('greeting');
    else if (/^[45]/.test(code)) transcript.keepLast('reply-line');
  }

  /** Reads one reply of one or more lines with the same code. RFC 5321 §4.2.1. */
  async #read(): Promise<Reply> {
    const lines: string[] = [];
    for (let code: string | undefined; ;) {
      const { text } = await this.#session.connection.readLine();
      const match = /^([2-5]\d\d)(?:([ -])(.*))?$/s.exec(text);
      if (match?.[1] === undefined) throw this.#session.unexpected(text, 'SMTP');
      if (code !== undefined && match[1] !== code) {
        throw new MailError('protocol-error', l10n.t('A reply changes its code from {0} to {1}.', code, match[1]));
      }
      code = match[1];
      this.#keep(code);
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

function smtpUtf8NotOffered(address: string, host: string): MailError {
  return new MailError(
    'smtputf8-not-offered',
    l10n.t('{0} does not support SMTPUTF8 (RFC 6531), which the address {1} requires.', host, address),
  );
}

function withoutLines({ lines: _, ...reply }: Reply): ServerReply {
  return reply;
}
