import * as l10n from '@vscode/l10n';
import { formatHostPort } from '../transport/host.js';
import { ask, type Tools } from './ask.js';
import { isHostName } from './autoconfig-xml.js';
import { resourceMetadataUrl, readResourceMetadata } from './protected-resource.js';
import type { Target } from './target.js';
import type { MethodAnswer } from './types.js';

/** The DNS name and the URL for finding a domain's JMAP server. RFC 8620 §2.2. */
export function jmapQuestions({ ascii }: Pick<Target, 'ascii'>) {
  return { srv: `_jmap._tcp.${ascii}`, url: `https://${ascii}/.well-known/jmap` };
}

/**
 * Finds the authorization server of a domain's JMAP server. The request contains no token, so the server responds with
 * 401 and the URL of its protected resource metadata (RFC 9728 §5.1).
 */
export async function askJmap(target: Target, { dns, web, signal }: Tools): Promise<MethodAnswer[]> {
  const { srv, url } = jmapQuestions(target);
  const records = await dns.srv(srv).catch(() => []);
  signal.throwIfAborted();
  const [record] = records.filter(({ name }) => isHostName(name));
  const authority = record === undefined ? undefined : formatHostPort(record.name.replace(/\.$/, ''), record.port);
  const first = authority === undefined ? url : `https://${authority.replace(/:443$/, '')}/.well-known/jmap`;
  if (!URL.canParse(first)) return [];
  const answer = await ask({ method: 'jmap', question: first }, signal, async () => {
    const document = await web.get(first, 'application/json');
    if (document === undefined) return l10n.t('There is no such host.');
    const metadata = resourceMetadataUrl(document.headers.get('www-authenticate') ?? '');
    if (document.status !== 401) return l10n.t('There is no JMAP server (HTTP {0}).', document.status);
    if (metadata === undefined) {
      return { summary: l10n.t('There is a JMAP server, but it does not name its authorization server.') };
    }
    const resource = await web.get(metadata, 'application/json');
    const issuers = resource?.status === 200 ? readResourceMetadata(resource.body).issuers : [];
    return { summary: l10n.t('The JMAP server names {0} authorization servers.', issuers.length), issuers };
  });
  return [answer];
}
