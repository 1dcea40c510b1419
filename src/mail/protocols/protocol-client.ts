import type { Protocol } from '../wire/server.js';
import type { Dialogue } from './dialogue.js';
import { ImapDialogue } from './imap.js';
import { Pop3Dialogue } from './pop3.js';
import { Session, type SessionDependencies, type SessionOptions, type SessionResult } from './session.js';
import { SmtpDialogue } from './smtp.js';

const dialogues = { imap: ImapDialogue, smtp: SmtpDialogue, pop3: Pop3Dialogue };

/** The client of a mail protocol, as far as a login check goes. */
export class ProtocolClient {
  readonly #session: Session;
  readonly #dialogue: Dialogue;

  constructor(protocol: Protocol, dependencies: SessionDependencies, options: SessionOptions) {
    this.#session = new Session(dependencies, options);
    this.#dialogue = new dialogues[protocol](this.#session);
  }

  /** Connects, secures the connection, logs in and runs one command after it. */
  run(): Promise<SessionResult> {
    const dialogue = this.#dialogue;
    return this.#session.run(async () => {
      await dialogue.prepare();
      await dialogue.authenticate();
      await dialogue.openMailbox();
    });
  }

  /** Connects, secures the connection and reads what the server supports, and no more. */
  readCapabilities(): Promise<SessionResult> {
    return this.#session.run(() => this.#dialogue.prepare());
  }

  /** Sends the command that ends the conversation, without waiting for its reply. */
  logout(): void {
    this.#session.connection.sendLogout(this.#dialogue.logoutCommand());
  }
}
