import * as l10n from '@vscode/l10n';
import type { LoginCheckResult } from '../mail/login-check/result.js';
import type { Protocol } from '../mail/wire/server.js';
import { failureRules } from './failure-rules.js';
import { guessRules, mxRule, passwordOnlyRule, wordRules } from './provider-rules.js';
import { phraseRules } from './phrase-rules.js';
import { lastRules, refusalRules } from './refusal-rules.js';
import { ruleInput } from './rule-input.js';
import type { Action, Confidence, DiagnosisRule, RuleInput } from './rule.js';
import { challengeRules, expiredRule, tokenRules } from './token-rules.js';

export type { Action, Confidence } from './rule.js';

/** Why a test ended as it did, and what to do. */
export interface Diagnosis {
  readonly code: string;
  readonly cause: string;
  readonly confidence: Confidence;
  readonly advice: string;
  /** What a program can do about it, the advised one first. */
  readonly actions: readonly Action[];
  /** The server's very line, cut where it is longer than 2,048 characters. */
  readonly evidence?: string;
  /** Where this is documented or was reported. */
  readonly source?: string;
}

/**
 * Every rule, the most telling first: what is known before connecting, why the test broke off, what the
 * server says in words, then in codes, and only then its challenge, since Gmail sends the same one for different causes.
 */
export const diagnosisRules: readonly DiagnosisRule[] = [
  ...tokenRules,
  passwordOnlyRule,
  mxRule,
  ...failureRules,
  ...phraseRules,
  ...wordRules,
  ...refusalRules,
  expiredRule,
  ...guessRules,
  ...challengeRules,
  ...lastRules,
];

/**
 * Explains a result, the most specific diagnosis first. What no rule knows is called unknown and quoted.
 *
 * @example
 * ```ts
 * import { checkLogin, diagnose, startSandbox } from 'xoauth2';
 *
 * const sandbox = await startSandbox();
 * const { user, accessToken } = await sandbox.account('smtp-disabled');
 * const result = await checkLogin({
 *   protocol: 'smtp',
 *   server: { host: 'localhost', port: sandbox.ports.smtps, security: 'tls' },
 *   mechanism: 'XOAUTH2',
 *   user,
 *   accessToken,
 *   ca: sandbox.ca,
 * });
 * const [{ code, confidence }] = diagnose(result);
 * console.log(code, confidence); // prints: smtp-auth-disabled certain
 * await sandbox.stop();
 * ```
 */
export function diagnose(result: LoginCheckResult): readonly [Diagnosis, ...Diagnosis[]] {
  const input = ruleInput(result);
  const evidence = input.reply === undefined ? {} : { evidence: input.reply.line };
  const rule = diagnosisRules.find(({ when }) => when(input));
  return [{ ...(rule === undefined ? withoutRule(input) : byRule(rule, input)), ...evidence }];
}

function byRule(rule: DiagnosisRule, report: RuleInput): Diagnosis {
  const action = rule.action?.(report);
  return {
    code: rule.code,
    cause: rule.cause(report),
    confidence: rule.confidence,
    advice: rule.advice(report),
    source: rule.source,
    actions: action === undefined ? [] : [action],
  };
}

function whatWasTested(protocol: Protocol, triedMailbox: boolean): string {
  if (protocol !== 'smtp') return l10n.t('The login was tested, and the mailbox opened.');
  const unknown = l10n.t(
    'Whether a message is accepted shows only when one is sent: some servers check the right to send after DATA.',
  );
  return triedMailbox
    ? `${l10n.t('The login and the sender were tested.')} ${unknown}`
    : `${l10n.t('The login was tested.')} ${unknown}`;
}

function withoutRule({ outcome, protocol, server, user, reply, failure, phases }: RuleInput): Diagnosis {
  switch (outcome) {
    case 'ok':
      return {
        code: 'ok',
        confidence: 'certain',
        actions: [],
        cause: l10n.t('{0} accepted the token for {1}.', server.host, user),
        advice: whatWasTested(
          protocol,
          phases.some(({ name }) => name === 'mailbox'),
        ),
      };
    case 'cancelled':
      return {
        code: 'cancelled',
        confidence: 'certain',
        actions: [],
        cause: l10n.t('The test was cancelled.'),
        advice: l10n.t('Test again when you like.'),
      };
    case 'refused':
    case 'failed':
      return {
        code: 'unknown',
        confidence: 'possible',
        actions: [],
        cause: l10n.t(
          '{0} rejected the request, in words that have no explanation here: “{1}”.',
          server.host,
          reply?.line ?? failure?.message ?? '',
        ),
        advice: l10n.t('Look at the server’s own words above; its operator knows what they mean.'),
      };
  }
}
