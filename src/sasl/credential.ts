import { SaslError, type TokenProblem } from './errors.js';

/** The credential of both OAuth mechanisms: the mailbox and the access token. */
export interface Credential {
  /** The mailbox, usually an email address. */
  readonly user: string;
  /** An OAuth 2.0 bearer token, without the word `Bearer`. */
  readonly accessToken: string;
}

const controlCharacter = /[\u0000-\u001f\u007f]/;
const bearerToken = /^[A-Za-z0-9\-._~+/]+=*$/;

/**
 * Checks that a mailbox name can be part of a SASL message: not empty, and without control characters, which could
 * inject fields.
 *
 * @throws {SaslError} `empty-user`, `invalid-user`
 */
export function checkUser(user: string): void {
  if (user.trim() === '') throw new SaslError('empty-user', 'The user is empty.');
  if (controlCharacter.test(user)) throw new SaslError('invalid-user', 'The user contains a control character.');
}

/**
 * Checks that a token has the form `b64token` of RFC 6750 §2.1, to detect paste errors before a server responds with
 * “invalid credentials”.
 *
 * @throws {SaslError} `empty-token`, `invalid-token`
 */
export function checkAccessToken(accessToken: string): void {
  if (accessToken === '') throw new SaslError('empty-token', 'The access token is empty.');
  if (bearerToken.test(accessToken)) return;
  throw new SaslError('invalid-token', 'The access token is not a bearer token (RFC 6750).', problemOf(accessToken));
}

/** Both checks at once. @throws {SaslError} */
export function checkCredential({ user, accessToken }: Credential): void {
  checkUser(user);
  checkAccessToken(accessToken);
}

function problemOf(accessToken: string): TokenProblem {
  if (/^bearer\s/i.test(accessToken)) return 'bearer-prefix';
  if (/^\s*[{[]/.test(accessToken)) return 'json';
  if (/^["']|["']$/.test(accessToken)) return 'quotes';
  if (/\s|[\u0000-\u001f\u007f]/.test(accessToken)) return 'whitespace';
  return 'character';
}
