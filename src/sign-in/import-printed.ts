import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import { known, serverOf, value, type Import } from './imported-account.js';

/**
 * Parses the output of `oauth2.py --generate_oauth2_token`, which this program's CLI prints too: the tokens, and the
 * authorization URL, which contains the client ID.
 *
 * @param now ms since 1970; the token's lifetime is counted from here, since the output contains no time
 * @returns `undefined` for any other text
 */
export function importPrinted(text: string, now: number): Import | undefined {
  const field = (name: string) => value(new RegExp(`^${name}: *(\\S+)\\s*$`, 'm').exec(text)?.[1]);
  const refreshToken = field('Refresh Token');
  const accessToken = field('Access Token');
  if (refreshToken === undefined && accessToken === undefined) return undefined;
  const seconds = Number(field('Access Token Expiration Seconds') ?? Number.NaN);
  const address = /^ {0,8}(https:\/\/\S{1,4000})$/m.exec(text)?.[1];
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  const parameter = (name: string) => value(url?.searchParams.get(name));
  const scope = parameter('scope');
  const account = {
    ...server(url),
    refreshToken,
    accessToken,
    expiresAt: seconds >= 0 && seconds < 1e9 ? now + seconds * 1000 : undefined,
    email: parameter('login_hint'),
    clientId: parameter('client_id'),
    scopes: scope === undefined ? undefined : splitScopes(scope),
  };
  const remarks =
    account.clientId === undefined
      ? [l10n.t('The output does not name the client. Enter the client ID that the tokens were issued to.')]
      : [];
  return { program: 'oauth2.py', accounts: [defined(account)], remarks };
}

/** Without an authorization URL the tokens are Google's: oauth2.py supports no other server. */
function server(url: URL | undefined) {
  if (url === undefined) return known('google');
  if (url.host === 'accounts.google.com') return known('google');
  return url.host === 'login.microsoftonline.com' ? serverOf(url.href, undefined) : { provider: 'other' as const };
}
