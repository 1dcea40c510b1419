import * as l10n from '@vscode/l10n';
import { decodeBase64, encodeBase64 } from './base64.js';
import { checkCredential, type Credential } from './credential.js';
import { SaslError } from './errors.js';

/** A credential with the server it is meant for, which OAUTHBEARER can name in the message. */
export interface OauthbearerCredential extends Credential {
  /** The host that the client connects to. */
  readonly host?: string;
  /** The port that the client connects to. */
  readonly port?: number;
}

const shape = /^n,(?:a=([^,\u0001]*))?,\u0001((?:[A-Za-z]+=[^\u0001]*\u0001)*)\u0001$/;

/**
 * The initial client response of OAUTHBEARER, before base64:
 * `n,a=user,^Ahost=…^Aport=…^Aauth=Bearer …^A^A`. In the authzid `=` becomes `=3D` and `,` becomes `=2C`
 * (RFC 5801 §4). RFC 7628 §3.1.
 *
 * @throws {SaslError} for an empty or impossible user, token or host
 */
export function buildOauthbearer(credential: OauthbearerCredential): string {
  checkCredential(credential);
  const { user, accessToken, host, port } = credential;
  if (host !== undefined && !/^[\u0021-\u007e]+$/.test(host)) {
    throw new SaslError('invalid-host', l10n.t('The host must be a name or an address in visible ASCII characters.'));
  }
  const authzid = user.replaceAll('=', '=3D').replaceAll(',', '=2C');
  const fields = [
    ...(host === undefined ? [] : [`host=${host}`]),
    ...(port === undefined ? [] : [`port=${port}`]),
    `auth=Bearer ${accessToken}`,
  ];
  return `n,a=${authzid},\u0001${fields.join('\u0001')}\u0001\u0001`;
}

/** The OAUTHBEARER message as the protocols carry it: base64 on one line. @throws {SaslError} */
export function encodeOauthbearer(credential: OauthbearerCredential): string {
  return encodeBase64(buildOauthbearer(credential));
}

/**
 * Reads a base64 OAUTHBEARER message back into its parts.
 *
 * @throws {SaslError} `invalid-base64`, `invalid-message`
 */
export function decodeOauthbearer(text: string): OauthbearerCredential {
  const match = shape.exec(decodeBase64(text).toString('utf8'));
  const fields = new Map((match?.[2] ?? '').split('\u0001').filter(Boolean).map(splitField));
  const token = /^Bearer +(.*)$/i.exec(fields.get('auth') ?? '')?.[1];
  if (match === null || token === undefined) {
    throw new SaslError(
      'invalid-message',
      l10n.t('This is base64, but not an OAUTHBEARER message: it should read n,a=…,^Aauth=Bearer …^A^A.'),
    );
  }
  const host = fields.get('host');
  const port = fields.get('port');
  return {
    user: (match[1] ?? '').replaceAll('=2C', ',').replaceAll('=3D', '='),
    accessToken: token,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

function splitField(field: string): [string, string] {
  const at = field.indexOf('=');
  return [field.slice(0, at), field.slice(at + 1)];
}
