import { requestClientCredentials } from '../oauth/client-credentials.js';
import { requestJwtBearer } from '../oauth/jwt-bearer.js';
import type { RequestOptions, TokenSet } from '../oauth/types.js';
import type { Account } from './account.js';

/** Gets an access token for an account that an application uses in its own name. @throws {OAuthError} */
export function requestApplicationTokens(account: Account, options: RequestOptions): Promise<TokenSet> {
  const { server, client, scopes, tokens, serviceAccount, email } = account;
  if (account.grant === 'service-account' && serviceAccount !== undefined && client.key !== undefined) {
    return requestJwtBearer({ server, key: client.key, issuer: serviceAccount, subject: email, scopes }, options);
  }
  return requestClientCredentials({ server, client, scopes, clientAuthMethod: tokens?.clientAuthMethod }, options);
}
