import * as l10n from '@vscode/l10n';
import { formatHostPort } from '../transport/host.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import type { Protocol, Security } from '../mail/wire/server.js';
import { ask, type Found, type Tools } from './ask.js';
import { isHostName } from './autoconfig-xml.js';
import type { SrvRecord } from './dns.js';
import type { Target } from './target.js';
import type { FoundServer, MethodAnswer } from './types.js';

interface Service {
  readonly label: string;
  readonly protocol: Protocol;
  readonly security: Security;
}

/** RFC 6186 §3; RFC 8314 §5.1 added `_submissions`. */
const services: readonly Service[] = [
  { label: '_imaps._tcp', protocol: 'imap', security: 'tls' },
  { label: '_imap._tcp', protocol: 'imap', security: 'starttls' },
  { label: '_submissions._tcp', protocol: 'smtp', security: 'tls' },
  { label: '_submission._tcp', protocol: 'smtp', security: 'starttls' },
  { label: '_pop3s._tcp', protocol: 'pop3', security: 'tls' },
  { label: '_pop3._tcp', protocol: 'pop3', security: 'starttls' },
];

/** The DNS names of the SRV records for mail. */
export function srvNames({ ascii }: Pick<Target, 'ascii'>): string[] {
  return services.map(({ label }) => `${label}.${ascii}`);
}

/** Looks up the SRV records of a domain. */
export function askSrv({ ascii }: Target, { dns, signal }: Tools): Promise<MethodAnswer[]> {
  return Promise.all(
    services.map((service) => {
      const name = `${service.label}.${ascii}`;
      return ask({ method: 'srv', question: `SRV ${name}` }, signal, async () =>
        readRecords(service, await dns.srv(name)),
      );
    }),
  );
}

function readRecords({ protocol, security }: Service, records: readonly SrvRecord[]): Found | string {
  if (records.length === 0) return l10n.t('There is no such record.');
  // RFC 2782: a single record with the target “.” says that the service is not offered.
  if (records.every(({ name }) => name === '' || name === '.')) {
    return { summary: l10n.t('The domain declares that it does not offer this.'), notOffered: [protocol] };
  }
  const named = records.filter(({ name }) => isHostName(name));
  if (named.length === 0) return l10n.t('The record names no host.');
  const servers = [...named]
    .sort((one, other) => one.priority - other.priority || other.weight - one.weight)
    .map(({ name, port }): FoundServer => {
      const host = safeText(name.replace(/\.$/, '').toLowerCase(), noSecrets);
      return { protocol, host, port, security };
    });
  return {
    summary: servers.map(({ host, port }) => formatHostPort(host, port)).join(', '),
    servers,
  };
}
