import { setMaxListeners } from 'node:events';
import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import type { RequestOptions } from '../oauth/types.js';
import { isLocalName, isThisMachine } from '../transport/host.js';
import { profileByName, profiles } from '../providers/catalogue.js';
import type { ProviderProfile } from '../providers/provider-profile.js';
import { askAutoconfig, askAutoconfigOfMx, askIspdb } from './autoconfig.js';
import type { Tools } from './ask.js';
import { askCapabilities, type Reach } from './capabilities.js';
import { askByFailedLogin } from './challenge.js';
import { createResolver, dnsLookups, type DnsResolver } from './dns.js';
import { findProblems } from './findings.js';
import { askJmap } from './jmap.js';
import { askKnownDomains } from './known-domains.js';
import { askMetadata, type DiscoverIssuer } from './metadata.js';
import { askMx } from './mx.js';
import { askPacc } from './pacc.js';
import { propose } from './proposal.js';
import { askProtectedResources } from './protected-resource.js';
import { rankAuthorizationServers, rankServers } from './rank.js';
import { askSrv } from './srv.js';
import { parseTarget, type Target } from './target.js';
import {
  discoveryMethods,
  type DiscoveryReport,
  type FoundServer,
  type MethodAnswer,
  type RankedServer,
} from './types.js';
import { createWeb, type SendRequest } from './web.js';

/** Options of {@link discoverMail}. */
export interface DiscoveryOptions extends Omit<RequestOptions, 'timeoutMs'> {
  /** The time limit of each query, in ms; 8000 by default. */
  readonly timeoutMs?: number;
  /** A DNS server as `address` or `address:port`; the system's by default. */
  readonly dnsServer?: string;
  /** The options for connecting to each mail server. */
  readonly reach?: (server: FoundServer) => Reach;
  /**
   * Tries one login that is expected to fail, because the error challenge may name the authorization server. Only done
   * for an email address, and if no authorization server was found otherwise. False by default.
   */
  readonly failOneLogin?: boolean;
  /** Whether a client metadata document is hosted for this program. */
  readonly hasMetadataDocument?: boolean;
  /** The user's own providers, which take precedence over the known ones. */
  readonly ownProfiles?: readonly ProviderProfile[];
  /** Replaces the DNS resolver. For tests. */
  readonly resolver?: DnsResolver;
  /** Replaces the fetch of documents. For tests. */
  readonly send?: SendRequest;
  /** Replaces the request for an issuer's metadata. For tests. */
  readonly discoverIssuer?: DiscoverIssuer;
  /** Called with each answer as it arrives. */
  readonly onAnswer?: (answer: MethodAnswer) => void;
}

/** The maximum number of servers per protocol whose capabilities are read. */
const maximumAsked = 3;
/** The maximum number of issuers whose metadata is fetched. */
const maximumIssuers = 5;

/**
 * Discovers the mail servers and the authorization server of a mailbox: queries all known sources in parallel and keeps
 * each answer with its source.
 *
 * @param input an email address, a domain or a host name
 * @throws {DiscoveryError} `bad-domain`, `bad-resolver`; the signal's reason
 */
export async function discoverMail(input: string, options: DiscoveryOptions = {}): Promise<DiscoveryReport> {
  const target = parseTarget(input);
  const { timeoutMs = 8000 } = options;
  const own = new AbortController();
  const { signal } = own;
  // Every query adds a listener.
  setMaxListeners(0, signal);
  const onAbort = () => own.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', onAbort);
  if (options.signal?.aborted === true) onAbort();
  const request = { ...options, timeoutMs, signal };
  try {
    return await runDiscovery(target, request);
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    // After an error, other queries may still be running.
    own.abort();
  }
}

interface Request extends DiscoveryOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

async function runDiscovery(target: Target, request: Request): Promise<DiscoveryReport> {
  const { timeoutMs, signal } = request;
  const isLocal = isLocalName(target.ascii);
  const tools: Tools = {
    dns: dnsLookups(request.resolver ?? createResolver(request.dnsServer, timeoutMs), signal),
    web: createWeb(request, isLocal, request.send),
    signal,
  };
  const answers: MethodAnswer[] = [];
  const keep = async (asked: Promise<readonly MethodAnswer[]>): Promise<void> => {
    for (const given of await asked) {
      const answer = isLocal ? given : withoutThisMachine(given);
      answers.push(answer);
      request.onAnswer?.(answer);
    }
  };
  const known = [...(request.ownProfiles ?? []), ...profiles];
  await askDomain(target, { tools, keep, known });
  await askServers(answers, target, { ...request, tools, keep, known });
  return report(target, answers, { ...request, known });
}

