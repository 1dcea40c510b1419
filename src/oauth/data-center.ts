import * as l10n from '@vscode/l10n';
import { noSecrets, safeText } from '../transport/safe-text.js';
import type { AuthorizationServer, RequestOptions } from './types.js';

/**
 * Zoho's accounts servers, one per data center. Only the server of the account's data center accepts its codes.
 *
 * @see https://www.zoho.com/accounts/protocol/oauth/multi-dc.html
 * @see https://www.zoho.com/crm/developer/docs/api/multi-dc.html (China)
 */
const zohoHosts: ReadonlySet<string> = new Set([
  'accounts.zoho.com',
  'accounts.zoho.eu',
  'accounts.zoho.in',
  'accounts.zoho.com.au',
  'accounts.zoho.jp',
  'accounts.zohocloud.ca',
  'accounts.zoho.sa',
  'accounts.zoho.uk',
  'accounts.zoho.com.cn',
]);

/**
 * The server of an authorization response: the requested one, or the one of Zoho's data centers in the response
 * (`accounts-server`). Any other host is ignored.
 */
export function serverOfResponse<S extends AuthorizationServer>(server: S, response: URLSearchParams): S {
  const named = namedServer(response);
  if (named?.protocol !== 'https:' || !isZoho(named) || !isZoho(new URL(server.tokenEndpoint))) return server;
  const moved = (address: string) => {
    const url = new URL(address);
    if (isZoho(url)) url.host = named.host;
    // Issuers are compared exactly, and URL adds a slash.
    return address.endsWith('/') ? url.href : url.href.replace(/\/$/, '');
  };
  const { issuer, revocationEndpoint } = server;
  return {
    ...server,
    authorizationEndpoint: moved(server.authorizationEndpoint),
    tokenEndpoint: moved(server.tokenEndpoint),
    ...(issuer === undefined ? {} : { issuer: moved(issuer) }),
    ...(revocationEndpoint === undefined ? {} : { revocationEndpoint: moved(revocationEndpoint) }),
  };
}

/** Reports the server in a response if it differs from the requested one. */
export function remarkOtherServer(
  asked: AuthorizationServer,
  followed: AuthorizationServer,
  response: URLSearchParams,
  { onRemark }: RequestOptions,
): void {
  const named = namedServer(response);
  const host = new URL(asked.tokenEndpoint).host;
  // Any web page can send a redirect, which must not direct the user to an arbitrary host.
  if (named === undefined || named.host === host || !isZoho(named)) return;
  onRemark?.(
    followed.tokenEndpoint === asked.tokenEndpoint
      ? l10n.t(
          'The response names the server {0}, and the code is sent to {1}. If it is rejected, use the endpoints of {0}.',
          safeText(named.host, { ...noSecrets, limit: 100 }),
          host,
        )
      : l10n.t(
          'The account belongs to Zoho’s data center at {0}, so the code is sent there. Refresh the token there too: its token endpoint is {1}.',
          named.host,
          followed.tokenEndpoint,
        ),
  );
}

function namedServer(response: URLSearchParams): URL | undefined {
  const named = response.get('accounts-server') ?? '';
  return URL.canParse(named) ? new URL(named) : undefined;
}

function isZoho({ host }: URL): boolean {
  return zohoHosts.has(host);
}
