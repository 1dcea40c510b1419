/**
 * A reply of the server, with control characters escaped. It may contain an echoed secret until it is redacted, see
 * `Safe`.
 */
export interface ServerReply {
  readonly line: string;
  /** `OK`, `NO`, `BAD`, `BYE`, `+OK`, `-ERR`, or three digits. */
  readonly code: string;
  /** RFC 3463, such as `5.7.8`. */
  readonly enhancedStatus?: string;
  /** IMAP's `AUTHENTICATIONFAILED` (RFC 5530), POP3's `AUTH` (RFC 3206). */
  readonly responseCode?: string;
  readonly text: string;
}

/** The form in which the credential is sent, and why. */
export interface InitialResponse {
  /** On the line of the command (RFC 4422, initial response), or on a separate line after it. */
  readonly form: 'inline' | 'continuation';
  readonly reason: string;
  /** Whether it was sent; false if the server refused the command before it. */
  readonly sent: boolean;
}

/** A form that the server rejected before it evaluated the credential. */
export interface RejectedForm {
  readonly form: InitialResponse['form'];
  /** The server's line that shows it: a negative reply, or a prompt for what was already sent. */
  readonly line: string;
  /** Whether the credential had been sent. */
  readonly sent: boolean;
}
