/*
 * What was said to an authorization server and what it answered, as it may be shown: secrets are replaced where
 * the record is written.
 */

/** The kinds of exchanges with an authorization server. */
export type ExchangeKind = 'discovery' | 'authorization' | 'redirect' | 'token' | 'refresh' | 'revocation' | 'other';

/** A parameter of a request or a field of an answer. */
export interface ExchangeField {
  readonly name: string;
  /** The value, or a placeholder such as `<43 characters, #a1b2>` for a secret. */
  readonly value: string;
}

/** One exchange with an authorization server or with the browser. */
export interface SignInExchange {
  readonly kind: ExchangeKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How long the answer took; missing where there is no answer to wait for. */
  readonly ms?: number;
  readonly method?: string;
  /** The address without its query. */
  readonly url: string;
  readonly request: readonly ExchangeField[];
  readonly status?: number;
  readonly response: readonly ExchangeField[];
  /** Why there is no answer, in a sentence. */
  readonly error?: string;
}

/** The exchanges of one account's sign-ins and refreshes, the oldest first. */
export interface SignInRecord {
  readonly exchanges: readonly SignInExchange[];
}
