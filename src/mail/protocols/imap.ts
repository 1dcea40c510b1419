import * as l10n from '@vscode/l10n';
import type { ServerLine } from '../wire/connection.js';
import { MailError, RefusedError } from '../wire/errors.js';
import type { InitialResponse, ServerReply } from '../wire/reply.js';
import { untaggedKind } from '../wire/server-words.js';
import type { Dialogue } from './dialogue.js';
import type { SaslReply } from './sasl-exchange.js';
import type { Session } from './session.js';

/**
 * Untagged responses that end in human-readable text: a “{5}” at the end does not announce a literal. RFC 9051 §9,
 * resp-text.
 */
const statusResponse = /^\* (?:OK|NO|BAD|BYE|PREAUTH)(?:$| (?!\[)| \[[^\]]*\])/i;

/** What completes a command or interrupts it: the tagged response, or a continuation request. */
type Answer =
  { readonly kind: 'tagged'; readonly reply: ServerReply } | { readonly kind: 'continue'; readonly text: string };

/**
 * The client's side of IMAP (RFC 9051): greeting, STARTTLS if configured, AUTHENTICATE, SELECT INBOX.
 */
export class ImapDialogue implements Dialogue {
  readonly #session: Session;
  #tag = 0;
  /** Whether CAPABILITY was sent since the connection was last secured. */
  #asked = false;

  constructor(session: Session) {
    this.#session = session;
  }

  logoutCommand(): string {
    return `${this.#nextTag()} LOGOUT`;
  }

  async openMailbox(): Promise<void> {
    this.#session.phases.begin('mailbox');
    this.#session.setMailboxReply(await this.#command('SELECT INBOX'));
  }

  async prepare(): Promise<void> {
    const session = this.#session;
    await session.open();
    await this.#greeting();
    if (session.server.security === 'starttls') await this.#startTls();
    await this.#capability();
    // RFC 9051 §7.2.2: the list in a greeting may be incomplete.
    if (this.#mechanisms().length === 0 && !this.#asked) await this.#askCapabilities();
  }

  async #greeting(): Promise<void> {
    const { text } = await this.#session.connection.readLine();
    this.#session.transcript.keepLast('greeting');
    const match = /^\* (OK|PREAUTH|BYE)(?: (.*))?$/is.exec(text);
    const code = match?.[1]?.toUpperCase();
    if (code === 'BYE') throw new RefusedError(toReply(text, 'BYE', match?.[2] ?? ''));
    if (code === 'PREAUTH') {
      throw new MailError(
        'preauth',
        l10n.t(
          'The server treats the connection as logged in already (PREAUTH). No login can be tested here, and STARTTLS would be skipped.',
        ),
      );
    }
    if (code !== 'OK') throw this.#session.unexpected(text, 'IMAP');
    this.#takeCapabilities(text);
  }

