import { MailOAuthError } from '../common/errors.js';
import type { AccountGrant } from '../accounts/account.js';
import { parseEndpoint } from '../oauth/http.js';
import type { AuthorizationServer } from '../oauth/types.js';
import { providerById } from '../providers/catalogue.js';
import { isTenant, microsoftServer } from '../providers/microsoft-server.js';
import type { Provider } from '../providers/provider-profile.js';

/** An account from a file or the output of another program; fields that it does not contain are absent. */
export interface ImportedAccount {
  readonly email?: string;
  readonly provider: Provider['id'];
  readonly server?: AuthorizationServer;
  readonly grant?: AccountGrant;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly scopes?: readonly string[];
  readonly redirectUri?: string;
  readonly accessToken?: string;
  readonly refreshToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** The result of an import. */
export interface Import {
  /** The program that wrote the content. */
  readonly program: string;
  readonly accounts: readonly [ImportedAccount, ...ImportedAccount[]];
  /** What could not be imported, as sentences. */
  readonly remarks: readonly string[];
}

/** The content is not in a supported format, or is encrypted. The message never quotes it. */
export class ImportError extends MailOAuthError<'unreadable-import'> {
  override readonly name = 'ImportError';

  constructor(message: string) {
    super('unreadable-import', message);
  }
}

/** The provider of a token endpoint, and its authorization server. */
export function serverOf(
  tokenEndpoint: string | undefined,
  authorizationEndpoint: string | undefined,
): Pick<ImportedAccount, 'provider' | 'server'> {
  if (tokenEndpoint === undefined || !URL.canParse(tokenEndpoint)) return { provider: 'other' };
  const { host, pathname } = new URL(tokenEndpoint);
  if (/^(?:oauth2\.googleapis\.com|www\.googleapis\.com|accounts\.google\.com)$/.test(host)) return known('google');
  const tenant = pathname.split('/')[1] ?? '';
  if (host === 'login.microsoftonline.com' && isTenant(tenant)) {
    return { provider: 'microsoft', server: microsoftServer(tenant) };
  }
  try {
    const token = parseEndpoint(tokenEndpoint).href;
    const authorization = parseEndpoint(authorizationEndpoint ?? tokenEndpoint).href;
    return { provider: 'other', server: { authorizationEndpoint: authorization, tokenEndpoint: token } };
  } catch {
    return { provider: 'other' };
  }
}

/** A provider that is named in a file. */
export function known(id: 'google' | 'microsoft'): Pick<ImportedAccount, 'provider' | 'server'> {
  const { server } = providerById(id);
  return server === undefined ? { provider: id } : { provider: id, server };
}

/** A string value of a file; `undefined` if it is empty or a placeholder. */
export function value(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 20_000 || /[\u0000-\u001f\u007f]/.test(trimmed)) return undefined;
  const isPlaceholder = /^\*\*\*.*\*\*\*$|^application-client[-_](?:id|secret)$|^edit-me!$/i.test(trimmed);
  return isPlaceholder ? undefined : trimmed;
}
