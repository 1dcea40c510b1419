import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { ask, type Found, type Tools } from './ask.js';
import { parseAutoconfig } from './autoconfig-xml.js';
import type { Target } from './target.js';
import type { DiscoveryMethod, MethodAnswer } from './types.js';

/** The URL of Thunderbird's database. Only the domain is sent to it, not the address. */
export const ispdbUrl = 'https://autoconfig.thunderbird.net/v1.1/';

/**
 * The URLs where a domain may have its Autoconfig file. The address is sent only to the `autoconfig` host of the
 * domain.
 *
 * @see https://www.ietf.org/archive/id/draft-ietf-mailmaint-autoconfig-06.html section 4
 */
export function autoconfigUrls({ ascii, email }: Pick<Target, 'ascii' | 'email'>): string[] {
  const query = email === undefined ? '' : `?emailaddress=${encodeURIComponent(email)}`;
  return [
    `https://autoconfig.${ascii}/mail/config-v1.1.xml${query}`,
    `https://${ascii}/.well-known/autoconfig/mail/config-v1.1.xml`,
  ];
}

/** Fetches the Autoconfig file of a domain. */
export function askAutoconfig(target: Target, tools: Tools): Promise<MethodAnswer[]> {
  return Promise.all(autoconfigUrls(target).map((url) => fetchFile('autoconfig', url, target.ascii, tools)));
}

/** Looks up a domain in Thunderbird's database. */
export async function askIspdb({ ascii }: Target, tools: Tools): Promise<MethodAnswer[]> {
  return [await fetchFile('ispdb', `${ispdbUrl}${ascii}`, ascii, tools)];
}

/** Fetches the Autoconfig files of the provider of the domain's MX. The address is not sent to it. */
export function askAutoconfigOfMx(
  domains: readonly string[],
  { ascii }: Target,
  tools: Tools,
): Promise<MethodAnswer[]> {
  const urls = domains.flatMap((domain) => [
    `https://autoconfig.${domain}/mail/config-v1.1.xml`,
    `${ispdbUrl}${domain}`,
  ]);
  return Promise.all(urls.map((url) => fetchFile('autoconfig-mx', url, ascii, tools)));
}

function fetchFile(method: DiscoveryMethod, url: string, domain: string, tools: Tools): Promise<MethodAnswer> {
  return ask({ method, question: url }, tools.signal, async () => {
    const document = await tools.web.get(url, 'text/xml, application/xml');
    if (document === undefined) return l10n.t('There is no such host.');
    if (document.status !== 200) return l10n.t('There is no such file (HTTP {0}).', document.status);
    return readFile(document.body, domain);
  });
}

function readFile(body: Uint8Array, domain: string): Found | string {
  const file = parseAutoconfig(new TextDecoder().decode(body), domain);
  if (file === undefined) return l10n.t('The answer is not an Autoconfig file.');
  const { servers, issuer, scopes } = file;
  if (servers.length === 0 && issuer === undefined) return l10n.t('The file lists no mail servers.');
  const issuers = issuer === undefined ? [] : [toIssuer(issuer)].filter((url) => url !== undefined);
  return {
    summary: l10n.t('The file lists {0} mail servers.', servers.length),
    servers,
    ...defined({
      issuers: issuers.length === 0 ? undefined : issuers,
      scopes: scopes.length === 0 ? undefined : scopes,
    }),
  };
}

/** Thunderbird's database has bare host names as issuers, which are not issuers (RFC 8414 §2). */
function toIssuer(text: string): string | undefined {
  return text.startsWith('https://') && URL.canParse(text) ? safeText(text, noSecrets) : undefined;
}
