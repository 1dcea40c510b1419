import * as vscode from 'vscode';
import { profileForDomain, providerById } from '../../providers/catalogue.js';
import { passwordOnlyConclusion } from '../../autoconfig/proposal.js';
import type { DiscoveryReport } from '../../autoconfig/types.js';
import { parseTarget } from '../../autoconfig/target.js';
import { MailOAuthError } from '../../common/errors.js';
import { isCancellation, showError } from '../ui/show-error.js';
import { showWarningMessage } from '../ui/notifications.js';
import { ownProfiles } from '../ui/own-providers.js';
import { canFailLogin, failLoginLabel, lookUp, mayLookUp } from '../discovery/look-up.js';
import type { Answers } from './account-answers.js';

/**
 * The answers that an address implies: a known domain implies its provider, or why there is no sign-in, without a
 * lookup; any other domain is looked up if the user allows it.
 *
 * @returns the answers; empty if the user prefers to enter them
 * @throws {vscode.CancellationError} if the user cancels
 */
export async function answersFor(context: vscode.ExtensionContext, email: string): Promise<Answers> {
  const domain = domainOf(email);
  if (domain === undefined) return {};
  const known = profileForDomain(domain);
  if (known?.signIn?.server !== undefined) {
    const { signIn, name } = known;
    const discovered =
      signIn.registrationClosed?.() ??
      vscode.l10n.t('The provider is {0}. Register a client there, then sign in with its client ID.', name);
    return { provider: signIn, discovered, ...(signIn.server === undefined ? {} : { server: signIn.server }) };
  }
  if (known?.passwordOnly !== undefined) {
    await askHowToGoOn(passwordOnlyConclusion(known));
    return {};
  }
  if (!(await mayLookUp(context, email, vscode.l10n.t('Enter It Myself')))) return {};
  try {
    return await answersOf(await lookUp(email), () => lookUp(email, true));
  } catch (error) {
    if (!isCancellation(error)) await showError(error);
    return {};
  }
}

function domainOf(email: string): string | undefined {
  try {
    return parseTarget(email).ascii;
  } catch (error) {
    // A server may use mailbox names that are not addresses.
    if (error instanceof MailOAuthError) return undefined;
    throw error;
  }
}

/**
 * The answers that a discovery implies.
 *
 * @param failLogin repeats the lookup with a deliberately failing login, if that may find more
 * @throws {vscode.CancellationError} if no sign-in is possible and the user does not want to enter the rest
 */
export async function answersOf(report: DiscoveryReport, failLogin?: () => Promise<DiscoveryReport>): Promise<Answers> {
  const { conclusion, provider } = report;
  const { server, scopes, mailServers, client, provider: proposed } = report.proposal;
  if (client === 'none' || client === 'unknown') {
    const choice = await askHowToGoOn(conclusion, failLogin !== undefined && canFailLogin(report));
    if (choice === 'fail-login' && failLogin !== undefined) return answersOf(await failLogin());
  }
  const own = ownProfiles().find(({ name }) => name === provider)?.signIn;
  const isKnown = own !== undefined || (provider !== undefined && proposed !== 'other');
  return {
    discovered: conclusion,
    ...(isKnown || server !== undefined ? { provider: own ?? providerById(proposed) } : {}),
    ...(server === undefined ? {} : { server }),
    ...(scopes.length === 0 || isKnown ? {} : { scopes }),
    ...(Object.keys(mailServers).length === 0 ? {} : { mailServers }),
  };
}

/** Explains the obstacle before the remaining questions. */
async function askHowToGoOn(conclusion: string, mayFailLogin = false): Promise<'enter' | 'fail-login'> {
  const enter = vscode.l10n.t('Enter It Myself');
  const fail = failLoginLabel();
  const buttons = [...(mayFailLogin ? [fail] : []), enter];
  const chosen = await showWarningMessage(conclusion, ...buttons);
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen === fail ? 'fail-login' : 'enter';
}
