import * as l10n from '@vscode/l10n';
import { decodeErrorChallenge, type ErrorChallenge } from '../../sasl/challenge.js';
import { bestMechanism, errorChallengeAnswer, type Mechanism, type MechanismChoice } from '../../sasl/mechanism.js';
import type { Connection } from '../wire/connection.js';
import { MailError } from '../wire/errors.js';
import type { InitialResponse, ServerReply } from '../login-check/result.js';
import type { Secret } from '../../transport/redactor.js';
import type { MailServer, ServerProfile } from '../wire/server.js';
import type { Phases } from '../wire/phases.js';
import type { TlsInfo } from '../../transport/tls.js';
import type { Transcript } from '../wire/transcript.js';

/** How many challenges a refusing server may send before it is given up. */
const maximumChallenges = 3;

/** What a dialogue is given. */
export interface SessionDependencies {
  readonly connection: Connection;
  readonly phases: Phases;
  readonly transcript: Transcript;
  readonly server: MailServer;
  readonly profile: ServerProfile | undefined;
  readonly mechanism: MechanismChoice;
  readonly user: string;
  /** The initial client response of each mechanism, base64. */
  readonly credentials: Readonly<Record<Mechanism, Secret>>;
  /** The wire form that the user insists on. */
  readonly form: InitialResponse['form'] | undefined;
}

/** What a dialogue works with and what it finds out on its way. */
export class Session {
  readonly connection: Connection;
  readonly phases: Phases;
  readonly transcript: Transcript;
  readonly server: MailServer;
  readonly profile: ServerProfile | undefined;
  readonly user: string;
  readonly #parts: SessionDependencies;
  #mechanism: Mechanism | undefined;
  capabilities: readonly string[] = [];
  reply: ServerReply | undefined;
  /** The reply that ended the login. */
  loginReply: ServerReply | undefined;
  challenge: ErrorChallenge | undefined;
  initialResponse: InitialResponse | undefined;
  #challenges = 0;

  constructor(parts: SessionDependencies) {
    this.#parts = parts;
    this.connection = parts.connection;
    this.phases = parts.phases;
    this.transcript = parts.transcript;
    this.server = parts.server;
    this.profile = parts.profile;
    this.user = parts.user;
  }

  get tls(): TlsInfo | undefined {
    return this.connection.tls;
  }

  /** The mechanism that was settled on, or as much as is known of it. */
  get mechanism(): MechanismChoice {
    return this.#mechanism ?? this.#parts.mechanism;
  }

  /** Opens the connection, with TLS from the start where that is how the server is secured. */
  async open(): Promise<void> {
    await this.connection.connect(this.server.port);
    if (this.server.security === 'tls') await this.#implicitTls();
    this.phases.begin('greeting');
  }

