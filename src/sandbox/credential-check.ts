import * as l10n from '@vscode/l10n';
import type { Protocol } from '../mail/wire/server.js';
import { gmailRefusal } from './gmail-refusal.js';
import type { MailServerDependencies, MailSession } from './mail-protocol.js';
import type { SaslCredential } from './sasl-response.js';
import { findScenario, hasBehavior, type Scenario } from './scenario.js';

/** The outcome of checking a credential. */
export type CredentialOutcome =
  | { readonly kind: 'accepted'; readonly scenario: Scenario }
  | { readonly kind: 'refused'; readonly challenge?: string; readonly reply: string; readonly closes: boolean }
  | { readonly kind: 'disconnected' };

/** Checks a credential like a provider, and logs what was checked and why it was refused. */
export async function checkCredential(
  { connection, dependencies }: MailSession,
  protocol: Protocol,
  credential: SaslCredential,
): Promise<CredentialOutcome> {
  const refuse = (reason: string): CredentialOutcome => {
    connection.note(reason);
    return { kind: 'refused', ...gmailRefusal[protocol], closes: false };
  };
  const scenario = findScenario(dependencies.scenarios, credential.user.toLowerCase());
  if (scenario === undefined) return refuse(l10n.t('Refused: there is no account {0}.', credential.user));
  connection.note(l10n.t('Account {0}: {1}', credential.user, scenario.title));
  if (hasBehavior(scenario)) connection.note(scenario.lesson);
  if (scenario.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, scenario.delayMs));
  if (scenario.disconnectAt === 'login') return { kind: 'disconnected' };
  const problem = await findTokenProblem(credential, scenario, dependencies);
  if (problem !== undefined) return refuse(problem);
  const scripted = scenario.login?.[protocol];
  if (scripted === undefined) {
    connection.note(l10n.t('The token is valid.'));
    return { kind: 'accepted', scenario };
  }
  connection.note(l10n.t('The token is valid, but the scenario refuses the login.'));
  return { kind: 'refused', ...scripted, closes: scripted.closes === true };
}

async function findTokenProblem(
  { user, accessToken }: SaslCredential,
  scenario: Scenario,
  { introspect, scope }: MailServerDependencies,
): Promise<string | undefined> {
  const { active, sub = '', scope: granted = '', isApplication = false } = await introspect(accessToken);
  if (!active) return l10n.t('Refused: the token is unknown, expired or revoked.');
  const owner = scenario.owner ?? sub;
  if (!isApplication && owner.toLowerCase() !== user.toLowerCase()) {
    return l10n.t('Refused: the token belongs to {0}.', owner);
  }
  if (granted.split(' ').includes(scope)) return undefined;
  return l10n.t('Refused: the token has the scope “{0}”, but {1} is required.', granted, scope);
}
