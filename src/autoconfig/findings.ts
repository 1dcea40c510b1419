import * as l10n from '@vscode/l10n';
import { protocols, type Protocol } from '../mail/wire/server.js';
import { formatHostPort } from '../transport/host.js';
import { isMechanismOfOauth } from './oauth-mechanisms.js';
import { methodLabel } from './method-label.js';
import { serverKey } from './rank.js';
import { serverLabel } from './server-label.js';
import { discoveryMethods, type Finding, type FoundServer, type MethodAnswer, type RankedServer } from './types.js';

/** The independent methods that name the mail servers of a domain. */
const serverMethods = discoveryMethods.filter((method) => method !== 'capabilities' && method !== 'challenge');

/** Finds problems and contradictions in the answers, most important first. */
export function findProblems(
  answers: readonly MethodAnswer[],
  servers: Readonly<Record<Protocol, readonly RankedServer[]>>,
): Finding[] {
  return [
    ...answers.flatMap(({ problems = [] }) => problems),
    ...providerConflicts(answers),
    ...protocols.flatMap((protocol) => [
      ...serverConflicts(protocol, answers),
      ...denials(protocol, answers),
      ...serverProblems(servers[protocol]),
    ]),
    ...issuerConflicts(answers),
    ...unusableIssuers(answers),
  ];
}

function providerConflicts(answers: readonly MethodAnswer[]): Finding[] {
  const [first, ...others] = answers.filter(({ provider }) => provider !== undefined);
  const other = others.find(({ provider }) => provider !== first?.provider);
  if (first === undefined || other === undefined) return [];
  return [
    {
      code: 'providers-differ',
      message: l10n.t(
        '{0} says {1}, {2} says {3}.',
        methodLabel(first.method),
        first.provider ?? '',
        methodLabel(other.method),
        other.provider ?? '',
      ),
    },
  ];
}

/** The servers of a protocol by method, from all answers of the method. */
function serversByMethod(protocol: Protocol, answers: readonly MethodAnswer[]) {
  return serverMethods
    .map((method) => ({
      method,
      servers: answers
        .filter((answer) => answer.method === method)
        .flatMap(({ servers = [] }) => servers.filter((server) => server.protocol === protocol)),
    }))
    .filter(({ servers }) => servers.length > 0);
}

/** Two methods disagree if neither names the first server of the other. */
function serverConflicts(protocol: Protocol, answers: readonly MethodAnswer[]): Finding[] {
  const [first, ...others] = serversByMethod(protocol, answers);
  if (first === undefined) return [];
  return others.flatMap((other): Finding[] => {
    const [mine, theirs] = [first.servers[0], other.servers[0]];
    if (mine === undefined || theirs === undefined) return [];
    if (names(first.servers, theirs) || names(other.servers, mine)) return [];
    return [
      {
        code: 'servers-differ',
        message: l10n.t(
          '{0}: {1} says {2}, {3} says {4}.',
          protocol.toUpperCase(),
          methodLabel(first.method),
          formatHostPort(mine.host, mine.port),
          methodLabel(other.method),
          formatHostPort(theirs.host, theirs.port),
        ),
      },
    ];
  });
}

function names(servers: readonly FoundServer[], wanted: FoundServer): boolean {
  return servers.some((server) => serverKey(server) === serverKey(wanted));
}

/** SRV says that a protocol is not offered, but another method names a server for it. */
function denials(protocol: Protocol, answers: readonly MethodAnswer[]): Finding[] {
  const denial = answers.find(({ notOffered = [] }) => notOffered.includes(protocol));
  if (denial === undefined) return [];
  // `_imap._tcp` with the target “.” and `_imaps._tcp` with a server means that only implicit TLS is offered.
  const claim = serversByMethod(protocol, answers).find(({ method }) => method !== denial.method);
  const [server] = claim?.servers ?? [];
  if (
    claim === undefined ||
    server === undefined ||
    serversByMethod(protocol, answers).some(({ method }) => method === denial.method)
  ) {
    return [];
  }
  return [
    {
      code: 'not-offered',
      message: l10n.t(
        '{0}: {1} says that it is not offered, {2} says {3}.',
        protocol.toUpperCase(),
        methodLabel(denial.method),
        methodLabel(claim.method),
        formatHostPort(server.host, server.port),
      ),
    },
  ];
}

function serverProblems(servers: readonly RankedServer[]): Finding[] {
  return servers.flatMap((server) => [
    ...(server.unreachable === true ? [unreachable(server)] : []),
    ...mechanismProblems(server),
    ...(server.security === 'none' && servers.every(({ security }) => security === 'none')
      ? [unencrypted(server)]
      : []),
  ]);
}

function unreachable(server: RankedServer): Finding {
  return {
    code: 'server-unreachable',
    message: l10n.t('{0}, named by {1}, could not be reached.', serverLabel(server), sourcesOf(server)),
  };
}

function unencrypted(server: RankedServer): Finding {
  return {
    code: 'unencrypted',
    message: l10n.t('{0} is available only without encryption. A token must not be sent to it.', serverLabel(server)),
  };
}

function mechanismProblems(server: RankedServer): Finding[] {
  const { oauth, mechanisms } = server;
  if (mechanisms === undefined || oauth === undefined) return [];
  const offersOauth = mechanisms.some(isMechanismOfOauth);
  if (oauth && !offersOauth) {
    return [
      {
        code: 'oauth-not-offered',
        message: l10n.t(
          'According to {1}, {0} supports OAuth, but the server offers {2}.',
          serverLabel(server),
          sourcesOf(server),
          mechanisms.length === 0 ? l10n.t('no mechanism') : mechanisms.join(', '),
        ),
      },
    ];
  }
  if (oauth || !offersOauth) return [];
  return [
    {
      code: 'oauth-not-listed',
      message: l10n.t(
        '{0} offers {1}, but {2} lists no OAuth for it. Other programs will ask for a password.',
        serverLabel(server),
        mechanisms.filter(isMechanismOfOauth).join(', '),
        sourcesOf(server),
      ),
    },
  ];
}

function sourcesOf({ sources }: RankedServer): string {
  return sources.map(methodLabel).join(', ');
}

function issuerConflicts(answers: readonly MethodAnswer[]): Finding[] {
  const claims = answers
    .filter(({ method }) => method !== 'metadata')
    .flatMap(({ method, issuers = [] }) => issuers.map((issuer) => ({ method, issuer })));
  const [first] = claims;
  const other = claims.find(({ method, issuer }) => method !== first?.method && issuer !== first?.issuer);
  const agrees = claims.some(({ method, issuer }) => method === other?.method && issuer === first?.issuer);
  if (first === undefined || other === undefined || agrees) return [];
  return [
    {
      code: 'issuers-differ',
      message: l10n.t(
        'Authorization server: {0} says {1}, {2} says {3}.',
        methodLabel(first.method),
        first.issuer,
        methodLabel(other.method),
        other.issuer,
      ),
    },
  ];
}

function unusableIssuers(answers: readonly MethodAnswer[]): Finding[] {
  return answers
    .filter(({ method, outcome }) => method === 'metadata' && outcome === 'failed')
    .map(({ summary }) => ({ code: 'issuer-unusable', message: summary }));
}
