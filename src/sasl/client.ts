import { decodeErrorChallenge, type ErrorChallenge } from './challenge.js';
import { SaslError } from './errors.js';
import type { Mechanism } from './mechanism.js';

/** The maximum number of challenges before the exchange is aborted. */
const maxChallenges = 3;

/**
 * The client's side of an XOAUTH2 or OAUTHBEARER exchange in any protocol (RFC 4422 §3): {@link start} returns the
 * initial response, {@link next} the response to each challenge. Both mechanisms send one message; a challenge after it
 * is an error challenge.
 */
export class SaslClient {
  readonly mechanism: Mechanism;
  readonly #initialResponse: string;
  #challenges = 0;
  #errorChallenge: ErrorChallenge | undefined;

  /** @param initialResponse base64 on one line */
  constructor(mechanism: Mechanism, initialResponse: string) {
    this.mechanism = mechanism;
    this.#initialResponse = initialResponse;
  }

  /** The server's first error challenge, if any. */
  get errorChallenge(): ErrorChallenge | undefined {
    return this.#errorChallenge;
  }

  /** The initial client response, base64 on one line. */
  start(): string {
    return this.#initialResponse;
  }

  /**
   * The response to an error challenge, after which the server completes the exchange: empty for XOAUTH2
   * (Google's protocol page), a single 0x01 in base64 for OAUTHBEARER (RFC 7628 §3.2.3). To further
   * challenges it is `*`, which cancels the exchange (RFC 9051 §6.2.2, RFC 4954 §4, RFC 5034 §4).
   *
   * @param challenge the server's challenge, base64
   * @throws {SaslError} `too-many-challenges`
   */
  next(challenge: string): string {
    this.#challenges++;
    this.#errorChallenge ??= decodeErrorChallenge(challenge);
    if (this.#challenges > maxChallenges) {
      throw new SaslError('too-many-challenges', 'The server keeps sending challenges.');
    }
    if (this.#challenges > 1) return '*';
    return this.mechanism === 'XOAUTH2' ? '' : 'AQ==';
  }
}
