import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import * as l10n from '@vscode/l10n';
import { MailError } from '../mail/wire/errors.js';
import { escapeBytes } from '../mail/wire/transcript.js';

/** One certificate of a chain. */
export interface CertificateInfo {
  readonly subject: string;
  readonly issuer: string;
  /** As OpenSSL writes times, in GMT. */
  readonly validTo: string;
  /** SHA-256 over the certificate, in hexadecimal with colons. */
  readonly fingerprint256: string;
}

/** What is known of a TLS connection and the server's certificate. */
export interface TlsInfo {
  readonly protocol: string;
  readonly cipher: string;
  /** The application protocol that both agreed on (RFC 7301). */
  readonly alpn?: string;
  readonly subject: string;
  readonly issuer: string;
  /** As OpenSSL writes times, in GMT. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly altNames: readonly string[];
  /** The certificates that the server sent, and the authority if it is known; the server's own first. */
  readonly chain: readonly CertificateInfo[];
}

/** The longest chain that is reported. */
const maximumChain = 10;

/** How a TLS connection is made: verified, always. */
export function tlsOptions(
  socket: net.Socket,
  { host, ca, alpn }: { readonly host: string; readonly ca: string | undefined; readonly alpn: readonly string[] },
): tls.ConnectionOptions {
  return {
    socket,
    host,
    // Said aloud, since NODE_TLS_REJECT_UNAUTHORIZED=0 and NODE_OPTIONS would change what goes unsaid.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    // RFC 6066 §3: no address literals in SNI.
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
    ...(ca === undefined ? {} : { secureContext: contextWith(ca) }),
  };
}

/** Parsing all authorities anew takes longer than a handshake, so the last context is kept. */
let kept: { readonly ca: string; readonly context: tls.SecureContext } | undefined;

function contextWith(ca: string): tls.SecureContext {
  if (kept?.ca !== ca) {
    kept = { ca, context: tls.createSecureContext({ ca: [...trustedByDefault(), ca], minVersion: 'TLSv1.2' }) };
  }
  return kept.context;
}

/** Fails where a user's CA file holds no certificate: Node.js would pass over it in silence. @throws {MailError} */
export function checkCa(ca: string | undefined): void {
  if (ca === undefined) return;
  const blocks = ca.match(
    /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g,
  );
  try {
    if (blocks === null) throw new Error('no PEM');
    for (const block of blocks) new X509Certificate(block);
  } catch (cause) {
    throw new MailError(
      'bad-ca',
      l10n.t(
        'The CA file holds no certificate that can be read: it must be in PEM form (“-----BEGIN CERTIFICATE-----”).',
      ),
      { cause },
    );
  }
}

/** What Node.js trusts without being told; where it can say so, the user's own additions are included. */
function trustedByDefault(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}

/** What is known of a connection once its handshake is over. */
export function tlsInfo(socket: tls.TLSSocket): TlsInfo {
  const certificate = socket.getPeerCertificate(true);
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    ...(typeof socket.alpnProtocol === 'string' ? { alpn: safe(socket.alpnProtocol) } : {}),
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: certificate.valid_from,
    validTo: certificate.valid_to,
    altNames: altNames(certificate.subjectaltname),
    chain: chainOf(certificate),
  };
}

function chainOf(first: tls.DetailedPeerCertificate): CertificateInfo[] {
  const chain: CertificateInfo[] = [];
  for (
    let certificate: tls.DetailedPeerCertificate | undefined = first;
    certificate !== undefined && chain.length < maximumChain;
  ) {
    const {
      subject,
      issuer,
      valid_to: validTo,
      fingerprint256,
      issuerCertificate,
    } = certificate as Partial<tls.DetailedPeerCertificate>;
    if (fingerprint256 === undefined || chain.some((known) => known.fingerprint256 === fingerprint256)) break;
    chain.push({ subject: nameOf(subject), issuer: nameOf(issuer), validTo: validTo ?? '', fingerprint256 });
    certificate = issuerCertificate;
  }
  return chain;
}

function altNames(list = ''): string[] {
  return list
    .split(', ')
    .map((name) => safe(name.replace(/^[^:]*:/, '')))
    .filter(Boolean);
}

function safe(text: string): string {
  return escapeBytes(Buffer.from(text));
}

function nameOf(name: tls.Certificate | undefined): string {
  const value: string | readonly string[] = name?.CN ?? name?.O ?? '';
  return safe(typeof value === 'string' ? value : value.join(', '));
}

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
]);

/** What OpenSSL says where the first bytes of the other side are no TLS record. */
const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'EPROTO',
]);

interface CertificateError extends NodeJS.ErrnoException {
  /** Given with `ERR_TLS_CERT_ALTNAME_INVALID`. */
  readonly cert?: { readonly subjectaltname?: string };
}

/** Puts a failed handshake in words. */
export function tlsError(error: CertificateError, host: string): MailError {
  const { code = '' } = error;
  const fail = (failure: MailError['code'], message: string) => new MailError(failure, message, { cause: error });
  if (untrusted.has(code)) {
    return fail(
      'tls-untrusted',
      l10n.t('The certificate of {0} is not signed by an authority that is trusted here ({1}).', host, code),
    );
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return fail('tls-expired', l10n.t('The certificate of {0} is not valid today ({1}).', host, code));
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = altNames(error.cert?.subjectaltname).slice(0, 10).join(', ') || l10n.t('none');
    return fail('tls-name-mismatch', l10n.t('The certificate is not for {0}; the names in it are: {1}.', host, names));
  }
  const alert = /alert number (\d+)/.exec(error.message)?.[1] ?? /^ERR_SSL_.*_ALERT_(.*)$/.exec(code)?.[1];
  if (code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' || alert === '120') {
    return fail(
      'tls-no-protocol',
      l10n.t(
        '{0} ended the TLS handshake with an alert: it does not take the protocol that was named (no application protocol, ALPN).',
        host,
      ),
    );
  }
  if (alert !== undefined) {
    return fail(
      'tls-failed',
      l10n.t(
        '{0} ended the TLS handshake with an alert ({1}).',
        host,
        code
          .replace(/^ERR_SSL_/, '')
          .toLowerCase()
          .replaceAll('_', ' ') || alert,
      ),
    );
  }
  if (code === 'ECONNRESET') {
    return fail('tls-failed', l10n.t('{0} closed the connection during the TLS handshake.', host));
  }
  if (notTls.has(code)) {
    return fail('tls-failed', l10n.t('{0} did not answer with TLS on this port.', host));
  }
  return fail(
    'tls-failed',
    l10n.t('The TLS handshake with {0} failed ({1}).', host, code === '' ? error.message : code),
  );
}