/** A public domain must not direct requests to what listens on this machine. */
function withoutThisMachine(answer: MethodAnswer): MethodAnswer {
  const { servers = [], issuers = [], summary, ...others } = answer;
  const elsewhere = servers.filter(({ host }) => !isThisMachine(host));
  const usable = issuers.filter((issuer) => !URL.canParse(issuer) || !isThisMachine(new URL(issuer).hostname));
  if (elsewhere.length === servers.length && usable.length === issuers.length) return answer;
  return {
    ...others,
    summary: `${summary} ${l10n.t('What is on this machine was left out.')}`,
    servers: elsewhere,
    issuers: usable,
  };
}

type Keep = (asked: Promise<readonly MethodAnswer[]>) => Promise<void>;

interface DomainContext {
  readonly tools: Tools;
  readonly keep: Keep;
  readonly known: readonly ProviderProfile[];
}

/** The first round: queries about the domain itself. */
async function askDomain(target: Target, { tools, keep, known }: DomainContext): Promise<void> {
  const ofDomain = askKnownDomains(target, known);
  await Promise.all([
    keep(Promise.resolve([ofDomain])),
    keep(askAutoconfig(target, tools)),
    keep(askIspdb(target, tools)),
    keep(askPacc(target, tools)),
    keep(askSrv(target, tools)),
    keep(askJmap(target, tools)),
    keep(askProtectedResources([target.ascii], tools)),
    askMx(target, tools, known).then(async ({ answers, domains }) => {
      await keep(Promise.resolve(answers));
      if (ofDomain.provider === undefined) await keep(askAutoconfigOfMx(domains, target, tools));
    }),
  ]);
}

interface Context extends Request {
  readonly known: readonly ProviderProfile[];
  readonly tools: Tools;
  readonly keep: Keep;
}

/** The second round: queries to the mail servers and authorization servers that were found. */
async function askServers(answers: readonly MethodAnswer[], { ascii, email }: Target, context: Context): Promise<void> {
  const { signal, tools, keep, discoverIssuer, failOneLogin } = context;
  const reach = context.reach ?? (() => defined({ ca: context.ca, timeoutMs: context.timeoutMs }));
  const servers = Object.values(rankServers(answers)).flatMap((ranked) => ranked.slice(0, maximumAsked));
  const hosts = [...new Set(servers.map(({ host }) => host))].filter((host) => host !== ascii);
  // The authorization server of a known provider is known.
  const isKnown = providerOf(answers, context.known)?.signIn?.server !== undefined;
  await Promise.all([
    keep(askCapabilities(servers, reach, signal)),
    isKnown ? undefined : keep(askProtectedResources(hosts.slice(0, maximumAsked), tools)),
  ]);
  if (failOneLogin === true && email !== undefined && !isKnown && issuersOf(answers).length === 0) {
    const server = challengeable(Object.values(rankServers(answers)).flat());
    if (server !== undefined) await keep(askByFailedLogin(server, email, reach(server), signal).then((one) => [one]));
  }
  if (!isKnown) await keep(askMetadata(issuersOf(answers).slice(0, maximumIssuers), context, discoverIssuer));
}

function issuersOf(answers: readonly MethodAnswer[]): string[] {
  return [...new Set(answers.flatMap(({ issuers = [] }) => issuers))];
}

/** A login without TLS would send the address unencrypted. */
function challengeable(servers: readonly RankedServer[]): FoundServer | undefined {
  const usable = servers.filter(({ security }) => security !== 'none');
  return usable.find(({ mechanisms = [] }) => mechanisms.some((name) => name.toUpperCase() === 'OAUTHBEARER'));
}

function providerOf(answers: readonly MethodAnswer[], known: readonly ProviderProfile[]): ProviderProfile | undefined {
  const name = answers.find(({ provider }) => provider !== undefined)?.provider;
  return name === undefined ? undefined : profileByName(name, known);
}

function report(
  target: Target,
  given: readonly MethodAnswer[],
  { known, hasMetadataDocument = false }: DiscoveryOptions & Pick<Context, 'known'>,
): DiscoveryReport {
  const { domain, email } = target;
  const answers = sorted(given);
  const servers = rankServers(answers);
  const authorizationServers = rankAuthorizationServers(answers);
  const profile = providerOf(answers, known);
  const provider = profile?.name;
  const { proposal, conclusion } = propose({ profile, servers, authorizationServers, answers, hasMetadataDocument });
  return {
    schema: 1,
    domain,
    ...defined({ email, provider }),
    mailServers: servers,
    authorizationServers,
    findings: findProblems(answers, servers),
    proposal,
    conclusion,
    answers,
  };
}

/** Sorts the answers, so that a report does not depend on the order in which they arrived. */
function sorted(answers: readonly MethodAnswer[]): MethodAnswer[] {
  const outcomes = ['found', 'failed', 'nothing'];
  const order = ({ outcome, method }: MethodAnswer) =>
    outcomes.indexOf(outcome) * discoveryMethods.length + discoveryMethods.indexOf(method);
  return [...answers].sort((one, other) => order(one) - order(other) || (one.question < other.question ? -1 : 1));
}
