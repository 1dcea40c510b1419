/** The server's final reply, redacted, with control characters escaped. */
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

/** In which form the credential is sent to the server, and why. */
export interface InitialResponse {
  /** On the line of the command (RFC 4422, initial response), or on a separate line after it. */
  readonly form: 'inline' | 'continuation';
  readonly reason: string;
  /** Whether it was sent; it is not where the server refuses the command before it. */
  readonly sent: boolean;
}

/** A form of the credential that the server rejected before it looked at the credential. */
export interface RejectedForm {
  readonly form: InitialResponse['form'];
  /** The server's line that shows it: a refusal, or a request for what was sent already. */
  readonly line: string;
  /** Whether the credential had been sent. */
  readonly sent: boolean;
}
