import * as l10n from '@vscode/l10n';
import { profiles } from '../providers/catalogue.js';
import type { Provider } from '../providers/provider-profile.js';
import type { AuthorizationServer } from '../oauth/types.js';
import { missingScopes } from './missing-scopes.js';

/**
 * What is odd about scopes that a user typed, in a sentence: none of them opens a mailbox at this provider, or the
 * authorization server does not offer one of them.
 *
 * @returns `undefined` where nothing is odd, or too little is known
 */
export function describeOddScopes(
  provider: Provider,
  server: AuthorizationServer | undefined,
  scopes: readonly string[],
): string | undefined {
  // Microsoft's `.default` stands for whatever the application was granted.
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

/** The scopes that open mailboxes at a provider; empty where it has none of its own. */
function mailScopesOf({ id, scopes }: Provider): string[] {
  const servers = profiles.filter(({ signIn }) => signIn?.id === id).flatMap((profile) => profile.servers);
  const accepted = servers.flatMap((group) => Object.values(group.scopes ?? {}).flat());
  // Those that ask for an identity or a refresh token are never missing.
  return missingScopes([...new Set([...scopes, ...accepted])], []);
}
