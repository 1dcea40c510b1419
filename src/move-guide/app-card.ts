import type { Protocol } from '../mail/wire/server.js';

/** Who signs in: a person, once, in a browser; or the application itself, with no person. */
export type SignInKind = 'user' | 'application';

/** How an application is set up for one kind of sign-in. */
export interface AppSignIn {
  /** In one or two sentences. */
  readonly how: string;
  /** The fields of its form or file and what goes in; `{mailbox}` and the like are filled in. */
  readonly form: readonly (readonly [field: string, value: string])[];
  readonly notes?: readonly string[];
}

/** What is known of an application that sends or reads mail with a password today. */
export interface AppCard {
  readonly id: string;
  readonly name: string;
  readonly uses: readonly Protocol[];
  readonly signIns: Readonly<Partial<Record<SignInKind, AppSignIn>>>;
  /** Why it cannot use OAuth for IMAP, POP3 and SMTP, what it can do instead, and where that is followed. */
  readonly cannot?: { readonly why: string; readonly issue: string };
  readonly sources: readonly string[];
}
