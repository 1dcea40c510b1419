import { autoconfigUrls, ispdbUrl } from './autoconfig.js';
import { jmapQuestions } from './jmap.js';
import { paccQuestions } from './pacc.js';
import { protectedResourceUrl } from './protected-resource.js';
import { srvNames } from './srv.js';
import type { Target } from './target.js';

/** What leaves this machine for a discovery, before anything was answered. */
export interface DiscoveryPlan {
  /** The names that DNS is asked for, with their record types. */
  readonly dns: readonly string[];
  /** The documents that are fetched. */
  readonly urls: readonly string[];
}

/**
 * What will be asked in the first round. What follows depends on the answers: the mail servers and authorization
 * servers that these name, and the Autoconfig files of the MX.
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
