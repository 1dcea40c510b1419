import type { Mechanism } from '../sasl/mechanism.js';
import type { FailureCode } from '../mail/wire/errors.js';
import type { MailTestReport } from '../mail/login-check/result.js';
import type { MailServer, Protocol } from '../mail/wire/server.js';
import type { TokenFacts } from '../mail/login-check/token-check.js';

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
  readonly failure?: FailureCode;
  /** The words of the failure, where a rule looks at them. */
  readonly said?: string;
  readonly failedStep?: MailTestReport['failedStep'];
  readonly provider?: string;
  readonly mechanism?: Mechanism;
  readonly capabilities?: readonly string[];
  readonly token?: Partial<TokenFacts>;
}

/** A rule: when it holds, what the cause is, and what to do about it. */
export interface DiagnosisRule {
  readonly code: string;
  /** Where it is documented or was reported. */
  readonly source: string;
  readonly confidence: Confidence;
  readonly samples: readonly [Sample, ...Sample[]];
  readonly when: (report: MailTestReport) => boolean;
  readonly cause: (report: MailTestReport) => string;
  readonly advice: (report: MailTestReport) => string;
  readonly action?: (report: MailTestReport) => Action | undefined;
}

export type When = DiagnosisRule['when'];

/** The server said no in this step. */
export const refusedAt =
  (step: MailTestReport['failedStep'], condition: When = () => true): When =>
  (report) =>
    report.verdict === 'refused' && report.failedStep === step && condition(report);

/** The server said no, in whatever step. */
export const refused =
  (condition: When): When =>
  (report) =>
    report.verdict === 'refused' && condition(report);

/** The test could not be carried through for this reason. */
export const failedWith =
  (code: FailureCode, condition: When = () => true): When =>
  (report) =>
    report.failure?.code === code && condition(report);

/** The server's last line. */
export const said =
  (pattern: RegExp): When =>
  ({ reply }) =>
    pattern.test(reply?.line ?? '');

/** The `status` of the server's challenge. */
export const challenged =
  (pattern: RegExp): When =>
  ({ challenge }) =>
    pattern.test(challenge?.status ?? '');

/** The provider whose server it is known to be. */
export const at =
  (provider: string, condition: When): When =>
  (report) =>
    report.provider === provider && condition(report);

export const serverOf = ({ server }: MailTestReport): string => server.host;
export const wantedScope = ({ challenge }: MailTestReport): string => challenge?.scope ?? '';
export const signIn = (): Action => ({ kind: 'sign-in' });
export const refresh = (): Action => ({ kind: 'refresh' });
export const testAgain = (): Action => ({ kind: 'test-again' });
export const editAccount = (): Action => ({ kind: 'edit-account' });
export const openPage = (url: string) => (): Action => ({ kind: 'open-page', url });
