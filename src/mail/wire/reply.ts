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

/** In which form the credential was sent to the server, and why. */
export interface InitialResponse {
  /** On the line of the command (RFC 4422, initial response), or on a separate line after it. */
  readonly form: 'inline' | 'continuation';
  readonly reason: string;
}
