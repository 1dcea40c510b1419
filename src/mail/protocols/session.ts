import { hostname } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { ErrorChallenge } from '../../sasl/challenge.js';
import { SaslClient } from '../../sasl/client.js';
import { bestMechanism, type Mechanism, type MechanismChoice } from '../../sasl/mechanism.js';
import { TransportError } from '../../transport/errors.js';
import type { Secret } from '../../transport/redactor.js';
import type { SafeText } from '../../transport/safe-text.js';
import type { TlsInfo } from '../../transport/tls.js';
import type { Connection } from '../wire/connection.js';
import { ownEhloName, parseEhloName } from '../wire/ehlo-name.js';
import { MailError, RefusedError } from '../wire/errors.js';
import type { Phase, Phases } from '../wire/phases.js';
import type { InitialResponse, RejectedForm, ServerReply } from '../wire/reply.js';
import type { MailServer } from '../wire/server.js';
import { kindAfterEnd } from '../wire/server-words.js';
import type { Transcript } from '../wire/transcript.js';
import { SaslExchange, type SaslReply } from './sasl-exchange.js';

/** The maximum number of lines to record after the one that ended the dialogue. */
const mostAfterEnd = 20;

/** The dependencies of a session. */
export interface SessionDependencies {
  readonly connection: Connection;
  readonly phases: Phases;
  readonly transcript: Transcript;
}

/** The options of a session. */
export interface SessionOptions {
  readonly server: MailServer;
  readonly mechanism: MechanismChoice;
  readonly user: string;
  /** The initial client response of each mechanism, base64. */
  readonly credentials: Readonly<Record<Mechanism, Secret>>;
  /** The form of the initial response if it is forced. */
  readonly form: InitialResponse['form'] | undefined;
  /** Whether `form` is set because the server has rejected the other form. */
  readonly otherFormRejected: boolean;
  /** The name of the provider, if its POP3 server requires the credential on a separate line. */
  readonly separatePop3Credential: string | undefined;
  /** The configured name for EHLO. */
  readonly ehloName: string | undefined;
  /** Whether SMTP sends a message from the user to the user. */
  readonly sendTestMessage: boolean;
  /** The clock for the date of a message, in ms since 1970. */
  readonly now: () => number;
}

/** The result of a session, also if it ended early. */
export interface SessionResult {
  /** The mechanism that was chosen; before that, the requested one. */
  readonly mechanism: MechanismChoice;
  readonly capabilities: readonly string[];
  readonly tls: TlsInfo | undefined;
  readonly initialResponse: InitialResponse | undefined;
  /** The form that the server rejected before it evaluated the credential. */
  readonly rejectedForm: RejectedForm | undefined;
  /** The phase in which it ended. */
  readonly phase: Phase | undefined;
  readonly challenge: ErrorChallenge | undefined;
  /** The name sent in EHLO. */
  readonly ehloName: string | undefined;
  /** The reply that accepted the login. */
  readonly loginReply: ServerReply | undefined;
  /** The reply that opened the mailbox, or accepted the sender. */
  readonly mailboxReply: ServerReply | undefined;
  /** The last significant reply. */
  readonly reply: ServerReply | undefined;
  /** The error that ended it early. */
  readonly error?: unknown;
}

/**
 * What the three protocols have in common: opening the connection, STARTTLS, the SASL exchange, and the collected
 * result.
 */
export class Session {
  readonly connection: Connection;
  readonly phases: Phases;
  readonly transcript: Transcript;
  readonly options: SessionOptions;
  #capabilities: readonly string[] | undefined;
  #sasl: SaslClient | undefined;
  #exchange: SaslExchange | undefined;
  #initialResponse: Omit<InitialResponse, 'sent'> | undefined;
  #ehloName: string | undefined;
  #loginReply: ServerReply | undefined;
  #mailboxReply: ServerReply | undefined;
  #reply: ServerReply | undefined;

  constructor({ connection, phases, transcript }: SessionDependencies, options: SessionOptions) {
    this.connection = connection;
    this.phases = phases;
    this.transcript = transcript;
    this.options = options;
  }

  get server(): MailServer {
    return this.options.server;
  }

  /** The server's capabilities in upper case; empty until they are known. */
  get capabilities(): readonly string[] {
    return this.#capabilities ?? [];
  }

