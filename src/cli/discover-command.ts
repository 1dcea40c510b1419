import { discoverMail } from '../autoconfig/discover.js';
import { isCutOff } from '../autoconfig/proposal.js';
import { planDiscovery } from '../autoconfig/plan.js';
import { parseTarget } from '../autoconfig/target.js';
import type { DiscoveryReport } from '../autoconfig/types.js';
import { defined } from '../common/defined.js';
import { formatDiscovery } from '../report/discovery-text.js';
import { chooseProxy } from '../transport/proxy.js';
import { exitStatus } from './exit-status.js';
import { print, printError, type Io } from './io.js';
import type { Options } from './options.js';
import { requestOptions, timeoutMs } from './server-options.js';

/** `--discover`: prints the plan, runs the discovery, and prints the result. @returns the exit status */
export async function discover(options: Options, io: Io): Promise<number> {
  const { discover: input = '', dns: dnsServer, proxy, timeout } = options;
  const target = parseTarget(input);
  tellPlan(target, options, io);
  const http = await requestOptions(options, io);
  const limit = timeout === undefined ? {} : { timeoutMs: timeoutMs(options) };
  const report = await discoverMail(input, {
    ...http,
    ...limit,
    ...defined({ dnsServer }),
    failOneLogin: options.fail_one_login === true,
    reach: ({ host, port }) => defined({ ca: http.ca, proxy: chooseProxy(host, port, { own: proxy }), ...limit }),
  });
  if (options.json === true) print(io, JSON.stringify(report, undefined, 2));
  else if (options.quiet === true) print(io, report.conclusion);
  else for (const line of formatDiscovery(report)) print(io, line);
  return statusOf(report);
}

/** Prints to standard error, so that the output of `--json` is valid JSON. */
function tellPlan(target: ReturnType<typeof parseTarget>, options: Options, io: Io): void {
  if (options.quiet === true) return;
  const { dns, urls } = planDiscovery(target);
  printError(io, `xoauth2: querying DNS for ${dns.join(', ')}`);
  printError(io, `xoauth2: fetching ${urls.join(', ')}`);
  printError(io, 'xoauth2: then asking the servers found there, without a login.');
  if (options.fail_one_login === true) {
    printError(io, 'xoauth2: then, if no authorization server was found, one login that fails (--fail_one_login).');
  }
}

/** 0 if an account can sign in with the result, once it has a client. */
function statusOf({ proposal: { client }, answers }: DiscoveryReport): number {
  if (client === 'unknown' && isCutOff(answers)) return exitStatus.connection;
  return client === 'none' || client === 'unknown' ? exitStatus.authorization : exitStatus.ok;
}
