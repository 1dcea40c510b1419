/** The client's side of a login check in one mail protocol. Each method throws the error that ends the conversation. */
export interface Dialogue {
  /** Connects, reads the greeting, negotiates TLS and reads the server's capabilities. */
  prepare(): Promise<void>;
  authenticate(): Promise<void>;
  /** Sends one command that shows whether the mailbox is accessible. */
  openMailbox(): Promise<void>;
  /** The command that ends the conversation. */
  logoutCommand(): string;
}
