/** What a login check says to a server, in one mail protocol. Each part throws what ends the conversation. */
export interface Dialogue {
  /** Connects, reads the greeting, secures the connection and reads what the server supports. */
  prepare(): Promise<void>;
  authenticate(): Promise<void>;
  /** Runs one command that shows whether the mailbox can be used. */
  openMailbox(): Promise<void>;
  /** The command that ends the conversation. */
  logoutCommand(): string;
}
