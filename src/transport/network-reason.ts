import * as l10n from '@vscode/l10n';

/**
 * Why a connection failed, as a phrase to follow a colon. It may contain text from outside: pass it through `safeText`.
 */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return networkReason(error.errors[0]);
  if (error.cause instanceof Error) return networkReason(error.cause);
  const { code = '' } = error as NodeJS.ErrnoException;
  return (
    reasons[code]?.() ?? (code.startsWith('HPE_') ? l10n.t('it does not speak HTTP on this port') : tlsReason(error))
  );
}

const closed = () => l10n.t('it closed the connection');
const noRoute = () => l10n.t('there is no route to it');
const nameNotFound = () => l10n.t('its name was not found');

/** By the codes of Node.js. */
const reasons: Readonly<Record<string, () => string>> = {
  ENOTFOUND: nameNotFound,
  EAI_AGAIN: nameNotFound,
  ECONNREFUSED: () => l10n.t('nothing listens there'),
  ECONNRESET: closed,
  EPIPE: closed,
  ETIMEDOUT: () => l10n.t('it did not answer'),
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  CERT_HAS_EXPIRED: () => l10n.t('its certificate has expired'),
  ERR_TLS_CERT_ALTNAME_INVALID: () => l10n.t('its certificate is for another host'),
};

/** OpenSSL's messages are `number:error:number:SSL routines:function:reason:file:line:…`. */
function tlsReason({ message }: Error): string {
  const reason = /:SSL routines:[^:]{0,100}:([^:]{1,100}):/.exec(message)?.[1];
  if (reason === undefined) return message;
  return /wrong version number|unknown protocol|packet length too long/.test(reason)
    ? l10n.t('it does not speak TLS on this port')
    : l10n.t('the TLS handshake failed ({0})', reason);
}
