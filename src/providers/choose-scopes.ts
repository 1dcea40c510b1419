import type { Protocol } from '../mail/wire/server.js';

/** The mail scope of the profile for open public clients. draft-ietf-mailmaint-oauth-public-06 §3.9 */
const standardMailScope = 'urn:ietf:params:oauth:scope:mail';

/** The scope for a refresh token. OpenID Connect Core §11. */
const offlineScope = 'offline_access';

/**
 * Chooses among the scopes that an authorization server supports. Requesting other scopes, or all of them, often leads
 * to `invalid_scope`.
 *
 * @param offered `scopes_supported` of the metadata; `undefined` if the server does not list them
 * @param protocols the protocols that the token is for
 * @param named the scopes that a configuration file names for the domain
 * @returns an empty list where nothing is known
 */
export function chooseScopes(
  offered: readonly string[] | undefined,
  protocols: readonly Protocol[],
  named: readonly string[] = [],
): string[] {
  const mail = mailScopes(offered ?? [], protocols, named);
  if (mail.length === 0 && offered === undefined) return [];
  // A server without a mail scope identifies the user by its tokens (Keycloak or authentik with Dovecot).
  const chosen = mail.length > 0 ? mail : ['openid', 'email'].filter((scope) => offered?.includes(scope) === true);
  const refresh = offered?.includes(offlineScope) === true ? [offlineScope] : [];
  return [...new Set([...chosen, ...refresh])];
}

function mailScopes(offered: readonly string[], protocols: readonly Protocol[], named: readonly string[]): string[] {
  const usable = named.filter((scope) => offered.length === 0 || offered.includes(scope));
  if (usable.length > 0) return [...usable];
  if (offered.includes(standardMailScope)) return [standardMailScope];
  const names: readonly string[] = protocols.map((protocol) => (protocol === 'pop3' ? 'pop' : protocol));
  const ofProtocols = offered.filter((scope) =>
    names.some((name) => words(scope).some((word) => word.startsWith(name))),
  );
  if (ofProtocols.length > 0) return ofProtocols;
  return offered.filter((scope) => words(scope).includes('mail'));
}

/** The words of a scope: `https://mail.example.com/`, `mail:imap_full`, `IMAP.AccessAsUser.All`. */
function words(scope: string): string[] {
  return scope.toLowerCase().split(/[^a-z0-9]/);
}
