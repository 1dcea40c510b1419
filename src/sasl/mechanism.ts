import { encodeOauthbearer, type OauthbearerCredential } from './oauthbearer.js';
import { encodeXoauth2 } from './xoauth2.js';

/** The SASL mechanisms that carry an OAuth 2.0 access token to a mail server. */
export type Mechanism = 'XOAUTH2' | 'OAUTHBEARER';

export const mechanisms: readonly Mechanism[] = ['XOAUTH2', 'OAUTHBEARER'];

/** A mechanism, or `best` for the best one that a server offers. */
export type MechanismChoice = Mechanism | 'best';

/** The best of the offered mechanisms: OAUTHBEARER (RFC 7628) before XOAUTH2. */
export function bestMechanism(offered: readonly string[]): Mechanism | undefined {
  return (['OAUTHBEARER', 'XOAUTH2'] as const).find((mechanism) => offered.includes(mechanism));
}

/** The initial client response of either mechanism, as base64 on one line. @throws {SaslError} */
export function encodeInitialResponse(mechanism: Mechanism, credential: OauthbearerCredential): string {
  return mechanism === 'XOAUTH2' ? encodeXoauth2(credential) : encodeOauthbearer(credential);
}
