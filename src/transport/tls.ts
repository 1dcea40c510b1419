import net from 'node:net';
import tls from 'node:tls';
import * as l10n from '@vscode/l10n';
import { TransportError, type TransportErrorCode } from './errors.js';
import type { Redactor } from './redactor.js';
import { noSecrets, safeText, type SafeText } from './safe-text.js';

/** One certificate of a chain. */
export interface CertificateInfo {
  readonly subject: SafeText;
  readonly issuer: SafeText;
  /** In OpenSSL's format, in GMT. */
  readonly validTo: string;
  /** SHA-256 over the certificate, in hexadecimal with colons. */
  readonly fingerprint256: string;
}

/** The parameters of a TLS connection and the server's certificate. */
export interface TlsInfo {
  readonly protocol: string;
  readonly cipher: string;
  /** The negotiated application protocol (RFC 7301). */
  readonly alpn?: SafeText;
  readonly subject: SafeText;
  readonly issuer: SafeText;
  /** In OpenSSL's format, in GMT. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly altNames: readonly SafeText[];
  /** The certificates that the server sent, and the root CA if it is known; the server's own first. */
  readonly chain: readonly CertificateInfo[];
}

/** The maximum length of the reported chain. */
const maximumChain = 10;

/** The options of a TLS connection. The certificate is always verified. */
export function tlsOptions(
  socket: net.Socket,
  { host, ca, alpn }: { readonly host: string; readonly ca: string | undefined; readonly alpn: readonly string[] },
): tls.ConnectionOptions {
  return {
    socket,
    host,
    // Set explicitly: NODE_TLS_REJECT_UNAUTHORIZED=0 and NODE_OPTIONS can change the defaults.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    // RFC 6066 §3: no address literals and no trailing dot in SNI.
    ...(net.isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}),
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
    ...(ca === undefined ? {} : { secureContext: contextWith(ca) }),
  };
}

/** Parsing all CA certificates takes longer than a handshake, so the last context is cached. */
let lastContext: { readonly ca: string; readonly context: tls.SecureContext } | undefined;

function contextWith(ca: string): tls.SecureContext {
  if (lastContext?.ca !== ca) {
    lastContext = { ca, context: tls.createSecureContext({ ca: trustedWith(ca), minVersion: 'TLSv1.2' }) };
  }
  return lastContext.context;
}

/** The CA certificates to trust, PEM: those that Node.js trusts by default, and `ca`. */
export function trustedWith(ca: string): string[] {
  return [...trustedByDefault(), ca];
}

/** Available since Node.js 22.15 and 23.10. */
const { getCACertificates } = tls as { getCACertificates?: (type: 'default' | 'system') => string[] };

/**
 * What Node.js trusts by default; with `getCACertificates` this includes the user's additions (NODE_EXTRA_CA_CERTS).
 */
function trustedByDefault(): readonly string[] {
  return getCACertificates?.('default') ?? tls.rootCertificates;
}

let knownSystemCa: { readonly ca: string | undefined } | undefined;

/**
 * The CA certificates (PEM) that the operating system trusts; `undefined` if they cannot be read. They are read once.
 */
export function systemCa(): string | undefined {
  knownSystemCa ??= { ca: askForSystemCa() };
  return knownSystemCa.ca;
}

function askForSystemCa(): string | undefined {
  try {
    const certificates = getCACertificates?.('system') ?? [];
    return certificates.length === 0 ? undefined : certificates.join('\n');
  } catch {
    return undefined;
  }
}

/**
 * Reads the parameters of a connection after its handshake.
 *
 * @param redaction removes secrets from the texts of the certificate
 */
export function tlsInfo(socket: tls.TLSSocket, redaction: Pick<Redactor, 'redact' | 'redactList'>): TlsInfo {
  const certificate = socket.getPeerCertificate(true);
  const redact = (text: string) => redaction.redact(text);
  const nameOf = (name: tls.Certificate | undefined) => safeText(commonName(name), { redact });
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    ...(typeof socket.alpnProtocol === 'string' ? { alpn: safeText(socket.alpnProtocol, { redact }) } : {}),
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: certificate.valid_from,
    validTo: certificate.valid_to,
    altNames: redaction.redactList(altNames(certificate.subjectaltname)).map((name) => safeText(name, { redact })),
    chain: chainOf(certificate, nameOf),
  };
}

function chainOf(
  first: tls.DetailedPeerCertificate,
  nameOf: (name: tls.Certificate | undefined) => SafeText,
): CertificateInfo[] {
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
    .map((name) => name.replace(/^[^:]*:/, ''))
    .filter(Boolean);
}

function commonName(name: tls.Certificate | undefined): string {
  const value: string | readonly string[] = name?.CN ?? name?.O ?? '';
  return typeof value === 'string' ? value : value.join(', ');
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

/** The codes when the first bytes from the peer are not a TLS record. */
const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'EPROTO',
]);

/** The codes when the server does not support TLS 1.2 or later: by its alert, or by the version that it selects. */
const tooOld = new Set(['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_UNSUPPORTED_PROTOCOL']);

interface CertificateError extends NodeJS.ErrnoException {
  /** Set with `ERR_TLS_CERT_ALTNAME_INVALID`. */
  readonly cert?: { readonly subjectaltname?: string };
}

/**
 * Converts the error of a failed handshake.
 *
 * @param redact removes secrets from the texts of the certificate
 */
export function tlsError(error: CertificateError, host: string, redact: (text: string) => string): TransportError {
  const { code = '' } = error;
  const fail = (failure: TransportErrorCode, message: string) => new TransportError(failure, message, { cause: error });
  if (untrusted.has(code)) {
    return fail(
      'tls-untrusted',
      l10n.t('The certificate of {0} is not signed by a trusted authority ({1}).', host, code),
    );
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return fail('tls-expired', l10n.t('The certificate of {0} is not valid now ({1}).', host, code));
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = altNames(error.cert?.subjectaltname).slice(0, 10).join(', ');
    return fail(
      'tls-name-mismatch',
      l10n.t(
        'The certificate is not for {0}. It names: {1}.',
        host,
        names === '' ? l10n.t('none') : safeText(names, { redact, limit: 3000 }),
      ),
    );
  }
  if (tooOld.has(code)) {
    return fail('tls-too-old', l10n.t('{0} supports only TLS 1.1 or older, which is no longer secure.', host));
  }
  const alert = /alert number (\d+)/.exec(error.message)?.[1] ?? /^ERR_SSL_.*_ALERT_(.*)$/.exec(code)?.[1];
  if (code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' || alert === '120') {
    return fail(
      'tls-no-protocol',
      l10n.t(
        '{0} ended the TLS handshake with an alert: it does not support the requested protocol (ALPN: no application protocol).',
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
    l10n.t('The TLS handshake with {0} failed ({1}).', host, code === '' ? safeText(error.message, noSecrets) : code),
  );
}