  /** Whether the server has listed its capabilities since TLS was last negotiated. */
  get hasCapabilities(): boolean {
    return this.#capabilities !== undefined;
  }

  setCapabilities(capabilities: readonly string[]): void {
    this.#capabilities = capabilities;
  }

  /** The name to send in EHLO. @throws {MailError} `bad-ehlo-name` */
  chooseEhloName(): string {
    const { ehloName } = this.options;
    return (this.#ehloName ??=
      ehloName === undefined ? ownEhloName(hostname(), this.connection.localAddress) : parseEhloName(ehloName));
  }

  /** Records the positive reply to the first command after the login. */
  setMailboxReply(reply: ServerReply): void {
    this.#mailboxReply = reply;
    this.#reply = reply;
  }

  /** Records the last positive reply. */
  setReply(reply: ServerReply): void {
    this.#reply = reply;
  }

  /** Runs a dialogue. It never rejects: an error is part of the result. */
  async run(dialogue: () => Promise<void>): Promise<SessionResult> {
    try {
      await dialogue();
      return this.#result();
    } catch (error) {
      if (error instanceof RefusedError) this.#reply = error.reply;
      this.#keepArrived();
      return { ...this.#result(), error };
    }
  }

  /** Records lines that arrived together with a negative reply and may explain it: a `BYE`, a second reply. */
  #keepArrived(): void {
    for (let kept = 0; kept < mostAfterEnd; kept++) {
      const line = this.connection.takeArrived();
      if (line === undefined) return;
      this.transcript.keepLast(kindAfterEnd(line.text));
    }
  }

  #result(): SessionResult {
    return {
      mechanism: this.#sasl?.mechanism ?? this.options.mechanism,
      capabilities: this.capabilities,
      tls: this.connection.tls,
      initialResponse:
        this.#initialResponse === undefined
          ? undefined
          : { ...this.#initialResponse, sent: this.#exchange?.sent === true },
      rejectedForm: this.#exchange?.rejectedForm,
      phase: this.phases.current,
      challenge: this.#sasl?.errorChallenge,
      ehloName: this.#ehloName,
      loginReply: this.#loginReply,
      mailboxReply: this.#mailboxReply,
      reply: this.#reply,
    };
  }

  /** Opens the connection, with implicit TLS if configured. */
  async open(): Promise<void> {
    await this.connection.connect(this.server.port);
    if (this.server.security === 'tls') await this.#implicitTls();
    this.phases.begin('greeting');
  }

