import type { Protocol } from '../wire/server.js';
import type { Dialogue } from './dialogue.js';
import { ImapDialogue } from './imap.js';
import { Pop3Dialogue } from './pop3.js';
import { Session, type SessionDependencies, type SessionOptions, type SessionResult } from './session.js';
import { SmtpDialogue } from './smtp.js';

const dialogues = { imap: ImapDialogue, smtp: SmtpDialogue, pop3: Pop3Dialogue };

/** A client of one mail protocol, limited to what a login check needs. */
export class ProtocolClient {
  readonly #session: Session;
  readonly #dialogue: Dialogue;

  constructor(protocol: Protocol, dependencies: SessionDependencies, options: SessionOptions) {
    this.#session = new Session(dependencies, options);
    this.#dialogue = new dialogues[protocol](this.#session);
  }

  /** Connects, negotiates TLS, logs in and opens the mailbox. */
  run(): Promise<SessionResult> {
    const dialogue = this.#dialogue;
    return this.#session.run(async () => {
      await dialogue.prepare();
      await dialogue.authenticate();
      await dialogue.openMailbox();
    });
  }

  /** Connects, negotiates TLS and reads the server's capabilities, without a login. */
  readCapabilities(): Promise<SessionResult> {
    return this.#session.run(() => this.#dialogue.prepare());
  }

  /** Sends the command that ends the conversation, without waiting for its reply. */
  logout(): void {
    this.#session.connection.sendLogout(this.#dialogue.logoutCommand());
  }
}
