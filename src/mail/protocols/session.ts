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

/** The most lines that are looked at after the one that ended the dialogue. */
const mostAfterEnd = 20;

/** What a session is given. */
export interface SessionDependencies {
  readonly connection: Connection;
  readonly phases: Phases;
  readonly transcript: Transcript;
}

/** What a session is to do. */
export interface SessionOptions {
  readonly server: MailServer;
  readonly mechanism: MechanismChoice;
  readonly user: string;
  /** The initial client response of each mechanism, base64. */
  readonly credentials: Readonly<Record<Mechanism, Secret>>;
  /** The form of the initial response that the user insists on. */
  readonly form: InitialResponse['form'] | undefined;
  /** Whether `form` is the one that is left, because the server has rejected the other one. */
  readonly otherFormRejected: boolean;
  /** The provider whose POP3 server requires the credential on a separate line, if it is one of those. */
  readonly separatePop3Credential: string | undefined;
  /** The name that the user wants in EHLO. */
  readonly ehloName: string | undefined;
  /** Whether SMTP sends a message from the user to the user. */
  readonly sendTestMessage: boolean;
  /** The clock for the date of a message, in ms since 1970. */
  readonly now: () => number;
}

/** What a session found out, also where it ended early. */
export interface SessionResult {
  /** The mechanism that was chosen, or as much as is known of it. */
  readonly mechanism: MechanismChoice;
  readonly capabilities: readonly string[];
  readonly tls: TlsInfo | undefined;
  readonly initialResponse: InitialResponse | undefined;
  /** The form that the server rejected before it looked at the credential. */
  readonly rejectedForm: RejectedForm | undefined;
  /** The phase that it ended in. */
  readonly phase: Phase | undefined;
  readonly challenge: ErrorChallenge | undefined;
  /** The name given in EHLO. */
  readonly ehloName: string | undefined;
  /** The reply that accepted the login. */
  readonly loginReply: ServerReply | undefined;
  /** The reply that opened the mailbox, or accepted the sender. */
  readonly mailboxReply: ServerReply | undefined;
  /** The last reply that decided something. */
  readonly reply: ServerReply | undefined;
  /** What ended it early. */
  readonly error?: unknown;
}

/** A connection with what the three protocols have in common: opening, STARTTLS, the SASL exchange, and what is found out. */
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

  /** What the server says that it supports, in capitals; empty until it is asked. */
  get capabilities(): readonly string[] {
    return this.#capabilities ?? [];
  }

  /** Whether the server has listed its capabilities since the connection was last secured. */
  get hasCapabilities(): boolean {
    return this.#capabilities !== undefined;
  }

  setCapabilities(capabilities: readonly string[]): void {
    this.#capabilities = capabilities;
  }

  /** Chooses the name that is given in EHLO. @throws {MailError} `bad-ehlo-name` */
  chooseEhloName(): string {
    const { ehloName } = this.options;
    return (this.#ehloName ??=
      ehloName === undefined ? ownEhloName(hostname(), this.connection.localAddress) : parseEhloName(ehloName));
  }

  /** Notes the reply to the first command after the login, which accepts it. */
  setMailboxReply(reply: ServerReply): void {
    this.#mailboxReply = reply;
    this.#reply = reply;
  }

  /** Notes the last reply that accepts. */
  setReply(reply: ServerReply): void {
    this.#reply = reply;
  }

  /** Runs a dialogue. Whatever ends it early is part of the result. */
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

  /** What a server sends together with its refusal may explain it: a `BYE`, a second reply. */
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

  /** Opens the connection, with TLS from the start where that is how the server is secured. */
  async open(): Promise<void> {
    await this.connection.connect(this.server.port);
    if (this.server.security === 'tls') await this.#implicitTls();
    this.phases.begin('greeting');
  }

  /**
   * A server may reject every ALPN name of mail (RFC 7301 §3.2), be it a proxy made for the web or a port of
   * another protocol. Most mail programs offer none, so it is tried again as they do it.
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
   * Switches to TLS after the server has agreed. What it said before is forgotten (RFC 3207 §4.2,
   * RFC 9051 §6.2.1), and data that came together with its reply is somebody else's.
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

  /** Fails where STARTTLS is required and the server does not offer it. */
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

  /** The error of a server that offers STARTTLS and then rejects it. */
  startTlsRefused({ line }: ServerReply): MailError {
    return new MailError(
      'starttls-refused',
      l10n.t('The server offers STARTTLS but rejected it: {0}', this.#quote(line)),
    );
  }

  /**
   * Chooses the mechanism. Where the server lists its mechanisms and none of ours is among them, the token is
   * not sent.
   *
   * @param offered `undefined` where the server does not say
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

  /** Notes in which form the credential is sent, and why; the user's choice comes first. */
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

  /** The error of a server that does not speak the protocol, with what it seems to speak. */
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
