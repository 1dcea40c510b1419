import type { Mechanism } from '../sasl/mechanism.js';
import type { MailErrorCode } from '../mail/wire/errors.js';
import type { LoginCheckResult } from '../mail/login-check/result.js';
import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { TokenInfo } from '../mail/login-check/token-check.js';

/** How sure a diagnosis is: the server or the token says so; it is what this answer mostly means; it is one of several. */
export type Confidence = 'certain' | 'likely' | 'possible';

/** What can be done about it, as far as a program can do it. */
export type Action =
  | { readonly kind: 'refresh' }
  /** With this scope added where one is named. */
  | { readonly kind: 'sign-in'; readonly scope?: string }
  | { readonly kind: 'set-user'; readonly user: string }
  | { readonly kind: 'use-mechanism'; readonly mechanism: Mechanism }
  | { readonly kind: 'use-server'; readonly server: MailServer }
  | { readonly kind: 'edit-account' }
  | { readonly kind: 'open-page'; readonly url: string }
  | { readonly kind: 'test-again' };

/** An answer that a rule was made for; its test and its line in the table of diagnoses are made from it. */
export interface Sample {
  readonly protocol?: Protocol;
  readonly server?: MailServer;
  /** The server's line. */
  readonly line?: string;
  /** The decoded challenge. */
  readonly challenge?: string;
  readonly failure?: MailErrorCode;
  /** The words of the failure, where a rule looks at them. */
  readonly replyMatches?: string;
  readonly failedPhase?: LoginCheckResult['failedPhase'];
  readonly provider?: string;
  readonly mechanism?: Mechanism;
  readonly capabilities?: readonly string[];
  readonly token?: Partial<TokenInfo>;
}

/** A rule: when it holds, what the cause is, and what to do about it. */
export interface DiagnosisRule {
  readonly code: string;
  /** Where it is documented or was reported. */
  readonly source: string;
  readonly confidence: Confidence;
  readonly samples: readonly [Sample, ...Sample[]];
  readonly when: (report: LoginCheckResult) => boolean;
  readonly cause: (report: LoginCheckResult) => string;
  readonly advice: (report: LoginCheckResult) => string;
  readonly action?: (report: LoginCheckResult) => Action | undefined;
}

export type When = DiagnosisRule['when'];

/** The server said no in this phase. */
export const refusedAt =
  (phase: LoginCheckResult['failedPhase'], condition: When = () => true): When =>
  (report) =>
    report.outcome === 'refused' && report.failedPhase === phase && condition(report);

/** The server said no, in whatever phase. */
export const refused =
  (condition: When): When =>
  (report) =>
    report.outcome === 'refused' && condition(report);

/** The test could not be carried through for this reason. */
export const failedWith =
  (code: MailErrorCode, condition: When = () => true): When =>
  (report) =>
    report.failure?.code === code && condition(report);

/** The server's last line. */
export const said =
  (pattern: RegExp): When =>
  ({ reply }) =>
    pattern.test(reply?.line ?? '');

/** The `status` of the server's challenge. */
export const challengeStatusMatches =
  (pattern: RegExp): When =>
  ({ challenge }) =>
    pattern.test(challenge?.status ?? '');

/** The provider whose server it is known to be. */
export const forProvider =
  (provider: string, condition: When): When =>
  (report) =>
    report.provider === provider && condition(report);

export const hostName = ({ server }: LoginCheckResult): string => server.host;
export const wantedScope = ({ challenge }: LoginCheckResult): string => challenge?.scope ?? '';
export const signIn = (): Action => ({ kind: 'sign-in' });
export const refresh = (): Action => ({ kind: 'refresh' });
export const testAgain = (): Action => ({ kind: 'test-again' });
export const editAccount = (): Action => ({ kind: 'edit-account' });
export const openPage = (url: string) => (): Action => ({ kind: 'open-page', url });
