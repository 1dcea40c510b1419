import * as l10n from '@vscode/l10n';
import { RefusedError } from '../wire/errors.js';
import type { InitialResponse, ServerReply } from '../wire/reply.js';
import type { Dialogue } from './dialogue.js';
import type { SaslReply } from './sasl-exchange.js';
import type { Session } from './session.js';

/** The maximum length of a command line including CRLF, in octets. RFC 2449 §4, RFC 5034 §4. */
const maxCommand = 255;

/** The client's side of POP3 (RFC 1939, RFC 5034): greeting, CAPA, STLS if configured, AUTH, STAT. */
export class Pop3Dialogue implements Dialogue {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  logoutCommand(): string {
    return 'QUIT';
  }

  async openMailbox(): Promise<void> {
    this.#session.phases.begin('mailbox');
    this.#session.setMailboxReply(await this.#command('STAT'));
  }

  async prepare(): Promise<void> {
    const session = this.#session;
    await session.open();
    await this.#expectOk();
    await this.#capa();
    if (session.server.security === 'starttls') await this.#startTls();
  }

  /** Some servers do not support CAPA but accept logins, so a negative reply is ignored. */
  async #capa(): Promise<void> {
    const { phases, connection } = this.#session;
    phases.begin('capability');
    connection.send('CAPA');
    const { code } = await this.#read();
    if (code !== '+OK') return;
    const lines: string[] = [];
    for (let line = await connection.readLine(); line.text !== '.'; line = await connection.readLine()) {
      lines.push(line.text.replace(/^\.\./, '.').toUpperCase());
    }
    this.#session.setCapabilities(lines);
  }

  async #startTls(): Promise<void> {
    const session = this.#session;
    session.requireStartTls(session.capabilities.includes('STLS'));
    session.phases.begin('starttls');
    session.connection.send('STLS');
    const reply = await this.#read();
    if (reply.code !== '+OK') throw session.startTlsRefused(reply);
    await session.upgrade();
    await this.#capa();
  }

  async authenticate(): Promise<void> {
    const session = this.#session;
    const offered = session.capabilities
      .filter((line) => line.startsWith('SASL '))
      .flatMap((line) => line.slice(5).split(/\s+/));
    session.phases.begin('authenticate');
    const { mechanism, credential } = session.chooseMechanism(offered.length === 0 ? undefined : offered);
    const form = this.#chooseForm(`AUTH ${mechanism} ${credential.text}\r\n`.length);
    await session.authenticate(`AUTH ${mechanism}`, { credential, form }, () => this.#readSasl());
  }

  #chooseForm(octets: number): InitialResponse['form'] {
    const session = this.#session;
    const { separatePop3Credential: provider } = session.options;
    if (provider !== undefined) {
      return session.chooseForm('continuation', l10n.t('{0}’s POP3 server requires it', provider));
    }
    return octets > maxCommand
      ? session.chooseForm(
          'continuation',
          l10n.t('the line of {0} octets would exceed the limit of {1} (RFC 5034 §4)', octets, maxCommand),
        )
      : session.chooseForm(
          'inline',
          l10n.t('the line of {0} octets is within the limit of {1} (RFC 5034 §4)', octets, maxCommand),
        );
  }

  async #readSasl(): Promise<SaslReply> {
    const reply = await this.#read();
    if (reply.code === '+') return { kind: 'challenge', base64: reply.text, line: reply.line };
    return { kind: reply.code === '+OK' ? 'accepted' : 'refused', reply };
  }

  async #command(command: string): Promise<ServerReply> {
    this.#session.connection.send(command);
    return this.#expectOk();
  }

  async #expectOk(): Promise<ServerReply> {
    const reply = await this.#read();
    if (reply.code === '-ERR') throw new RefusedError(reply);
    if (reply.code === '+') throw this.#session.unexpected(reply.line, 'POP3');
    return reply;
  }

  #keep(code: string): void {
    const { phases, transcript } = this.#session;
    if (phases.current === 'greeting') transcript.keepLast('greeting');
    else if (code === '-ERR') transcript.keepLast('reply-line');
  }

  async #read(): Promise<ServerReply> {
    const { text: line } = await this.#session.connection.readLine();
    const match = /^(\+OK|-ERR|\+)(?: (.*))?$/is.exec(line);
    if (match?.[1] === undefined) throw this.#session.unexpected(line, 'POP3');
    const rest = match[2] ?? '';
    const code = match[1].toUpperCase();
    this.#keep(code);
    const extended = code === '-ERR' ? /^\[([A-Z/-]+)\](.*)$/is.exec(rest) : null;
    return extended?.[1] === undefined
      ? { line, code, text: rest }
      : { line, code, responseCode: extended[1].toUpperCase(), text: (extended[2] ?? '').trimStart() };
  }
}
