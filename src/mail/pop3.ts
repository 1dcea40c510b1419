import * as l10n from '@vscode/l10n';
import { MailError, Refused } from './errors.js';
import type { ServerReply } from './report.js';
import { startTlsRefused, unexpected, type Session } from './session.js';

/** The longest command line, CRLF included, in octets. RFC 2449 §4, RFC 5034 §4. */
const maximumCommand = 255;

/** Servers that close the connection when the credential comes on the line of AUTH. */
const twoLineHosts = /(^|\.)(?:outlook\.office365\.(?:com|us)|outlook\.office\.com)$/i;

/**
 * The POP3 dialogue (RFC 1939, RFC 5034): greeting, CAPA, STLS if wanted, AUTH, STAT.
 *
 * @throws {MailError | Refused | Cancelled}
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
    session.steps.begin('mailbox');
    session.reply = await this.#command('STAT');
  }

  /** Says goodbye; the server's own goodbye is waited for only shortly. */
  async logout(): Promise<void> {
    await this.#command('QUIT');
  }

  /** Some servers do not know CAPA and log in all the same, so its refusal ends nothing. */
  async #capa(): Promise<void> {
    const { steps, connection } = this.#session;
    steps.begin('capability');
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
    session.steps.begin('starttls');
    session.connection.send('STLS');
    const reply = await this.#read();
    if (reply.code !== '+OK') throw startTlsRefused(reply.text);
    await session.upgrade();
    await this.#capa();
  }

  async #authenticate(): Promise<void> {
    const session = this.#session;
    const { mechanism, credential, connection, capabilities } = session;
    const offered = capabilities.filter((line) => line.startsWith('SASL ')).flatMap((line) => line.slice(5).split(/\s+/));
    if (offered.length > 0) session.requireMechanism(offered);
    session.steps.begin('authenticate');
    if (this.#chooseInline()) {
      connection.send(`AUTH ${mechanism} `, { secret: credential });
    } else {
      connection.send(`AUTH ${mechanism}`);
      await this.#goAhead();
      connection.send({ secret: credential });
    }
    await this.#verdict();
  }

  #chooseInline(): boolean {
    const session = this.#session;
    const octets = `AUTH ${session.mechanism} ${session.credential}\r\n`.length;
    if (twoLineHosts.test(session.server.host)) {
      session.choose('continuation', l10n.t('Microsoft’s POP3 server wants it so'));
      return false;
    }
    if (octets > maximumCommand) {
      session.choose('continuation', l10n.t('the line of {0} octets would be over the limit of {1} (RFC 5034 §4)', octets, maximumCommand));
      return false;
    }
    session.choose('inline', l10n.t('the line of {0} octets fits the limit of {1} (RFC 5034 §4)', octets, maximumCommand));
    return true;
  }

  async #goAhead(): Promise<void> {
    const reply = await this.#read();
    if (reply.code === '+') return;
    if (reply.code === '-ERR') throw new Refused(reply);
    throw new MailError('protocol-error', l10n.t('The server says OK before it has seen the credential: {0}', reply.text));
  }

  async #verdict(): Promise<void> {
    for (;;) {
      const reply = await this.#read();
      if (reply.code === '-ERR') throw new Refused(reply);
      if (reply.code === '+OK') {
        this.#session.reply = reply;
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
    if (reply.code === '-ERR') throw new Refused(reply);
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
