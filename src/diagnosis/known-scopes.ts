import { profiles } from '../providers/catalogue.js';
import type { Action, RuleInput } from './rule.js';

/**
 * Signs in again, with the scopes that the server asks for if all of them are known: the provider of the
 * server lists them, or the token has them. A server must not choose what a sign-in asks for: it gets the
 * token.
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
