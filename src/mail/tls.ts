import net from 'node:net';
import tls from 'node:tls';
import * as l10n from '@vscode/l10n';
import { MailError } from './errors.js';

/** What is known of a TLS connection and the server's certificate. */
export interface TlsFacts {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly altNames: readonly string[];
}

/** The options of a TLS handshake. The certificate is verified always: there is no option for that. */
export function tlsOptions(socket: net.Socket, host: string, ca: string | undefined): tls.ConnectionOptions {
  return {
    socket,
    host,
    // RFC 6066 §3: no address literals in SNI.
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca: [...trustedByDefault(), ca] }),
  };
}

/** What Node.js trusts without being told; where it can say so, the user's own additions are included. */
function trustedByDefault(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}

export function tlsFacts(socket: tls.TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: certificate.valid_from,
    validTo: certificate.valid_to,
    altNames: (certificate.subjectaltname ?? '').split(', ').map((name) => name.replace(/^[^:]*:/, '')).filter(Boolean),
  };
}

function nameOf(name: tls.Certificate | undefined): string {
  const value: string | readonly string[] = name?.CN ?? name?.O ?? '';
  return typeof value === 'string' ? value : value.join(', ');
}

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** Puts a failed handshake in words. */
export function tlsError(error: NodeJS.ErrnoException, host: string): MailError {
  const { code = '' } = error;
  const fail = (failure: MailError['code'], message: string) => new MailError(failure, message, { cause: error });
  if (untrusted.has(code)) {
    return fail('tls-untrusted', l10n.t('The certificate of {0} is not signed by an authority that is trusted here ({1}).', host, code));
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return fail('tls-expired', l10n.t('The certificate of {0} is not valid today ({1}).', host, code));
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return fail('tls-name-mismatch', l10n.t('The certificate is for other names than {0}.', host));
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO') {
    return fail('tls-failed', l10n.t('{0} did not answer with TLS on this port.', host));
  }
  return fail('tls-failed', l10n.t('The TLS handshake with {0} failed ({1}).', host, code === '' ? error.message : code));
}
