import type { ServerReply } from '../login-check/result.js';

/** Why a test could not be carried through. */
export type MailErrorCode =
  | 'host-not-found'
  | 'connection-refused'
  | 'host-unreachable'
  | 'connection-lost'
  | 'timeout'
  | 'tls-untrusted'
  | 'tls-expired'
  | 'tls-name-mismatch'
  | 'tls-failed'
  | 'tls-no-protocol'
  | 'starttls-not-offered'
  | 'starttls-refused'
  | 'starttls-injection'
  | 'plain-refused'
  | 'protocol-error'
  | 'reply-too-long'
  | 'mechanism-not-offered'
  | 'preauth'
  | 'invalid-credential'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'wrong-audience'
  | 'scope-missing'
  | 'wrong-owner'
  | 'bad-ca'
  | 'bad-proxy'
  | 'proxy-failed';

/** A test could not be carried through. `message` is a sentence for people, without secrets. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: MailErrorCode;

  constructor(code: MailErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The server said no: that is an answer, not a failure. */
export class RefusedError extends Error {
  override readonly name = 'Refused';
  readonly code = 'refused';
  readonly reply: ServerReply;

  constructor(reply: ServerReply) {
    super(reply.text);
    this.reply = reply;
  }
}

/** The user cancelled the test. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  readonly code = 'cancelled';
}
