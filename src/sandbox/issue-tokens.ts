import type { Provider } from 'oidc-provider';
import { defined } from '../common/defined.js';
import { mailScope, sandboxClientId } from './clients.js';
import type { GrantedScopes } from './granted-scopes.js';
import { addressOf, type Scenario } from './scenario.js';

/** Tokens issued without a browser. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
}

/** Issues tokens for the public client like a sign-in with an account. */
export async function issueTokens(
  provider: Provider,
  scenario: Scenario,
  scopes: GrantedScopes,
): Promise<IssuedTokens> {
  const accountId = addressOf(scenario);
  const client = await provider.Client.find(sandboxClientId);
  if (client === undefined) throw new Error(`the client ${sandboxClientId} is not registered`);
  const { granted: scope } = scopes.next(scenario, `openid email offline_access ${mailScope}`);
  const grant = new provider.Grant({ accountId, clientId: sandboxClientId });
  grant.addOIDCScope(scope);
  const common = { accountId, client, grantId: await grant.save(), scope, gty: 'authorization_code' };
  const { accessTokenLife, refreshToken } = scenario;
  const accessToken = await new provider.AccessToken(defined({ ...common, expiresIn: accessTokenLife })).save();
  if (refreshToken === 'none') return { accessToken };
  return { accessToken, refreshToken: await new provider.RefreshToken(common).save() };
}
