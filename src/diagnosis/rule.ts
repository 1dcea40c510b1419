import * as l10n from '@vscode/l10n';
import type { LoginFailureCode } from '../mail/login-check/result.js';
import type { Phase } from '../mail/wire/phases.js';
import type { Action, RuleInput, RuleText, Sample } from '../providers/rule.js';

export { generalWording } from '../providers/rule.js';
export type { Action, Confidence, Phrase, RuleInput, Sample, Who } from '../providers/rule.js';

/** A rule: its condition, the cause, and what to do. */
export interface DiagnosisRule extends RuleText {
  /** The server refused in this phase; in any by default. */
  readonly phase?: Phase;
  /** An additional condition, besides the phrases. */
  readonly when?: (result: RuleInput) => boolean;
  /** Whether it is only the usual reason if a server gives none. */
  readonly guess?: boolean;
}

/** The examples of a rule: its phrases, then its other samples. */
export function samplesOf({ phrases = [], samples = [] }: RuleText): readonly Sample[] {
  const said = phrases.flatMap((phrase) => [phrase, ...(phrase.also ?? []).map((line) => ({ ...phrase, line }))]);
  return [...said, ...samples];
}

export type When = NonNullable<DiagnosisRule['when']>;

/** The server refused in this phase. */
export const refusedAt =
  (phase: RuleInput['failedPhase'], condition: When = () => true): When =>
  (result) =>
    result.outcome === 'refused' && result.failedPhase === phase && condition(result);

/** The check failed with this code. */
export const failedWith =
  (code: LoginFailureCode, condition: When = () => true): When =>
  (result) =>
    result.failure?.code === code && condition(result);

/** The `status` of the server's challenge matches. */
export const challengeStatusMatches =
  (pattern: RegExp): When =>
  ({ challenge }) =>
    pattern.test(challenge?.status ?? '');

/** Whether the server refused after it had accepted the login. */
export const isAfterLogin = ({ failedPhase }: RuleInput): boolean =>
  failedPhase === 'mailbox' || failedPhase === 'message';

/** A sentence about a refusal, which mentions the preceding login if there was one. */
export const afterLogin = (report: RuleInput, fact: string): string =>
  isAfterLogin(report) ? `${l10n.t('The login was accepted.')} ${fact}` : fact;

export const hostName = ({ server }: RuleInput): string => server.host;
export const wantedScope = ({ challenge }: RuleInput): string => challenge?.scope ?? '';
export const failureText = ({ failure }: RuleInput): string => failure?.message ?? '';

export const signIn = (): Action => ({ kind: 'sign-in' });
export const refresh = (): Action => ({ kind: 'refresh' });
/** A refresh, or a new sign-in if that does not help. */
export const refreshOrSignIn = (): readonly Action[] => [refresh(), signIn()];
export const testAgain = (): Action => ({ kind: 'test-again' });
/** Sends the credential in the other form. */
export const useOtherForm = ({ initialResponse }: RuleInput): Action => ({
  kind: 'use-form',
  form: initialResponse?.form === 'continuation' ? 'inline' : 'continuation',
});
export const editAccount = (): Action => ({ kind: 'edit-account' });

/** Sets the account's user to the token's owner, or signs in again if the owner is unknown. */
export const useOwner = ({ token }: RuleInput): Action =>
  token.owner === undefined ? signIn() : { kind: 'set-user', user: token.owner };

/** Uses the other mechanism, if the server offers it. */
export const useOtherMechanism = (result: RuleInput): Action | undefined => {
  const mechanism = otherMechanism(result);
  return mechanism === undefined ? undefined : { kind: 'use-mechanism', mechanism };
};

/** The other mechanism, if the server offers it. */
export function otherMechanism({ mechanism, capabilities }: RuleInput): 'XOAUTH2' | 'OAUTHBEARER' | undefined {
  const other = mechanism === 'XOAUTH2' ? 'OAUTHBEARER' : 'XOAUTH2';
  return capabilities.some((line) => /^(?:AUTH|SASL)[ =]/.test(line) && line.split(/[ =]/).includes(other))
    ? other
    : undefined;
}
