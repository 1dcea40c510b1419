import type { OauthbearerCredential } from './oauthbearer.js';
import { buildOauthbearer } from './oauthbearer.js';
import { buildXoauth2 } from './xoauth2.js';
import { encodeBase64 } from './base64.js';

/** The SASL mechanisms that carry an OAuth 2.0 access token to a mail server. */
export type Mechanism = 'XOAUTH2' | 'OAUTHBEARER';

export const mechanisms: readonly Mechanism[] = ['XOAUTH2', 'OAUTHBEARER'];

/** A mechanism, or the best of those that a server offers. */
export type MechanismChoice = Mechanism | 'best';

/** The best of the offered ones: the standard's before Google's own. */
export function bestMechanism(offered: readonly string[]): Mechanism | undefined {
  return (['OAUTHBEARER', 'XOAUTH2'] as const).find((mechanism) => offered.includes(mechanism));
}

/** The initial client response of either mechanism, as base64 on one line. @throws {SaslError} */
export function encodeInitialResponse(mechanism: Mechanism, credential: OauthbearerCredential): string {
  return encodeBase64(mechanism === 'XOAUTH2' ? buildXoauth2(credential) : buildOauthbearer(credential));
}

/**
 * The line that a client must answer an error challenge with before the server says NO: empty for
 * XOAUTH2 (Google's protocol page), a single 0x01 in base64 for OAUTHBEARER (RFC 7628 §3.2.3).
 */
export function errorChallengeAnswer(mechanism: Mechanism): string {
  return mechanism === 'XOAUTH2' ? '' : 'AQ==';
}
