import * as l10n from '@vscode/l10n';
import { RefusedError } from '../wire/errors.js';
import type { InitialResponse, ServerReply } from '../login-check/result.js';
import { startTlsRefused, tooEarly, unexpected, type Session } from './session.js';

/** The longest command line, CRLF included, in octets. RFC 2449 §4, RFC 5034 §4. */
const maximumCommand = 255;

/**
 * The POP3 dialogue (RFC 1939, RFC 5034): greeting, CAPA, STLS if wanted, AUTH, STAT.
 *
 * @throws {MailError | RefusedError | Cancelled}
 */
export class Pop3Dialogue {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async run(): Promise<void> {
    const session = this.#session;
    await session.open();
    await this.#expectOk();
    await this.#capa();
    if (session.server.security === 'starttls') await this.#startTls();
    await this.#authenticate();
    session.phases.begin('mailbox');
    session.reply = await this.#command('STAT');
  }

  /** Says goodbye, and waits for none. */
  logout(): void {
    this.#session.connection.sendLogout('QUIT');
  }

  /** Some servers do not know CAPA and log in all the same, so its refusal ends nothing. */
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
    this.#session.capabilities = lines;
  }

  async #startTls(): Promise<void> {
    const session = this.#session;
    session.requireStartTls(session.capabilities.includes('STLS'));
    session.phases.begin('starttls');
    session.connection.send('STLS');
    const reply = await this.#read();
    if (reply.code !== '+OK') throw startTlsRefused(reply.text);
    await session.upgrade();
    await this.#capa();
  }

  async #authenticate(): Promise<void> {
    const session = this.#session;
    const { connection, capabilities, phases } = session;
    const offered = capabilities
      .filter((line) => line.startsWith('SASL '))
      .flatMap((line) => line.slice(5).split(/\s+/));
    phases.begin('authenticate');
    const { mechanism, credential } = session.chooseMechanism(offered.length === 0 ? undefined : offered);
    if (this.#chooseForm(`AUTH ${mechanism} ${credential.text}\r\n`.length) === 'inline') {
      connection.send(`AUTH ${mechanism} `, { secret: credential });
    } else {
      connection.send(`AUTH ${mechanism}`);
      await this.#goAhead();
      connection.send({ secret: credential });
    }
    await this.#verdict();
  }

  #chooseForm(octets: number): InitialResponse['form'] {
    const session = this.#session;
    if (session.profile?.separatePop3Credential === true) {
      return session.chooseForm('continuation', l10n.t('{0}’s POP3 server wants it so', session.profile.provider));
    }
    return octets > maximumCommand
      ? session.chooseForm(
          'continuation',
          l10n.t('the line of {0} octets would be over the limit of {1} (RFC 5034 §4)', octets, maximumCommand),
        )
      : session.chooseForm(
          'inline',
          l10n.t('the line of {0} octets fits the limit of {1} (RFC 5034 §4)', octets, maximumCommand),
        );
  }

  async #goAhead(): Promise<void> {
    const reply = await this.#read();
    if (reply.code === '+') return;
    if (reply.code === '-ERR') throw new RefusedError(reply);
    throw tooEarly(reply.text);
  }

  async #verdict(): Promise<void> {
    for (;;) {
      const reply = await this.#read();
      if (reply.code === '-ERR') throw new RefusedError(reply);
      if (reply.code === '+OK') {
        this.#session.loggedIn(reply);
        return;
      }
      this.#session.answerChallenge(reply.text);
    }
  }

  async #command(command: string): Promise<ServerReply> {
    this.#session.connection.send(command);
    return this.#expectOk();
  }

  async #expectOk(): Promise<ServerReply> {
    const reply = await this.#read();
    if (reply.code === '-ERR') throw new RefusedError(reply);
    if (reply.code === '+') throw unexpected(reply.line, 'POP3');
    return reply;
  }

  async #read(): Promise<ServerReply> {
    const { text: line } = await this.#session.connection.readLine();
    const match = /^(\+OK|-ERR|\+)(?: (.*))?$/is.exec(line);
    if (match?.[1] === undefined) throw unexpected(line, 'POP3');
    const rest = match[2] ?? '';
    const code = match[1].toUpperCase();
    const extended = code === '-ERR' ? /^\[([A-Z/-]+)\]\s*(.*)$/is.exec(rest) : null;
    return extended?.[1] === undefined
      ? { line, code, text: rest }
      : { line, code, responseCode: extended[1].toUpperCase(), text: extended[2] ?? '' };
  }
}
