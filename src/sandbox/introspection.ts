/** What the authorization server knows about a token (RFC 7662 §2.2). */
export interface Introspection {
  readonly active: boolean;
  readonly sub?: string;
  readonly scope?: string;
}
