import type { IncomingMessage } from 'node:http';
import * as l10n from '@vscode/l10n';

/**
 * Only local programs and pages may use the sandbox: another host name means DNS rebinding, another origin means a page
 * of another site.
 *
 * @param port the authorization server's
 * @returns why the request is rejected, as a sentence; `undefined` if it is accepted
 */
export function explainRejection({ headers, method = '' }: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) {
    return l10n.t('Rejected a {0} request: its Host header does not name this sandbox.', method);
  }
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) {
    return l10n.t('Rejected a {0} request: its Origin header does not name this sandbox.', method);
  }
  const site = headers['sec-fetch-site'];
  if (method !== 'GET' && method !== 'HEAD' && (site === 'cross-site' || site === 'same-site')) {
    return l10n.t('Rejected a {0} request: it comes from a page of another site.', method);
  }
  return undefined;
}
