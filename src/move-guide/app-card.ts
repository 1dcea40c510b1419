import type { Protocol } from '../mail/wire/server.js';

/** Who signs in: a user, once, in a browser; or the application itself, without a user. */
export type SignInKind = 'user' | 'application';

/** How an application is set up for one kind of sign-in. */
export interface AppSignIn {
  /** In one or two sentences. */
  readonly how: string;
  /** The fields of its settings and their values; placeholders such as `{mailbox}` are replaced. */
  readonly form: readonly (readonly [field: string, value: string])[];
  readonly notes?: readonly string[];
}

/** What is known about an application that uses a password for mail today. */
export interface AppCard {
  readonly id: string;
  readonly name: string;
  readonly uses: readonly Protocol[];
  readonly signIns: Readonly<Partial<Record<SignInKind, AppSignIn>>>;
  /** Why it cannot use OAuth for IMAP, POP3 and SMTP, the alternative, and the issue that tracks it. */
  readonly cannot?: { readonly why: string; readonly issue: string };
  readonly sources: readonly string[];
}
