import * as l10n from '@vscode/l10n';
import { describeSaslError } from '../../common/sasl-words.js';
import { decodeErrorChallenge } from '../../sasl/challenge.js';
import type { SaslClient } from '../../sasl/client.js';
import { SaslError } from '../../sasl/errors.js';
import type { Secret } from '../../transport/redactor.js';
import type { Connection } from '../wire/connection.js';
import { MailError, RefusedError } from '../wire/errors.js';
import type { InitialResponse, RejectedForm, ServerReply } from '../wire/reply.js';
import type { Transcript } from '../wire/transcript.js';
import { isAboutForm, isPasswordPrompt } from './form-rejection.js';

/** A reply of the server during the SASL exchange, independent of the protocol. */
export type SaslReply =
  | { readonly kind: 'challenge'; readonly base64: string; readonly line: string }
  | { readonly kind: 'accepted'; readonly reply: ServerReply }
  | { readonly kind: 'refused'; readonly reply: ServerReply };

/** Reads one reply of the protocol. */
type ReadReply = () => Promise<SaslReply>;

/** The dependencies and parameters of an exchange. */
export interface SaslExchangeParts {
  readonly connection: Connection;
  readonly transcript: Transcript;
  readonly client: SaslClient;
  readonly credential: Secret;
  readonly form: InitialResponse['form'];
}

/**
 * One SASL exchange (RFC 4422 §3): the command with or without the initial response, then challenges and responses
 * until the server accepts or refuses.
 */
export class SaslExchange {
  readonly #parts: SaslExchangeParts;
  #sent = false;
  #rejectedForm: RejectedForm | undefined;

  constructor(parts: SaslExchangeParts) {
    this.#parts = parts;
  }

  /** Whether the credential was sent. */
  get sent(): boolean {
    return this.#sent;
  }

  /** The form of the initial response, if the server rejected it before evaluating the credential. */
  get rejectedForm(): RejectedForm | undefined {
    return this.#rejectedForm;
  }

  /**
   * @param command the command up to and including the mechanism
   * @returns the reply that accepts the login
   * @throws {RefusedError} {MailError} `protocol-error`, `password-prompt`
   */
  async run(command: string, read: ReadReply): Promise<ServerReply> {
    const { connection, credential, form } = this.#parts;
    if (form === 'inline') {
      connection.send(`${command} `, { secret: credential });
    } else {
      connection.send(command);
      await this.#awaitContinuation(read);
      connection.send({ secret: credential });
    }
    this.#sent = true;
    const first = await read();
    if (first.kind === 'refused') this.#noteForm(first.reply);
    // If more data has already arrived, the server did not wait for a response: it has evaluated the credential.
    if (first.kind === 'challenge' && form === 'inline' && first.base64.trim() === '' && !connection.hasUnread) {
      throw await this.#askedAgain(first.line, read);
    }
    return this.#converse(first, read);
  }

  async #converse(first: SaslReply, read: ReadReply): Promise<ServerReply> {
    for (let answer = first; ; answer = await read()) {
      if (answer.kind === 'refused') throw new RefusedError(answer.reply);
      if (answer.kind === 'accepted') return answer.reply;
      if (isPasswordPrompt(answer.base64)) throw this.#passwordPrompt(answer.base64);
      this.#respond(answer.base64);
    }
  }

  async #awaitContinuation(read: ReadReply): Promise<void> {
    const answer = await read();
    if (answer.kind === 'challenge') {
      if (isPasswordPrompt(answer.base64)) throw this.#passwordPrompt(answer.base64);
      return;
    }
    if (answer.kind === 'refused') {
      this.#noteForm(answer.reply);
      throw new RefusedError(answer.reply);
    }
    throw new MailError(
      'protocol-error',
      l10n.t(
        'The server sent OK before it received the credential: {0}',
        this.#parts.transcript.safe(answer.reply.line, 80),
      ),
    );
  }

  #noteForm(reply: ServerReply): void {
    if (isAboutForm(reply)) this.#rejectForm(reply.line);
  }

  #rejectForm(line: string): void {
    this.#rejectedForm = { form: this.#parts.form, line, sent: this.#sent };
  }

  /** The server ignored the initial response and asks for it: cancels the exchange (RFC 4954 §4). */
  async #askedAgain(line: string, read: ReadReply): Promise<Error> {
    const { connection, transcript } = this.#parts;
    this.#rejectForm(line);
    transcript.note(
      'authenticate',
      l10n.t('the server asks for the credential, which was on the line of the command; the exchange is canceled'),
    );
    connection.send('*');
    const answer = await read();
    return answer.kind === 'refused'
      ? new RefusedError(answer.reply)
      : new MailError('protocol-error', l10n.t('The server continues a login that was canceled.'));
  }

  #passwordPrompt(prompt: string): MailError {
    const { connection, transcript, client } = this.#parts;
    // The next line would be taken for a user name.
    connection.send('*');
    const decoded = decodeErrorChallenge(prompt).text;
    return new MailError(
      'password-prompt',
      l10n.t(
        'The server asks for “{0}” as in a login with a password, although {1} was requested.',
        transcript.safe(decoded, 80),
        client.mechanism,
      ),
    );
  }

  #respond(challenge: string): void {
    const { connection, transcript, client } = this.#parts;
    const { text } = decodeErrorChallenge(challenge);
    transcript.note(
      'authenticate',
      text === '' ? l10n.t('the challenge is empty') : l10n.t('the challenge says: {0}', transcript.safe(text, 2000)),
    );
    try {
      connection.send(client.next(challenge));
    } catch (error) {
      if (error instanceof SaslError) throw new MailError('protocol-error', describeSaslError(error), { cause: error });
      throw error;
    }
  }
}