  /**
   * A server may reject the mail protocols' ALPN IDs (RFC 7301 §3.2), for example a web proxy or the port of another
   * protocol. Most mail clients do not use ALPN, so the handshake is retried without it.
   */
  async #implicitTls(): Promise<void> {
    try {
      await this.#handshake();
    } catch (error) {
      if (!(error instanceof TransportError) || error.code !== 'tls-no-protocol') throw error;
      this.phases.end('failed');
      this.transcript.note('tls', error.message);
      this.transcript.note('tls', l10n.t('trying again without ALPN'));
      await this.connection.reconnectWithoutAlpn(this.server.port);
      await this.#handshake();
    }
  }

  /**
   * Starts TLS after the server has accepted STARTTLS. Discards the capabilities from before (RFC 3207 §4.2, RFC 9051
   * §6.2.1). Plaintext data that arrived with the reply may have been injected: it is an error.
   */
  async upgrade(): Promise<void> {
    if (this.connection.hasUnread) {
      throw new MailError(
        'starttls-injection',
        l10n.t('The server sent extra data before the TLS handshake. Someone on the network may have injected it.'),
      );
    }
    this.#capabilities = undefined;
    await this.#handshake();
  }

  async #handshake(): Promise<void> {
    this.phases.begin('tls');
    await this.connection.secure();
  }

  /** Fails if the server does not offer STARTTLS. @throws {MailError} `starttls-not-offered` */
  requireStartTls(offered: boolean): void {
    if (offered) return;
    throw new MailError(
      'starttls-not-offered',
      l10n.t(
        '{0} does not offer STARTTLS on port {1}. Without it, the token would be sent in plain text.',
        this.server.host,
        this.server.port,
      ),
    );
  }

  /** The error for a server that offers STARTTLS and then rejects it. */
  startTlsRefused({ line }: ServerReply): MailError {
    return new MailError(
      'starttls-refused',
      l10n.t('The server offers STARTTLS but rejected it: {0}', this.#quote(line)),
    );
  }

  /**
   * Chooses the mechanism. If the server lists its mechanisms and the mechanism is not among them, the token is not
   * sent.
   *
   * @param offered `undefined` if the server does not list its mechanisms
   */
  chooseMechanism(offered: readonly string[] | undefined): {
    readonly mechanism: Mechanism;
    readonly credential: Secret;
  } {
    const wanted = this.options.mechanism;
    const mechanism = wanted === 'best' ? (offered === undefined ? 'XOAUTH2' : bestMechanism(offered)) : wanted;
    if (mechanism === undefined || offered?.includes(mechanism) === false) {
      throw this.#notOffered(mechanism ?? 'OAUTHBEARER, XOAUTH2', offered ?? []);
    }
    const credential = this.options.credentials[mechanism];
    this.#sasl = new SaslClient(mechanism, credential.text);
    if (wanted === 'best') this.transcript.note('authenticate', l10n.t('{0} is the best mechanism offered', mechanism));
    return { mechanism, credential };
  }

  #notOffered(names: string, offered: readonly string[]): MailError {
    const { host } = this.server;
    return new MailError(
      'mechanism-not-offered',
      offered.length === 0
        ? l10n.t('{0} does not offer {1}, and lists no mechanism.', host, names)
        : l10n.t('{0} does not offer {1}. It offers: {2}.', host, names, this.transcript.safe(offered.join(', '))),
    );
  }

  /** Chooses and records the form of the initial response, and the reason. A forced form takes precedence. */
  chooseForm(form: InitialResponse['form'], reason: string): InitialResponse['form'] {
    const { form: forced, otherFormRejected } = this.options;
    this.#initialResponse = otherFormRejected
      ? { form: forced ?? form, reason: l10n.t('the server rejected the other form') }
      : forced === undefined || forced === form
        ? { form, reason: forced === undefined ? reason : l10n.t('requested, and {0}', reason) }
        : { form: forced, reason: l10n.t('requested, although {0}', reason) };
    this.transcript.note('authenticate', describeForm(this.#initialResponse));
    return this.#initialResponse.form;
  }

  /**
   * Runs the SASL exchange, see {@link SaslExchange.run}.
   *
   * @throws {RefusedError} {MailError} `protocol-error`, `password-prompt`
   */
  async authenticate(
    command: string,
    { credential, form }: { readonly credential: Secret; readonly form: InitialResponse['form'] },
    read: () => Promise<SaslReply>,
  ): Promise<void> {
    const { connection, transcript } = this;
    const client = this.#sasl;
    if (client === undefined) throw new Error('The mechanism is chosen first.');
    this.#exchange = new SaslExchange({ connection, transcript, client, credential, form });
    this.#loginReply = await this.#exchange.run(command, read);
    this.#reply = this.#loginReply;
  }

  /** The error for an invalid reply; it names the protocol that the server seems to speak. */
  unexpected(line: string, wanted: string): MailError {
    const spoken = recognizeProtocol(line);
    this.transcript.keepLast('other');
    return new MailError(
      'protocol-error',
      spoken === undefined || spoken === wanted
        ? l10n.t('This is not a valid {0} reply here: “{1}”.', wanted, this.#quote(line))
        : l10n.t('The server speaks {0}, not {1}: “{2}”.', spoken, wanted, this.#quote(line)),
    );
  }

  #quote(line: string): SafeText {
    return this.transcript.safe(line, 80);
  }
}

function describeForm({ form, reason }: Omit<InitialResponse, 'sent'>): string {
  return form === 'inline'
    ? l10n.t('credential on the line of the command: {0}', reason)
    : l10n.t('credential on a separate line: {0}', reason);
}

function recognizeProtocol(line: string): string | undefined {
  if (/^HTTP\/|^<(?:!doctype|html)/i.test(line)) return 'HTTP';
  if (/^\* (?:OK|PREAUTH|BYE)/.test(line)) return 'IMAP';
  if (line.startsWith('+OK')) return 'POP3';
  return /^220[ -]/.test(line) ? 'SMTP' : undefined;
}
