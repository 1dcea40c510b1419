import * as l10n from '@vscode/l10n';
import { SaslError } from './errors.js';

/** What both OAuth mechanisms send: whose mailbox, and the access token that opens it. */
export interface Credential {
  /** The mailbox, usually an e-mail address. */
  readonly user: string;
  /** An OAuth 2.0 bearer token, without the word `Bearer`. */
  readonly accessToken: string;
}

const controlCharacter = /[\u0000-\u001f\u007f]/;
const bearerToken = /^[A-Za-z0-9\-._~+/]+=*$/;

/**
 * Checks that a mailbox name can stand in a SASL message: not empty and without control characters,
 * which could end the field and begin another.
 *
 * @throws {SaslError} `empty-user`, `invalid-user`
 */
export function checkUser(user: string): void {
  if (user.trim() === '') {
    throw new SaslError('empty-user', l10n.t('The user is empty: give the e-mail address of the mailbox.'));
  }
  if (controlCharacter.test(user)) {
    throw new SaslError(
      'invalid-user',
      l10n.t('The user holds a control character (a line break, a tab or byte 0x01): give the plain e-mail address.'),
    );
  }
}

/**
 * Checks that a token has the form `b64token` of RFC 6750 §2.1, so that a paste error is found here and
 * not by a server that only says “invalid credentials”.
 *
 * @throws {SaslError} `empty-token`, `invalid-token`
 */
export function checkAccessToken(accessToken: string): void {
  if (accessToken === '') {
    throw new SaslError('empty-token', l10n.t('The access token is empty: sign in, or paste an access token.'));
  }
  if (!bearerToken.test(accessToken)) throw new SaslError('invalid-token', tokenFault(accessToken));
}

/** Both checks at once. @throws {SaslError} */
export function checkCredential({ user, accessToken }: Credential): void {
  checkUser(user);
  checkAccessToken(accessToken);
}

function tokenFault(accessToken: string): string {
  if (/^bearer\s/i.test(accessToken)) {
    return l10n.t('The access token begins with the word “Bearer”: leave it out, the mechanism adds it.');
  }
  if (/^\s*[{[]/.test(accessToken)) {
    return l10n.t('This is JSON, not an access token: give only the value of "access_token".');
  }
  if (/^["']|["']$/.test(accessToken)) {
    return l10n.t('The access token stands in quotation marks: leave them out.');
  }
  if (/\s|[\u0000-\u001f\u007f]/.test(accessToken)) {
    return l10n.t('The access token holds a space, a line break or a control character: copy it again, as one line.');
  }
  return l10n.t('The access token holds a character that no bearer token has (RFC 6750): copy it again.');
}
