import { isMechanismOfOauth } from './oauth-mechanisms.js';
import { serverLabel } from './server-label.js';
import { protocols, type Protocol, type Security } from '../mail/wire/server.js';
import {
  discoveryMethods,
  type DiscoveryMethod,
  type FoundServer,
  type MethodAnswer,
  type RankedAuthorizationServer,
  type RankedServer,
} from './types.js';

const securityOrder: readonly Security[] = ['tls', 'starttls', 'none'];

/** Merges the servers of all answers, best first for each protocol. */
export function rankServers(answers: readonly MethodAnswer[]): Record<Protocol, RankedServer[]> {
  const ranked = protocols.map((protocol) => [protocol, rankProtocol(protocol, answers)] as const);
  return Object.fromEntries(ranked) as Record<Protocol, RankedServer[]>;
}

function rankProtocol(protocol: Protocol, answers: readonly MethodAnswer[]): RankedServer[] {
  const byKey = new Map<string, RankedServer>();
  for (const { method, servers = [] } of answers) {
    for (const server of servers.filter((found) => found.protocol === protocol)) {
      const key = serverKey(server);
      const before = byKey.get(key);
      const sources = sortMethods([...(before?.sources ?? []), method]);
      const oauth = before?.oauth === true || server.oauth === true ? { oauth: true } : {};
      byKey.set(key, { ...server, ...before, ...oauth, sources });
    }
  }
  for (const answer of answers) addOffer(byKey, answer);
  return [...byKey.values()].sort(compareServers);
}

function addOffer(byKey: Map<string, RankedServer>, { method, offers, outcome, question }: MethodAnswer): void {
  if (method !== 'capabilities') return;
  if (offers !== undefined) {
    const key = serverKey(offers.server);
    const known = byKey.get(key);
    if (known !== undefined) byKey.set(key, { ...known, mechanisms: offers.mechanisms });
  } else if (outcome === 'failed') {
    for (const [key, server] of byKey) {
      if (serverLabel(server) === question) byKey.set(key, { ...server, unreachable: true });
    }
  }
}

/**
 * Reachable servers first, then encrypted ones, those with OAuth mechanisms, those of the better source, and implicit
 * TLS.
 */
function compareServers(one: RankedServer, other: RankedServer): number {
  const worth = ({ unreachable, security, sources, mechanisms = [] }: RankedServer) => [
    unreachable === true ? 1 : 0,
    security === 'none' ? 1 : 0,
    mechanisms.some(isMechanismOfOauth) ? 0 : 1,
    rankOf(sources[0]),
    securityOrder.indexOf(security),
  ];
  const [first, second] = [worth(one), worth(other)];
  return first.map((value, index) => value - (second[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** Identifies a server across answers. */
export function serverKey({ protocol, host, port, security }: FoundServer): string {
  return `${protocol} ${host.toLowerCase()} ${port} ${security}`;
}

/** Merges the authorization servers of all answers, best first. */
export function rankAuthorizationServers(answers: readonly MethodAnswer[]): RankedAuthorizationServer[] {
  const found = answers.flatMap(({ method, question, authorizationServer: server }) =>
    server === undefined ? [] : [{ method, question, server }],
  );
  const ranked = found.map(({ method, question, server }) => ({
    server,
    sources: sortMethods([
      ...answers
        .filter((answer) => answer.method !== 'metadata' && namesIssuer(answer, question, server.issuer))
        .map((answer) => answer.method),
      ...(method === 'metadata' ? [] : [method]),
    ]),
  }));
  const unique = ranked.filter(
    ({ server }, index) => ranked.findIndex((other) => other.server.issuer === server.issuer) === index,
  );
  return unique.sort((one, other) => rankOf(one.sources[0]) - rankOf(other.sources[0]));
}

function namesIssuer({ issuers = [] }: MethodAnswer, question: string, issuer: string | undefined): boolean {
  return issuers.some((named) => named === question || named === issuer);
}

function sortMethods(methods: readonly DiscoveryMethod[]): DiscoveryMethod[] {
  return [...new Set(methods)].sort((one, other) => rankOf(one) - rankOf(other));
}

function rankOf(method: DiscoveryMethod | undefined): number {
  return method === undefined ? discoveryMethods.length : discoveryMethods.indexOf(method);
}
