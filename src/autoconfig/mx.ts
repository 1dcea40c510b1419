import * as l10n from '@vscode/l10n';
import { profileForMx } from '../providers/catalogue.js';
import type { ProviderProfile } from '../providers/provider-profile.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { ask, type Tools } from './ask.js';
import { isHostName } from './autoconfig-xml.js';
import { answersOfProvider } from './known-domains.js';
import type { Target } from './target.js';
import type { MethodAnswer } from './types.js';

/** The result of an MX lookup. */
export interface MxAnswer {
  readonly answers: readonly MethodAnswer[];
  /** The domains that the preferred MX may belong to, if it does not belong to a known provider. */
  readonly domains: readonly string[];
}

/** Looks up the MX records of a domain. Many domains use a provider that is recognized by its MX. */
export async function askMx(
  target: Target,
  { dns, signal }: Tools,
  known: readonly ProviderProfile[],
): Promise<MxAnswer> {
  let domains: readonly string[] = [];
  const answer = await ask({ method: 'mx', question: `MX ${target.ascii}` }, signal, async () => {
    const records = [...(await dns.mx(target.ascii))].sort((one, other) => one.priority - other.priority);
    const hosts = records.map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, '')).filter(isHostName);
    const [best] = hosts;
    // RFC 7505: a single MX “.” says that the domain receives no mail.
    if (best === undefined) {
      return records.length === 0 ? l10n.t('There is no such record.') : l10n.t('The domain does not accept mail.');
    }
    const profile = hosts.map((host) => profileForMx(host, known)).find((found) => found !== undefined);
    const name = safeText(best, noSecrets);
    if (profile === undefined) {
      domains = domainsOf(best, target.ascii);
      return l10n.t('Mail goes to {0}, which is not a known provider.', name);
    }
    return {
      summary: l10n.t('Mail goes to {0}, which belongs to {1}.', name, profile.name),
      provider: profile.name,
      ...answersOfProvider(profile),
    };
  });
  return { answers: [answer], domains };
}

/**
 * The domains that the host of an MX may belong to. Without a public suffix list, the two-label domain is used only if
 * its first label is too long for a public suffix such as `co.uk`.
 */
function domainsOf(host: string, own: string): string[] {
  const labels = host.split('.');
  const whole = labels.slice(1).join('.');
  const short = labels.slice(-2);
  const candidates = [...(labels.length > 2 ? [whole] : []), ...((short[0]?.length ?? 0) > 3 ? [short.join('.')] : [])];
  return [...new Set(candidates)].filter((domain) => domain.split('.').length >= 2 && domain !== own);
}
