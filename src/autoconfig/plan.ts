import { autoconfigUrls, ispdbUrl } from './autoconfig.js';
import { jmapQuestions } from './jmap.js';
import { paccQuestions } from './pacc.js';
import { protectedResourceUrl } from './protected-resource.js';
import { srvNames } from './srv.js';
import type { Target } from './target.js';

/** The queries of the first round of a discovery. */
export interface DiscoveryPlan {
  /** The DNS names with their record types. */
  readonly dns: readonly string[];
  /** The URLs of the documents. */
  readonly urls: readonly string[];
}

/**
 * Lists the queries of the first round. The second round depends on the answers: it queries the mail servers and
 * authorization servers that were found, and the Autoconfig files of the MX.
 */
export function planDiscovery(target: Target): DiscoveryPlan {
  const { ascii } = target;
  const pacc = paccQuestions(target);
  const jmap = jmapQuestions(target);
  return {
    dns: [`MX ${ascii}`, ...[...srvNames(target), jmap.srv].map((name) => `SRV ${name}`), `TXT ${pacc.digest}`],
    urls: [...autoconfigUrls(target), `${ispdbUrl}${ascii}`, pacc.url, jmap.url, protectedResourceUrl(ascii)],
  };
}
