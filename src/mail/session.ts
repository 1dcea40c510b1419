import * as l10n from '@vscode/l10n';
import { decodeErrorChallenge, type ErrorChallenge } from '../sasl/challenge.js';
import { errorChallengeAnswer, type Mechanism } from '../sasl/mechanism.js';
import type { Connection } from './connection.js';
import { MailError } from './errors.js';
import type { InitialResponse, ServerReply } from './report.js';
import type { MailServer } from './server.js';
import type { Steps } from './steps.js';
import type { TlsFacts } from './tls.js';
import type { Transcript } from './transcript.js';

/** How many challenges a refusing server may send before it is given up. */
const maximumChallenges = 3;

/** What a dialogue works with and what it finds out on its way. */
export class Session {
  readonly connection: Connection;
  readonly steps: Steps;
  readonly transcript: Transcript;
  readonly server: MailServer;
  readonly mechanism: Mechanism;
  readonly user: string;
  /** The initial client response, base64. */
  readonly credential: string;
  readonly #ca: string | undefined;
  capabilities: readonly string[] = [];
  reply: ServerReply | undefined;
  challenge: ErrorChallenge | undefined;
  tls: TlsFacts | undefined;
  initialResponse: InitialResponse | undefined;
  #challenges = 0;

  constructor(parts: {
    readonly connection: Connection;
    readonly steps: Steps;
    readonly transcript: Transcript;
    readonly server: MailServer;
    readonly mechanism: Mechanism;
    readonly user: string;
    readonly credential: string;
    readonly ca: string | undefined;
  }) {
    this.connection = parts.connection;
    this.steps = parts.steps;
    this.transcript = parts.transcript;
    this.server = parts.server;
    this.mechanism = parts.mechanism;
    this.user = parts.user;
    this.credential = parts.credential;
    this.#ca = parts.ca;
  }

  /** Opens the connection, with TLS from the start where that is how the server is secured. */
  async open(): Promise<void> {
    this.steps.begin('connect');
    await this.connection.connect(this.server.port);
    if (this.server.security === 'tls') await this.handshake();
    this.steps.begin('greeting');
  }

  /**
   * Goes over to TLS after the server's go-ahead. What it said in the clear is forgotten (RFC 3207 §4.2,
   * RFC 9051 §6.2.1), and bytes that came with the go-ahead are somebody else's.
   */
  async upgrade(): Promise<void> {
    if (this.connection.hasUnread) {
      throw new MailError(
        'starttls-injection',
        l10n.t('Bytes came together with the answer to STARTTLS, before TLS began: someone on the way may have put them there.'),
      );
    }
    this.capabilities = [];
    await this.handshake();
  }

  async handshake(): Promise<void> {
    this.steps.begin('tls');
    this.tls = await this.connection.secure(this.#ca);
  }

  /** Fails where TLS is wanted and the server does not offer to begin it. */
  requireStartTls(offered: boolean): void {
    if (offered) return;
    throw new MailError('starttls-not-offered', l10n.t('{0} does not offer STARTTLS on port {1}, and without it the token would go out in the clear.', this.server.host, this.server.port));
  }

  /** Fails where the server lists its mechanisms and ours is not among them: the token is not sent then. */
  requireMechanism(offered: readonly string[]): void {
    if (offered.includes(this.mechanism)) return;
    const list = offered.length === 0 ? l10n.t('none') : offered.join(', ');
    throw new MailError('mechanism-not-offered', l10n.t('{0} does not offer {1}; it offers: {2}.', this.server.host, this.mechanism, list));
  }

  /** Notes in which form the credential goes out, and why. */
  choose(form: InitialResponse['form'], reason: string): void {
    this.initialResponse = { form, reason };
    const how = form === 'inline' ? l10n.t('credential on the line of the command') : l10n.t('credential on a line of its own');
    this.transcript.note('authenticate', `${how}: ${reason}`);
  }

  /** Answers an error challenge as the mechanism demands, so that the server can say its NO. */
  answerChallenge(base64: string): void {
    this.#challenges++;
    this.challenge ??= decodeErrorChallenge(base64);
    if (this.#challenges > maximumChallenges) {
      throw new MailError('protocol-error', l10n.t('The server sends one challenge after another and no verdict.'));
    }
    this.transcript.note('authenticate', l10n.t('the challenge says: {0}', decodeErrorChallenge(base64).text));
    this.connection.send(this.#challenges === 1 ? errorChallengeAnswer(this.mechanism) : '*');
  }
}

/** The error of a server that offers STARTTLS and then says no to it. */
export function startTlsRefused(said: string): MailError {
  return new MailError('starttls-refused', l10n.t('The server offers STARTTLS and then refuses it: {0}', said));
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
