import { isSameAddress } from '../common/email-address.js';
import type { TokenSet } from '../oauth/types.js';
import { missingScopes } from '../sign-in/missing-scopes.js';
import { print, printError, type Io } from './io.js';
import type { Options } from './options.js';

/** Prints the tokens of a sign-in in the format of oauth2.py, or as JSON. */
export function printTokens(tokens: TokenSet, options: Options, io: Io): void {
  if (options.json === true) {
    printJson(tokens, io);
    return;
  }
  if (tokens.refreshToken === undefined) {
    printError(
      io,
      'xoauth2: the server issued no refresh token, so access ends when the access token expires. Most servers issue one for the scope offline_access; Google requires access_type=offline and prompt=consent.',
    );
  } else print(io, `Refresh Token: ${tokens.refreshToken}`);
  printAccessToken(tokens, io);
}

/** Warns on standard error about requested scopes that were not granted. */
export function warnOfMissingScopes(asked: readonly string[], { scopes: granted = asked }: TokenSet, io: Io): void {
  const missing = missingScopes(asked, granted);
  if (missing.length === 0) return;
  printError(
    io,
    `xoauth2: not granted: ${missing.join(' ')}. Granted: ${granted.join(' ')}. Sign in again and allow it on the consent page.`,
  );
}

/** Warns on standard error if another user has signed in than the named one. */
export function warnOfOtherOwner({ user }: Options, { identity }: TokenSet, io: Io): void {
  if (user === undefined || identity === undefined || isSameAddress(user, identity)) return;
  printError(
    io,
    `xoauth2: ${identity} signed in, not ${user}. The tokens open the mailbox ${user} only if ${identity} may use it; otherwise sign in again as ${user}.`,
  );
}

/** Prints an access token and its lifetime. */
export function printAccessToken(tokens: TokenSet, io: Io): void {
  print(io, `Access Token: ${tokens.accessToken}`);
  const seconds = expiresIn(tokens);
  if (seconds === undefined) printError(io, 'xoauth2: it is not known when the access token expires.');
  else print(io, `Access Token Expiration Seconds: ${seconds}`);
}

/** Prints tokens under the names of RFC 6749 §5.1. */
export function printJson(tokens: TokenSet, io: Io): void {
  print(
    io,
    JSON.stringify(
      {
        access_token: tokens.accessToken,
        expires_in: expiresIn(tokens),
        refresh_token: tokens.refreshToken,
        scope: tokens.scopes?.join(' '),
      },
      undefined,
      2,
    ),
  );
}

function expiresIn({ expiresAt, obtainedAt }: TokenSet): number | undefined {
  return expiresAt === undefined ? undefined : Math.round((expiresAt - obtainedAt) / 1000);
}
