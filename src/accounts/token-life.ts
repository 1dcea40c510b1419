import { isApplication, type Account } from './account.js';

/** What can be said of an account's access token at a moment. */
export type TokenLife =
  | { readonly state: 'signed-out' }
  | { readonly state: 'fresh'; readonly remainingMs: number }
  | { readonly state: 'expired'; readonly sinceMs: number; readonly refreshable: boolean }
  | { readonly state: 'unknown' };

/**
 * How long an account's access token still lives.
 *
 * @param now ms since 1970
 * @param refreshEnded whether the refresh token is known to be of no use any more
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

/** Whether an account gets no access token any more until somebody signs in. */
export function hasEnded(life: TokenLife): boolean {
  return life.state === 'expired' && !life.refreshable;
}

/** How far two clocks may differ, in ms. */
const clockSkew = 60_000;

/**
 * Whether an access token has at least `minimumMs` left; one of unknown expiry counts as fresh. One that was
 * obtained in the future does not: the clock was set back since, and its expiry says nothing.
 */
export function isFresh(tokens: NonNullable<Account['tokens']>, now: number, minimumMs: number): boolean {
  if (tokens.obtainedAt > now + clockSkew) return false;
  return tokens.expiresAt === undefined || tokens.expiresAt - now >= minimumMs;
}
