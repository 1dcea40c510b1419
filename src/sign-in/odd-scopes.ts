import * as l10n from '@vscode/l10n';
import { profiles } from '../providers/catalogue.js';
import type { Provider } from '../providers/provider-profile.js';
import type { AuthorizationServer } from '../oauth/types.js';
import { missingScopes } from './missing-scopes.js';

/**
 * A warning about scopes that a user typed: none of them grants access to mail at this provider, or the authorization
 * server does not list one of them.
 *
 * @returns `undefined` if there is nothing to warn about, or too little is known
 */
export function describeOddScopes(
  provider: Provider,
  server: AuthorizationServer | undefined,
  scopes: readonly string[],
): string | undefined {
  // Microsoft's `.default` stands for all scopes that the application was granted.
  if (scopes.some((scope) => scope.endsWith('/.default'))) return undefined;
  const forMail = mailScopesOf(provider);
  const [example] = forMail;
  if (example !== undefined) {
    if (missingScopes(forMail, scopes).length < forMail.length) return undefined;
    return l10n.t('None of these scopes opens a mailbox at {0}. A scope that does: {1}', provider.name, example);
  }
  const offered = server?.scopesSupported;
  const unknown = offered === undefined ? undefined : scopes.find((scope) => !offered.includes(scope));
  return unknown === undefined
    ? undefined
    : l10n.t('The authorization server does not list the scope {0} among those that it offers.', unknown);
}

/** The scopes that grant access to mail at a provider; may be empty. */
function mailScopesOf({ id, scopes }: Provider): string[] {
  const servers = profiles.filter(({ signIn }) => signIn?.id === id).flatMap((profile) => profile.servers);
  const accepted = servers.flatMap((group) => Object.values(group.scopes ?? {}).flat());
  // Leaves out the scopes for an identity or a refresh token.
  return missingScopes([...new Set([...scopes, ...accepted])], []);
}
