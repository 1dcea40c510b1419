/** The introspection response for a token (RFC 7662 §2.2). */
export interface Introspection {
  readonly active: boolean;
  readonly sub?: string;
  /** Whether it is an app-only token, which can open every mailbox. */
  readonly isApplication?: boolean;
  readonly scope?: string;
}
