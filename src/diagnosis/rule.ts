import type { LoginCheckResult, LoginFailureCode } from '../mail/login-check/result.js';
import type { Action, RuleText } from '../providers/rule.js';

export type { Action, Confidence, Sample } from '../providers/rule.js';

/** A rule: when it holds, what the cause is, and what to do about it. */
export interface DiagnosisRule extends RuleText {
  readonly when: (result: LoginCheckResult) => boolean;
}

export type When = DiagnosisRule['when'];

/** The server refused in this phase. */
export const refusedAt =
  (phase: LoginCheckResult['failedPhase'], condition: When = () => true): When =>
  (result) =>
    result.outcome === 'refused' && result.failedPhase === phase && condition(result);

/** The server refused, in whatever phase. */
export const refused =
  (condition: When): When =>
  (result) =>
    result.outcome === 'refused' && condition(result);

/** The check could not be carried through for this reason. */
export const failedWith =
  (code: LoginFailureCode, condition: When = () => true): When =>
  (result) =>
    result.failure?.code === code && condition(result);

/** The server's last line matches. */
export const replyMatches =
  (pattern: RegExp): When =>
  ({ reply }) =>
    pattern.test(reply?.line ?? '');

/** The `status` of the server's challenge matches. */
export const challengeStatusMatches =
  (pattern: RegExp): When =>
  ({ challenge }) =>
    pattern.test(challenge?.status ?? '');

export const hostName = ({ server }: LoginCheckResult): string => server.host;
export const wantedScope = ({ challenge }: LoginCheckResult): string => challenge?.scope ?? '';
export const failureText = ({ failure }: LoginCheckResult): string => failure?.message ?? '';

export const signIn = (): Action => ({ kind: 'sign-in' });
export const refresh = (): Action => ({ kind: 'refresh' });
export const testAgain = (): Action => ({ kind: 'test-again' });
export const editAccount = (): Action => ({ kind: 'edit-account' });

/** Sets the account's user to the token's owner, or signs in again where the owner is not known. */
export const useOwner = ({ token }: LoginCheckResult): Action =>
  token.owner === undefined ? signIn() : { kind: 'set-user', user: token.owner };

/** Tries the other mechanism, where the server offers it. */
export const useOtherMechanism = (result: LoginCheckResult): Action | undefined => {
  const mechanism = otherMechanism(result);
  return mechanism === undefined ? undefined : { kind: 'use-mechanism', mechanism };
};

/** The mechanism that was not tried, where the server offers it. */
export function otherMechanism({ mechanism, capabilities }: LoginCheckResult): 'XOAUTH2' | 'OAUTHBEARER' | undefined {
  const other = mechanism === 'XOAUTH2' ? 'OAUTHBEARER' : 'XOAUTH2';
  return capabilities.some((line) => /^(?:AUTH|SASL)[ =]/.test(line) && line.split(/[ =]/).includes(other))
    ? other
    : undefined;
}
