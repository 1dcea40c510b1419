import * as l10n from '@vscode/l10n';
import { requestClientCredentials } from '../oauth/client-credentials.js';
import { requestJwtBearer } from '../oauth/jwt-bearer.js';
import type { RequestOptions, TokenSet } from '../oauth/types.js';
import type { Account } from './account.js';
import { AccountError } from './errors.js';

/**
 * Requests an access token for an application account: by client credentials, or by the JWT of a service account.
 *
 * @throws {OAuthError}
 * @throws {AccountError} `secret-missing`, for example after an import
 */
export async function requestApplicationTokens(account: Account, options: RequestOptions): Promise<TokenSet> {
  const { server, client, scopes, tokens, serviceAccount, email } = account;
  if (client.key === undefined && client.clientSecret === undefined) {
    throw new AccountError(
      'secret-missing',
      l10n.t('{0} has no client secret and no key to sign in with. Add one with “Edit Account”.', email),
    );
  }
  if (account.grant === 'service-account' && serviceAccount !== undefined && client.key !== undefined) {
    return requestJwtBearer({ server, key: client.key, issuer: serviceAccount, subject: email, scopes }, options);
  }
  return requestClientCredentials({ server, client, scopes, clientAuthMethod: tokens?.clientAuthMethod }, options);
}
