import { MailOAuthError } from '../../common/errors.js';
import type { ServerReply } from './reply.js';

/** Why a conversation with a mail server could not be completed. */
export type MailErrorCode =
  | 'starttls-not-offered'
  | 'starttls-refused'
  | 'starttls-injection'
  | 'plain-refused'
  | 'protocol-error'
  | 'reply-too-long'
  | 'mechanism-not-offered'
  | 'smtputf8-not-offered'
  | 'preauth'
  | 'bad-ehlo-name'
  | 'password-prompt'
  | 'invalid-credential'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'wrong-audience'
  | 'scope-missing'
  | 'wrong-owner';

/** A conversation with a mail server could not be completed. */
export class MailError extends MailOAuthError<MailErrorCode> {
  override readonly name = 'MailError';
}

/** The server rejected a command. This is a valid reply (`refused`), not a failure. */
export class RefusedError extends MailOAuthError<'refused'> {
  override readonly name = 'RefusedError';
  readonly reply: ServerReply;

  constructor(reply: ServerReply) {
    super('refused', reply.text);
    this.reply = reply;
  }
}