  /**
   * A server may take no protocol of mail by ALPN (RFC 7301 §3.2), be it a proxy made for the web or a port of
   * another protocol. Most mail programs name none, so it is tried again as they do it.
   */
  async #implicitTls(): Promise<void> {
    try {
      await this.handshake();
    } catch (error) {
      if (!(error instanceof MailError) || error.code !== 'tls-no-protocol') throw error;
      this.phases.end('failed');
      this.transcript.note('tls', error.message);
      this.transcript.note('tls', l10n.t('it is tried again without ALPN'));
      await this.connection.reconnectWithoutAlpn(this.server.port);
      await this.handshake();
    }
  }

  /**
   * Goes over to TLS after the server's go-ahead. What it said in the clear is forgotten (RFC 3207 §4.2,
   * RFC 9051 §6.2.1), and bytes that came with the go-ahead are somebody else's.
   */
  async upgrade(): Promise<void> {
    if (this.connection.hasUnread) {
      throw new MailError(
        'starttls-injection',
        l10n.t(
          'Bytes came together with the answer to STARTTLS, before TLS began: someone on the way may have put them there.',
        ),
      );
    }
    this.capabilities = [];
    await this.handshake();
  }

  async handshake(): Promise<void> {
    this.phases.begin('tls');
    await this.connection.secure();
  }

  /** Fails where TLS is wanted and the server does not offer to begin it. */
  requireStartTls(offered: boolean): void {
    if (offered) return;
    throw new MailError(
      'starttls-not-offered',
      l10n.t(
        '{0} does not offer STARTTLS on port {1}, and without it the token would go out in the clear.',
        this.server.host,
        this.server.port,
      ),
    );
  }

  /**
   * Settles on a mechanism. Where the server lists its mechanisms and none of ours is among them, the
   * token is not sent.
   *
   * @param offered `undefined` where the server does not say
   */
  chooseMechanism(offered: readonly string[] | undefined): {
    readonly mechanism: Mechanism;
    readonly credential: Secret;
  } {
    const wanted = this.#parts.mechanism;
    const mechanism = wanted === 'best' ? (offered === undefined ? 'XOAUTH2' : bestMechanism(offered)) : wanted;
    if (mechanism === undefined || offered?.includes(mechanism) === false) {
      const list = offered === undefined || offered.length === 0 ? l10n.t('none') : offered.join(', ');
      const names = mechanism ?? 'OAUTHBEARER, XOAUTH2';
      throw new MailError(
        'mechanism-not-offered',
        l10n.t('{0} does not offer {1}; it offers: {2}.', this.server.host, names, list),
      );
    }
    this.#mechanism = mechanism;
    if (wanted === 'best') this.transcript.note('authenticate', l10n.t('{0} is the best mechanism offered', mechanism));
    return { mechanism, credential: this.#parts.credentials[mechanism] };
  }

  /** Notes in which form the credential goes out, and why: the user's word comes first. */
  chooseForm(form: InitialResponse['form'], reason: string): InitialResponse['form'] {
    const forced = this.#parts.form;
    this.initialResponse =
      forced === undefined || forced === form
        ? { form, reason: forced === undefined ? reason : l10n.t('asked for, and {0}', reason) }
        : { form: forced, reason: l10n.t('asked for, although {0}', reason) };
    const how =
      this.initialResponse.form === 'inline'
        ? l10n.t('credential on the line of the command')
        : l10n.t('credential on a line of its own');
    this.transcript.note('authenticate', `${how}: ${this.initialResponse.reason}`);
    return this.initialResponse.form;
  }

  /** Notes that the server has taken the credential. */
  loggedIn(reply: ServerReply): void {
    this.reply = reply;
    this.loginReply = reply;
  }

  /** Answers an error challenge as the mechanism demands, so that the server can say its NO. */
  answerChallenge(base64: string): void {
    this.#challenges++;
    this.challenge ??= decodeErrorChallenge(base64);
    if (this.#challenges > maximumChallenges) {
      throw new MailError('protocol-error', l10n.t('The server sends one challenge after another and no verdict.'));
    }
    const said = decodeErrorChallenge(base64).text;
    this.transcript.note(
      'authenticate',
      said === '' ? l10n.t('the challenge is empty') : l10n.t('the challenge says: {0}', said),
    );
    this.connection.send(this.#challenges === 1 ? errorChallengeAnswer(this.#mechanism ?? 'XOAUTH2') : '*');
  }
}

/** The error of a server that offers STARTTLS and then says no to it. */
export function startTlsRefused(said: string): MailError {
  return new MailError('starttls-refused', l10n.t('The server offers STARTTLS and then refuses it: {0}', said));
}

/** The error of a server that says yes before it has seen the credential. */
export function tooEarly(said: string): MailError {
  return new MailError('protocol-error', l10n.t('The server says OK before it has seen the credential: {0}', said));
}

/** The error of a server that speaks otherwise than the protocol does, with what it seems to speak. */
export function unexpected(line: string, wanted: string): MailError {
  const seen = /^HTTP\/|^<(?:!doctype|html)/i.test(line)
    ? 'HTTP'
    : /^\* (?:OK|PREAUTH|BYE)/.test(line)
      ? 'IMAP'
      : line.startsWith('+OK')
        ? 'POP3'
        : /^220[ -]/.test(line)
          ? 'SMTP'
          : undefined;
  const start = line.length > 80 ? `${line.slice(0, 80)}…` : line;
  return new MailError(
    'protocol-error',
    seen === undefined || seen === wanted
      ? l10n.t('This is not what {0} says at this point: “{1}”.', wanted, start)
      : l10n.t('The server speaks {0}, not {1}: “{2}”.', seen, wanted, start),
  );
}
