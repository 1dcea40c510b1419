import * as vscode from 'vscode';
import { discoverMail } from '../../autoconfig/discover.js';
import { planDiscovery } from '../../autoconfig/plan.js';
import { parseTarget, type Target } from '../../autoconfig/target.js';
import type { DiscoveryReport } from '../../autoconfig/types.js';
import { defined } from '../../common/defined.js';
import { chooseProxy } from '../../transport/proxy.js';
import { connectOptions } from '../accounts/connect-options.js';
import { editorProxy } from '../login-checks/check-options.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { confirm } from '../ui/notifications.js';
import { ownProfiles } from '../ui/own-providers.js';
import { readSettings } from '../ui/settings.js';

/** The key in the global state for the user's consent to lookups. */
const agreedKey = 'discovery.agreed';

/**
 * Asks the user for consent before the first lookup. The answer applies to all domains.
 *
 * @param instead the label of a button to decline
 * @returns whether the domain may be looked up; false if the user declines
 * @throws {vscode.CancellationError} if the user cancels
 */
export async function mayLookUp(context: vscode.ExtensionContext, input: string, instead?: string): Promise<boolean> {
  if (context.globalState.get(agreedKey) === true) return true;
  const target = parseTarget(input);
  const lookUp = vscode.l10n.t('Look Up');
  const chosen = await confirm(
    vscode.l10n.t('Look up the mail servers and the sign-in of {0}?', target.domain),
    describePlan(target),
    lookUp,
    ...(instead === undefined ? [] : [instead]),
  );
  if (chosen === undefined) throw new vscode.CancellationError();
  if (chosen === instead) return false;
  await context.globalState.update(agreedKey, true);
  return true;
}

function describePlan(target: Target): string {
  const { urls } = planDiscovery(target);
  const hosts = [...new Set(urls.map((url) => new URL(url).host))].join(', ');
  const lines = [
    vscode.l10n.t('DNS and these hosts will be queried about {0}: {1}.', target.domain, hosts),
    ...(target.email === undefined
      ? []
      : [vscode.l10n.t('The full address is sent only to {0}.', `autoconfig.${target.ascii}`)]),
    vscode.l10n.t('The servers found there are then asked what they offer, without a login.'),
    vscode.l10n.t('You will be asked only once.'),
  ];
  return lines.join('\n\n');
}

/**
 * Looks up a domain, with cancellable progress.
 *
 * @param failOneLogin whether to try one login that is expected to fail
 * @throws {vscode.CancellationError} {DiscoveryError} {TransportError} `bad-ca`, `bad-proxy`
 */
export async function lookUp(input: string, failOneLogin = false): Promise<DiscoveryReport> {
  const { proxy: own, dnsServer, clientMetadataUrl } = readSettings();
  const { domain } = parseTarget(input);
  // The lookup has its own, shorter time limit per request.
  const { timeoutMs: _, ...connect } = await connectOptions();
  return withCancellableProgress(vscode.l10n.t('Looking up {0}', domain), (signal) =>
    discoverMail(input, {
      signal,
      failOneLogin,
      hasMetadataDocument: clientMetadataUrl !== undefined,
      ownProfiles: ownProfiles(),
      reach: ({ host, port }) =>
        defined({ ca: connect.ca, proxy: chooseProxy(host, port, { own, general: editorProxy() }) }),
      ...connect,
      ...defined({ dnsServer }),
    }),
  );
}

/** Whether a failing login may reveal an authorization server that has not been found otherwise. */
export function canFailLogin({ email, proposal, answers, mailServers }: DiscoveryReport): boolean {
  const isOpen = proposal.client === 'unknown' && !answers.some(({ method }) => method === 'challenge');
  const offersBearer = Object.values(mailServers)
    .flat()
    .some(({ mechanisms = [] }) => mechanisms.includes('OAUTHBEARER'));
  return email !== undefined && isOpen && offersBearer;
}

/** The label of the button for a failing login. */
export function failLoginLabel(): string {
  return vscode.l10n.t('Try One Failed Login');
}
