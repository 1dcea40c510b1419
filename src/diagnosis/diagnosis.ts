import * as l10n from '@vscode/l10n';
import type { LoginCheckResult } from '../mail/login-check/result.js';
import type { Phase } from '../mail/wire/phases.js';
import type { Protocol } from '../mail/wire/server.js';
import { guessRules, mxRule, passwordOnlyRule, wordRules } from './provider-rules.js';
import { actionsOf, rankedMeanings, type AdvisedAction, type Meaning } from './ranking.js';
import { ruleInput } from './rule-input.js';
import { accountStateRules } from './rules/account-state.js';
import { connectionRules } from './rules/connection.js';
import { failureRules } from './rules/failure.js';
import { lastRules } from './rules/last.js';
import { limitRules } from './rules/limits.js';
import { mailboxRules } from './rules/mailbox.js';
import { messageRules } from './rules/message.js';
import { protocolOffRules } from './rules/protocol-off.js';
import { loginMethodRules } from './rules/login-method.js';
import { machineRules } from './rules/machine.js';
import { ownerRules } from './rules/owner.js';
import { senderRules } from './rules/sender.js';
import { serverFaultRules } from './rules/server-faults.js';
import { tokenWordRules } from './rules/token-words.js';
import { challengeRules, expiredRule, tokenRules } from './rules/token.js';
import { wireFormRules } from './rules/wire-form.js';
import type { Action, Confidence, DiagnosisRule, RuleInput, Who } from './rule.js';

export type { AdvisedAction } from './ranking.js';
export type { Action, Confidence, Who } from './rule.js';

/** A diagnosis: why a test ended as it did, and what to do. */
export interface Diagnosis {
  readonly code: string;
  readonly cause: string;
  readonly confidence: Confidence;
  /** Who can fix it. */
  readonly who: Who;
  readonly advice: string;
  /** The actions that a program can perform, the recommended one first. */
  readonly actions: readonly AdvisedAction[];
  /** The server's lines that are the evidence, each truncated to 2,048 characters. */
  readonly lines: readonly string[];
  /** The documentation or the report that it is based on. */
  readonly source?: string;
}

/** Options of {@link diagnose}. */
export interface DiagnoseOptions {
  /** The actions that were tried before this test and did not help. */
  readonly tried?: readonly Action[];
}

/**
 * All rules. The rank of the evidence comes first; among rules of the same rank this order decides, most specific
 * first.
 */
export const diagnosisRules: readonly DiagnosisRule[] = [
  ...tokenRules,
  passwordOnlyRule,
  mxRule,
  ...failureRules,
  ...wordRules,
  ...messageRules,
  ...tokenWordRules,
  ...protocolOffRules,
  ...loginMethodRules,
  ...accountStateRules,
  ...limitRules,
  ...mailboxRules,
  ...senderRules,
  ...connectionRules,
  ...wireFormRules,
  ...machineRules,
  ...serverFaultRules,
  expiredRule,
  ...guessRules,
  ...ownerRules,
  ...challengeRules,
  ...lastRules,
];

/**
 * Explains a result with up to three diagnoses, the one with the strongest evidence first. A text that no rule matches
 * is reported as unknown and quoted.
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
export function diagnose(
  result: LoginCheckResult,
  { tried = [] }: DiagnoseOptions = {},
): readonly [Diagnosis, ...Diagnosis[]] {
  const input = ruleInput(result);
  const [first, ...further] = rankedMeanings(diagnosisRules, input, tried);
  if (first === undefined) return [withoutRule(input)];
  return [toDiagnosis(first, input, tried), ...further.map((meaning) => toDiagnosis(meaning, input, tried))];
}

function toDiagnosis({ rule, confidence, lines }: Meaning, input: RuleInput, tried: readonly Action[]): Diagnosis {
  return {
    code: rule.code,
    cause: rule.cause(input),
    confidence,
    who: typeof rule.who === 'function' ? rule.who(input) : rule.who,
    advice: rule.advice(input),
    lines,
    source: rule.source,
    actions: actionsOf(rule, input, tried),
  };
}

function whatWasTested(protocol: Protocol, phases: readonly Phase[]): string {
  if (protocol !== 'smtp') return l10n.t('The login was tested and the mailbox was opened.');
  if (phases.includes('message')) {
    return l10n.t(
      'The login was tested and a message was sent: the server accepted it. Check the mailbox to see whether it arrives.',
    );
  }
  const unknown = l10n.t(
    'Only sending a message shows whether the server accepts it: some servers check the permission to send after DATA.',
  );
  return phases.includes('mailbox')
    ? `${l10n.t('The login and the sender were tested.')} ${unknown}`
    : `${l10n.t('The login was tested.')} ${unknown}`;
}

function withoutRule({ outcome, protocol, server, user, reply, failure, phases }: RuleInput): Diagnosis {
  switch (outcome) {
    case 'ok':
      return {
        code: 'ok',
        confidence: 'certain',
        who: 'nobody',
        lines: [],
        actions: [],
        cause: l10n.t('{0} accepted the token for {1}.', server.host, user),
        advice: whatWasTested(
          protocol,
          phases.map(({ name }) => name),
        ),
      };
    case 'cancelled':
      return {
        code: 'cancelled',
        confidence: 'certain',
        who: 'you',
        lines: [],
        actions: [],
        cause: l10n.t('The test was canceled.'),
        advice: l10n.t('You can test again at any time.'),
      };
    case 'refused':
    case 'failed':
      return {
        code: 'unknown',
        confidence: 'possible',
        who: 'operator',
        lines: reply === undefined ? [] : [reply.line],
        actions: [],
        cause: l10n.t(
          '{0} rejected the request with an unknown reply: “{1}”.',
          server.host,
          reply?.line ?? failure?.message ?? '',
        ),
        advice: l10n.t('See the server’s reply above; its operator knows what it means.'),
      };
  }
}
