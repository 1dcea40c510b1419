/** What the authorization server knows about a token (RFC 7662 §2.2). */
export interface Introspection {
  readonly active: boolean;
  readonly sub?: string;
  /** Whether an application has it in its own name, and may open every mailbox. */
  readonly isApplication?: boolean;
  readonly scope?: string;
}
