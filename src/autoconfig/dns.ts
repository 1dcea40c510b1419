import { Resolver } from 'node:dns/promises';
import net from 'node:net';
import * as l10n from '@vscode/l10n';
import { parseHostAndPort } from '../mail/wire/server.js';
import { formatHostPort } from '../transport/host.js';
import { DiscoveryError } from './errors.js';

/** An SRV record. RFC 2782. */
export interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** An MX record. */
export interface MxRecord {
  readonly exchange: string;
  readonly priority: number;
}

/** The lookups that discovery needs. Each resolves to an empty list if the name has no such record. */
export interface DnsLookups {
  mx(name: string): Promise<readonly MxRecord[]>;
  srv(name: string): Promise<readonly SrvRecord[]>;
  /** Each record with its strings joined. */
  txt(name: string): Promise<readonly string[]>;
}

/** The methods of Node.js's resolver that are used. */
export type DnsResolver = Pick<Resolver, 'resolveMx' | 'resolveSrv' | 'resolveTxt' | 'cancel'>;

/** The error codes for a missing record. */
const noRecord = new Set(['ENOTFOUND', 'ENODATA']);

/** Creates lookups with a resolver, which is canceled when the signal is aborted. */
export function dnsLookups(resolver: DnsResolver, signal: AbortSignal): DnsLookups {
  const lookup = async <T>(ask: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    signal.throwIfAborted();
    const onAbort = () => resolver.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (noRecord.has((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };
  return {
    mx: (name) => lookup(() => resolver.resolveMx(name)),
    srv: (name) => lookup(() => resolver.resolveSrv(name)),
    txt: (name) => lookup(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
  };
}

/**
 * Creates a resolver for one discovery.
 *
 * @param server a DNS server as `address` or `address:port`; the system's by default
 * @throws {DiscoveryError} `bad-resolver`
 */
export function createResolver(server: string | undefined, timeoutMs: number): Resolver {
  const resolver = new Resolver({ timeout: Math.max(1000, Math.floor(timeoutMs / 2)), tries: 2 });
  if (server === undefined) return resolver;
  const bare = net.isIPv6(server) ? { host: server } : parseHostAndPort(server);
  if (bare === undefined || net.isIP(bare.host) === 0) {
    throw new DiscoveryError(
      'bad-resolver',
      l10n.t('A DNS server is an IP address with an optional port, such as 192.0.2.53 or 127.0.0.1:5353.'),
    );
  }
  resolver.setServers([formatHostPort(bare.host, ('port' in bare ? bare.port : undefined) ?? 53)]);
  return resolver;
}
