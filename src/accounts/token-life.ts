import { isApplication, type Account } from './account.js';

/** The state of an account's access token at a point in time. */
export type TokenLife =
  | { readonly state: 'signed-out' }
  | { readonly state: 'fresh'; readonly remainingMs: number }
  | { readonly state: 'expired'; readonly sinceMs: number; readonly refreshable: boolean }
  | { readonly state: 'unknown' };

/**
 * Computes the state of an account's access token.
 *
 * @param now ms since 1970
 * @param refreshEnded whether the refresh token is known to be unusable
 */
export function tokenLife(account: Account, now: number, refreshEnded = false): TokenLife {
  const { tokens } = account;
  const application = isApplication(account);
  if (tokens === undefined) return { state: 'signed-out' };
  if (tokens.expiresAt === undefined) return { state: 'unknown' };
  const remainingMs = tokens.expiresAt - now;
  return remainingMs > 0
    ? { state: 'fresh', remainingMs }
    : {
        state: 'expired',
        sinceMs: now - tokens.expiresAt,
        refreshable: application || (tokens.refreshToken !== undefined && !refreshEnded),
      };
}

/** Whether the account needs a new sign-in to get an access token. */
export function hasEnded(life: TokenLife): boolean {
  return life.state === 'expired' && !life.refreshable;
}

/** The tolerated clock skew, in ms. */
const clockSkew = 60_000;

/**
 * Whether an access token remains valid for at least `minimumMs` ms; one of unknown expiry counts as fresh. A token
 * that was obtained in the future does not: the clock has been set back since, so its expiry is meaningless.
 */
export function isFresh(tokens: NonNullable<Account['tokens']>, now: number, minimumMs: number): boolean {
  if (tokens.obtainedAt > now + clockSkew) return false;
  return tokens.expiresAt === undefined || tokens.expiresAt - now >= minimumMs;
}
