import { requestClientCredentials } from '../oauth/client-credentials.js';
import type { RequestOptions, TokenSet } from '../oauth/types.js';
import type { Account } from './account.js';

/** Gets an access token for an account that an application uses in its own name. @throws {OAuthError} */
export function requestApplicationTokens(account: Account, options: RequestOptions): Promise<TokenSet> {
  const { server, client, scopes, tokens } = account;
  return requestClientCredentials({ server, client, scopes, clientAuthMethod: tokens?.clientAuthMethod }, options);
}
