import { decodeBase64, encodeBase64 } from './base64.js';
import { checkAccessToken, checkUser, type Credential } from './credential.js';
import { SaslError } from './errors.js';

/** A credential with the server, which OAUTHBEARER can include in the message. */
export interface OauthbearerCredential extends Credential {
  /** The mailbox; empty if the server should derive it from the token (RFC 7628 §3.1). */
  readonly user: string;
  /** The host that the client connects to. */
  readonly host?: string;
  /** The port that the client connects to, from 1 to 65535. */
  readonly port?: number;
}

/** A GS2 header without channel binding, then key/value pairs. RFC 5801 §4, RFC 7628 §3.1. */
const shape = /^n,(?:a=((?:[^=,\u0000\u0001]|=2C|=3D)+))?,\u0001((?:[A-Za-z]+=[^\u0001]*\u0001)+)\u0001$/;

/**
 * The initial client response of OAUTHBEARER, before base64:
 * `n,a=user,^Ahost=…^Aport=…^Aauth=Bearer …^A^A`. In the authzid `=` becomes `=3D` and `,` becomes `=2C`
 * (RFC 5801 §4); without a user there is none. RFC 7628 §3.1.
 *
 * @throws {SaslError} for an impossible user, token, host or port
 */
export function buildOauthbearer({ user, accessToken, host, port }: OauthbearerCredential): string {
  if (user !== '') checkUser(user);
  checkAccessToken(accessToken);
  if (host !== undefined && !/^[\u0021-\u007e]+$/.test(host)) {
    throw new SaslError('invalid-host', 'The host must consist of visible ASCII characters.');
  }
  if (port !== undefined && !isPort(port)) {
    throw new SaslError('invalid-host', 'The port must be a whole number from 1 to 65535.');
  }
  const fields = [
    ...(host === undefined ? [] : [`host=${host}`]),
    ...(port === undefined ? [] : [`port=${port}`]),
    `auth=Bearer ${accessToken}`,
  ];
  return `n,${authzid(user)},\u0001${fields.join('\u0001')}\u0001\u0001`;
}

/** The `a=…` of the GS2 header; empty without a user. RFC 5801 §4. */
export function authzid(user: string): string {
  return user === '' ? '' : `a=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')}`;
}

/**
 * The OAUTHBEARER string for IMAP, SMTP and POP3: base64 on one line.
 *
 * @throws {SaslError}
 * @example
 * ```ts
 * import { encodeOauthbearer } from 'xoauth2';
 *
 * const credential = { user: 'alice@example.com', accessToken: 'vF9dft4qmT' };
 * const string = encodeOauthbearer({ ...credential, host: 'imap.example.com', port: 993 });
 * console.log(string);
 * // prints: bixhPWFsaWNlQGV4YW1wbGUuY29tLAFob3N0PWltYXAuZXhhbXBsZS5jb20BcG9ydD05OTMBYXV0aD1CZWFyZXIgdkY5ZGZ0NHFtVAEB
 * ```
 */
export function encodeOauthbearer(credential: OauthbearerCredential): string {
  return encodeBase64(buildOauthbearer(credential));
}

/**
 * Decodes a base64 OAUTHBEARER message. Keys other than `auth`, `host` and `port` are allowed and ignored; each of
 * these three may appear once.
 *
 * @throws {SaslError} `invalid-base64`, `invalid-message`
 * @example
 * ```ts
 * import { decodeOauthbearer } from 'xoauth2';
 *
 * const { user, accessToken } = decodeOauthbearer('bixhPWFsaWNlQGV4YW1wbGUuY29tLAFhdXRoPUJlYXJlciB2RjlkZnQ0cW1UAQE=');
 * console.log(user, accessToken); // prints: alice@example.com vF9dft4qmT
 * ```
 */
export function decodeOauthbearer(text: string): OauthbearerCredential {
  const match = shape.exec(decodeBase64(text));
  const fields = splitFields(match?.[2] ?? '');
  const token = /^Bearer (.*)$/i.exec(fields.get('auth') ?? '')?.[1]?.replace(/^ +/, '');
  const host = fields.get('host');
  const port = fields.get('port');
  if (match === null || token === undefined || hasRepeatedKey(match[2] ?? '') || !isPortField(port)) {
    throw new SaslError('invalid-message', 'Not an OAUTHBEARER message: it must read n,a=…,^Aauth=Bearer …^A^A.');
  }
  return {
    user: (match[1] ?? '').replaceAll('=2C', ',').replaceAll('=3D', '='),
    accessToken: token,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

/** Whether `auth`, `host` or `port` is repeated among the fields, each of which ends with 0x01. */
function hasRepeatedKey(fields: string): boolean {
  const keys = fields.split('\u0001').map((field) => field.slice(0, field.indexOf('=')).toLowerCase());
  return ['auth', 'host', 'port'].some((key) => keys.indexOf(key) !== keys.lastIndexOf(key));
}

/** Whether a `port` field is absent or a decimal port. */
export function isPortField(port: string | undefined): boolean {
  return port === undefined || (/^\d{1,5}$/.test(port) && isPort(Number(port)));
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function splitFields(text: string): Map<string, string> {
  const pairs = text
    .split('\u0001')
    .filter(Boolean)
    .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)] as const);
  return new Map(pairs);
}
