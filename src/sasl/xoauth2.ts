import { decodeBase64, encodeBase64 } from './base64.js';
import { checkCredential, type Credential } from './credential.js';
import { SaslError } from './errors.js';

const shape = /^user=([^\u0001]*)\u0001auth=Bearer ([^\u0001]*)\u0001\u0001$/i;

/**
 * The initial client response of XOAUTH2, before base64: `user=…^Aauth=Bearer …^A^A`, where `^A` is the byte 0x01. The
 * mechanism has no escaping, so values that cannot be represented are errors.
 *
 * @see https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
 * @throws {SaslError} for an empty or invalid user or token
 */
export function buildXoauth2(credential: Credential): string {
  checkCredential(credential);
  return `user=${credential.user}\u0001auth=Bearer ${credential.accessToken}\u0001\u0001`;
}

/**
 * The XOAUTH2 string for IMAP, SMTP and POP3: base64 on one line.
 *
 * @throws {SaslError}
 * @example
 * ```ts
 * import { encodeXoauth2 } from 'xoauth2';
 *
 * const string = encodeXoauth2({ user: 'alice@gmail.com', accessToken: 'ya29.a0AfH6SM' });
 * console.log(string); // prints: dXNlcj1hbGljZUBnbWFpbC5jb20BYXV0aD1CZWFyZXIgeWEyOS5hMEFmSDZTTQEB
 * ```
 */
export function encodeXoauth2(credential: Credential): string {
  return encodeBase64(buildXoauth2(credential));
}

/**
 * Decodes a base64 XOAUTH2 string into user and token.
 *
 * @throws {SaslError} `invalid-base64`, `invalid-message`
 * @example
 * ```ts
 * import { decodeXoauth2 } from 'xoauth2';
 *
 * const { user, accessToken } = decodeXoauth2('dXNlcj1hbGljZUBnbWFpbC5jb20BYXV0aD1CZWFyZXIgeWEyOS5hMEFmSDZTTQEB');
 * console.log(user, accessToken); // prints: alice@gmail.com ya29.a0AfH6SM
 * ```
 */
export function decodeXoauth2(text: string): Credential {
  const match = shape.exec(decodeBase64(text));
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new SaslError('invalid-message', 'Not an XOAUTH2 string: it must read user=…^Aauth=Bearer …^A^A.');
  }
  return { user: match[1], accessToken: match[2] };
}
