/** What can be wrong with the input of a SASL message. */
export type SaslErrorCode =
  | 'empty-user'
  | 'invalid-user'
  | 'empty-token'
  | 'invalid-token'
  | 'invalid-host'
  | 'invalid-base64'
  | 'invalid-message';

/** A SASL message could not be built or read. `message` is a sentence for people and never holds a token. */
export class SaslError extends Error {
  override readonly name = 'SaslError';
  readonly code: SaslErrorCode;

  constructor(code: SaslErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
