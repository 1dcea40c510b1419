import { profiles } from '../providers/catalogue.js';
import type { Action, RuleInput } from './rule.js';

/**
 * Signs in again, with the scopes that the server requires if all of them are known: listed by the server's provider,
 * or in the token. A server must not choose arbitrary scopes of a sign-in, because it receives the token.
 */
export function signInForScope(result: RuleInput): Action {
  const wanted = (result.challenge?.scope ?? '').split(' ').filter((scope) => scope !== '');
  const known = knownScopes(result);
  return wanted.length > 0 && wanted.every((scope) => known.has(scope))
    ? { kind: 'sign-in', scope: wanted.join(' ') }
    : { kind: 'sign-in' };
}

function knownScopes({ server, token }: RuleInput): ReadonlySet<string> {
  const own = profiles.filter(({ servers }) => servers.some(({ hosts }) => hosts.test(server.host)));
  return new Set([
    ...(token.scopes ?? []),
    ...own.flatMap(({ signIn }) => signIn?.scopes ?? []),
    ...own.flatMap(({ servers }) => servers.flatMap(({ scopes }) => Object.values(scopes ?? {}).flat())),
  ]);
}
