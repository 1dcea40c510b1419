import * as l10n from '@vscode/l10n';
import { formatDuration } from '../common/duration.js';
import { noSecrets, safeText } from '../transport/safe-text.js';

/** The tolerated clock skew, in ms, as in `oauth4webapi`. */
const toleranceMs = 30_000;

/**
 * Why an ID token was not used, as a sentence: this machine's clock, another issuer, or something else. OpenID Connect
 * Core §3.1.3.7.
 *
 * @param issuer the expected issuer
 * @param now ms since 1970
 */
export function describeIdTokenProblem(idToken: unknown, issuer: string, now: number): string {
  const claims = claimsOf(idToken);
  const issuedAt = Number(claims?.['iat']) * 1000;
  const expiresAt = Number(claims?.['exp']) * 1000;
  const ignored = l10n.t('The ID token was not used, so the owner of the tokens is not known.');
  if (issuedAt > now + toleranceMs || expiresAt < now - toleranceMs) {
    const off = formatDuration(Math.abs(now - issuedAt));
    return `${ignored} ${l10n.t('Its time differs from this machine’s clock by {0}. Check the clock.', off)}`;
  }
  const named = claims?.['iss'];
  return typeof named === 'string' && named !== issuer
    ? `${ignored} ${l10n.t('It names the issuer {0}, but the request went to {1}.', safeText(named, { ...noSecrets, limit: 200 }), issuer)}`
    : `${ignored} ${l10n.t('It does not match the request.')}`;
}

function claimsOf(idToken: unknown): Record<string, unknown> | undefined {
  try {
    const body = String(idToken).split('.')[1] ?? '';
    const value: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