  async #startTls(): Promise<void> {
    const session = this.#session;
    await this.#capability();
    session.requireStartTls(session.capabilities.includes('STARTTLS'));
    session.phases.begin('starttls');
    await this.#command('STARTTLS', (reply) => {
      throw session.startTlsRefused(reply);
    });
    await session.upgrade();
    this.#asked = false;
  }

  /** Requests the capabilities, unless the server has already listed them. */
  async #capability(): Promise<void> {
    if (this.#session.hasCapabilities) return;
    await this.#askCapabilities();
  }

  async #askCapabilities(): Promise<void> {
    this.#asked = true;
    this.#session.phases.begin('capability');
    await this.#command('CAPABILITY');
  }

  async authenticate(): Promise<void> {
    const session = this.#session;
    session.phases.begin('authenticate');
    const { mechanism, credential } = session.chooseMechanism(this.#mechanisms());
    const tag = this.#nextTag();
    const form = this.#chooseForm();
    await session.authenticate(`${tag} AUTHENTICATE ${mechanism}`, { credential, form }, () => this.#readSasl(tag));
  }

  #mechanisms(): string[] {
    return this.#session.capabilities.filter((name) => name.startsWith('AUTH=')).map((name) => name.slice(5));
  }

  #chooseForm(): InitialResponse['form'] {
    const session = this.#session;
    if (session.capabilities.includes('SASL-IR')) {
      return session.chooseForm('inline', l10n.t('the server supports SASL-IR (RFC 4959)'));
    }
    if (session.capabilities.includes('IMAP4REV2')) {
      return session.chooseForm('inline', l10n.t('the server supports IMAP4rev2 (RFC 9051 §6.2.2)'));
    }
    return session.chooseForm('continuation', l10n.t('the server does not support SASL-IR (RFC 4959)'));
  }

  async #readSasl(tag: string): Promise<SaslReply> {
    const answer = await this.#read(tag);
    if (answer.kind === 'continue') return { kind: 'challenge', base64: answer.text, line: `+ ${answer.text}` };
    return { kind: answer.reply.code === 'OK' ? 'accepted' : 'refused', reply: answer.reply };
  }

  async #command(
    command: string,
    refuse: (reply: ServerReply) => never = (reply) => {
      throw new RefusedError(reply);
    },
  ): Promise<ServerReply> {
    const tag = this.#nextTag();
    this.#session.connection.send(`${tag} ${command}`);
    const answer = await this.#read(tag);
    if (answer.kind === 'continue') throw this.#session.unexpected(`+ ${answer.text}`, 'IMAP');
    return answer.reply.code === 'OK' ? answer.reply : refuse(answer.reply);
  }

  #nextTag(): string {
    return `A${++this.#tag}`;
  }

  /** Reads responses up to the tagged one or a continuation request. */
  async #read(tag: string): Promise<Answer> {
    const { connection, transcript } = this.#session;
    for (;;) {
      const line = await connection.readLine();
      const { text } = line;
      if (text === '+' || text.startsWith('+ ')) return { kind: 'continue', text: text.slice(2) };
      const tagged = /^(\S+) (OK|NO|BAD)(?: (.*))?$/is.exec(text);
      if (tagged?.[1] === tag) {
        if (tellsError(tagged)) transcript.keepLast('reply-line');
        this.#takeCapabilities(text);
        return { kind: 'tagged', reply: toReply(text, (tagged[2] ?? '').toUpperCase(), tagged[3] ?? '') };
      }
      if (!text.startsWith('* ')) throw this.#session.unexpected(text, 'IMAP');
      const kind = untaggedKind(text);
      if (kind !== undefined) transcript.keepLast(kind);
      const bye = /^\* BYE(?: (.*))?$/is.exec(text);
      if (bye !== null) throw new RefusedError(toReply(text, 'BYE', bye[1] ?? ''));
      this.#takeCapabilities(text);
      if (!statusResponse.test(text)) await this.#skipLiterals(line);
    }
  }

  async #skipLiterals(line: ServerLine): Promise<void> {
    for (let current = line; ;) {
      const octets = /\{(\d{1,15})\+?\}$/.exec(current.bytes.toString('latin1'))?.[1];
      if (octets === undefined) return;
      await this.#session.connection.skip(Number(octets));
      current = await this.#session.connection.readLine();
    }
  }

  #takeCapabilities(text: string): void {
    const list = /^\* CAPABILITY (.*)$/i.exec(text)?.[1] ?? /^\S+ OK \[CAPABILITY ([^\]]*)\]/i.exec(text)?.[1];
    if (list !== undefined) this.#session.setCapabilities(list.toUpperCase().split(' ').filter(Boolean));
  }
}

/** Exchange can report an error in the line that accepts the login: `OK … [Error="…"]`. */
function tellsError([, , code, rest]: RegExpExecArray): boolean {
  return code?.toUpperCase() !== 'OK' || /\[?\berror\b/i.test(rest ?? '');
}

function toReply(line: string, code: string, rest: string): ServerReply {
  const match = /^\[([A-Z0-9-]+)(?: [^\]]*)?\](.*)$/is.exec(rest);
  return match?.[1] === undefined
    ? { line, code, text: rest }
    : { line, code, responseCode: match[1].toUpperCase(), text: (match[2] ?? '').trimStart() };
}
