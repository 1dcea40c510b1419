import { MailOAuthError } from '../common/errors.js';
import type { AccountGrant } from '../accounts/account.js';
import { parseEndpoint } from '../oauth/http.js';
import type { AuthorizationServer } from '../oauth/types.js';
import { providerById } from '../providers/catalogue.js';
import { isTenant, microsoftServer } from '../providers/microsoft-server.js';
import type { Provider } from '../providers/provider-profile.js';

/** What a file or an output of another program says of an account; whatever it does not say is missing. */
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

/** What was read. */
export interface Import {
  /** The program that wrote it. */
  readonly program: string;
  readonly accounts: readonly [ImportedAccount, ...ImportedAccount[]];
  /** What could not be read, in sentences. */
  readonly remarks: readonly string[];
}

/** A text is of none of the programs whose files can be read, or is encrypted. It is never quoted. */
export class ImportError extends MailOAuthError<'unreadable-import'> {
  override readonly name = 'ImportError';

  constructor(message: string) {
    super('unreadable-import', message);
  }
}

/** The provider that a token endpoint belongs to, and the server as this program knows it. */
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

/** A provider that a file names. */
export function known(id: 'google' | 'microsoft'): Pick<ImportedAccount, 'provider' | 'server'> {
  const { server } = providerById(id);
  return server === undefined ? { provider: id } : { provider: id, server };
}

/** A text of a file; undefined where it is empty or a place to be filled in. */
export function value(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 20_000 || /[\u0000-\u001f\u007f]/.test(trimmed)) return undefined;
  const isPlaceholder = /^\*\*\*.*\*\*\*$|^application-client[-_](?:id|secret)$|^edit-me!$/i.test(trimmed);
  return isPlaceholder ? undefined : trimmed;
}
