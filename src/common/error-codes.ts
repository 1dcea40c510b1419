/** The class of an error, which determines the exit status of the command line. */
export type ErrorKind = 'usage' | 'authorization' | 'connection' | 'refused';

/** The properties of an error code. */
export interface ErrorCodeInfo {
  readonly kind: ErrorKind;
}

const usage: ErrorCodeInfo = { kind: 'usage' };
const authorization: ErrorCodeInfo = { kind: 'authorization' };
const connection: ErrorCodeInfo = { kind: 'connection' };
const refused: ErrorCodeInfo = { kind: 'refused' };

/** The codes of {@link MailOAuthError}. The message of each such error is a sentence for users. */
export const errorCodes = {
  // Command line and settings
  usage,
  'no-server': usage,
  'no-relay': usage,
  'bad-ca': usage,
  'bad-proxy': usage,
  'bad-ehlo-name': usage,
  'bad-endpoint': usage,
  'invalid-client-file': usage,
  'invalid-certificate-file': usage,
  'invalid-service-account-file': usage,
  'unreadable-import': usage,
  'certificate-password': usage,
  'invalid-scenario': usage,
  'bad-domain': usage,
  'bad-resolver': usage,
  'port-taken': connection,

  // SASL messages
  'empty-user': usage,
  'invalid-user': usage,
  'empty-token': usage,
  'invalid-token': usage,
  'invalid-host': usage,
  'invalid-base64': usage,
  'invalid-message': usage,
  'invalid-credential': usage,

  // Network and TLS
  'host-not-found': connection,
  'connection-refused': connection,
  'host-unreachable': connection,
  'connection-lost': connection,
  timeout: connection,
  network: connection,
  'tls-untrusted': connection,
  'tls-expired': connection,
  'tls-name-mismatch': connection,
  'tls-failed': connection,
  'tls-no-protocol': connection,
  'tls-too-old': connection,
  'tls-not-verified': authorization,
  'proxy-failed': connection,

  // Mail servers
  'starttls-not-offered': connection,
  'starttls-refused': connection,
  'starttls-injection': connection,
  'plain-refused': usage,
  'protocol-error': connection,
  'reply-too-long': connection,
  preauth: connection,
  'mechanism-not-offered': refused,
  'smtputf8-not-offered': refused,
  'password-prompt': refused,
  refused,

  // The access token, before it is sent
  'token-expired': authorization,
  'token-not-yet-valid': authorization,
  'wrong-audience': authorization,
  'scope-missing': authorization,
  'wrong-owner': authorization,

  // Authorization servers and sign-ins
  'server-error': authorization,
  'bad-response': authorization,
  'rate-limited': authorization,
  unavailable: authorization,
  'discovery-failed': authorization,
  'issuer-mismatch': authorization,
  'unknown-state': authorization,
  'expired-state': authorization,
  'repeated-parameter': authorization,
  'no-code': authorization,
  'no-refresh-token': authorization,
  'no-revocation-endpoint': authorization,
  'registration-closed': authorization,
  'bad-client-document': authorization,
  'no-device-endpoint': authorization,
  'device-code-expired': authorization,
  'listen-failed': authorization,
  'account-removed': authorization,
  'account-unreadable': authorization,
  'storage-failed': authorization,
  'refreshed-elsewhere': authorization,
  'refresh-interrupted': authorization,
  'secret-missing': authorization,
} as const satisfies Record<string, ErrorCodeInfo>;

/** A code of a {@link MailOAuthError}. */
export type ErrorCode = keyof typeof errorCodes;
