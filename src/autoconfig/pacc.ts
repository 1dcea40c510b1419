import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defined } from '../common/defined.js';
import { defaultPort, protocols } from '../mail/wire/server.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { ask, type Found, type Tools } from './ask.js';
import { isHostName } from './autoconfig-xml.js';
import type { Target } from './target.js';
import type { Finding, FoundServer, MethodAnswer } from './types.js';

/** The server always uses implicit TLS on the default port. */
const server = v.object({ host: v.string() });

const configuration = v.object({
  protocols: v.exactOptional(
    v.object({ imap: v.exactOptional(server), smtp: v.exactOptional(server), pop3: v.exactOptional(server) }),
  ),
  authentication: v.exactOptional(
    v.object({
      'oauth-public': v.exactOptional(v.object({ issuer: v.pipe(v.string(), v.startsWith('https://'), v.url()) })),
      password: v.exactOptional(v.unknown()),
    }),
  ),
});

/** The URL of a domain's document, and the DNS name of its digest. */
export function paccQuestions({ ascii }: Pick<Target, 'ascii'>) {
  return {
    url: `https://ua-auto-config.${ascii}/.well-known/user-agent-configuration.json`,
    digest: `_ua-auto-config.${ascii}`,
  };
}

/**
 * Fetches a domain's PACC document (automatic configuration). The document is used if the digest in DNS matches or is
 * missing, and ignored if it differs.
 *
 * @see https://www.ietf.org/archive/id/draft-ietf-mailmaint-pacc-04.xml
 */
export async function askPacc(target: Target, { dns, web, signal }: Tools): Promise<MethodAnswer[]> {
  const { url, digest } = paccQuestions(target);
  const answer = await ask({ method: 'pacc', question: url }, signal, async () => {
    // The digest is looked up in parallel; a DNS error matters only if there is a document.
    const [document, records] = await Promise.all([
      web.get(url, 'application/json'),
      dns.txt(digest).catch((error: unknown) => ({ error })),
    ]);
    if (document === undefined) return l10n.t('There is no such host.');
    if (document.status !== 200) return l10n.t('There is no such document (HTTP {0}).', document.status);
    if ('error' in records) throw records.error;
    return readDocument(document.body, records, digest);
  });
  return [answer];
}

function readDocument(body: Uint8Array, records: readonly string[], name: string): Found | string {
  const problem = checkDigest(body, records, name);
  if (problem?.code === 'digest-differs') {
    return { summary: l10n.t('The document does not match its digest in DNS, and was not used.'), problems: [problem] };
  }
  const parsed = parseConfiguration(body);
  if (parsed === undefined) return l10n.t('The answer is not a configuration document.');
  const oauth = parsed.authentication?.['oauth-public'] !== undefined;
  const servers = protocols.flatMap((protocol): FoundServer[] => {
    const host = parsed.protocols?.[protocol]?.host.toLowerCase() ?? '';
    if (!isHostName(host)) return [];
    return [{ protocol, host, port: defaultPort(protocol, 'tls'), security: 'tls', oauth }];
  });
  const issuer = parsed.authentication?.['oauth-public']?.issuer;
  return {
    summary: l10n.t('The document lists {0} mail servers.', servers.length),
    servers,
    ...defined({
      issuers: issuer === undefined ? undefined : [safeText(issuer, noSecrets)],
      problems: problem === undefined ? undefined : [problem],
    }),
  };
}

function parseConfiguration(body: Uint8Array): v.InferOutput<typeof configuration> | undefined {
  try {
    const parsed = v.safeParse(configuration, JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function checkDigest(body: Uint8Array, records: readonly string[], name: string): Finding | undefined {
  const digests = records.map(digestOf).filter((digest) => digest !== undefined);
  if (digests.length === 0) {
    return {
      code: 'digest-missing',
      message: l10n.t('The configuration document has no digest in DNS (TXT {0}), so programs may ignore it.', name),
    };
  }
  const actual = createHash('sha256').update(body).digest('base64');
  if (digests.includes(actual)) return undefined;
  return {
    code: 'digest-differs',
    message: l10n.t(
      'The configuration document does not match its digest in DNS (TXT {0}). One of the two is out of date, or someone else has changed the document.',
      name,
    ),
  };
}

/** `v=UAAC1; a=sha256; d=…` */
function digestOf(record: string): string | undefined {
  const fields = new Map(
    record.split(';').map((field) => {
      const [name = '', ...value] = field.trim().split('=');
      return [name.toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  return fields.get('v') === 'UAAC1' && fields.get('a') === 'sha256' ? fields.get('d') : undefined;
}
