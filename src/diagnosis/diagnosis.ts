import * as l10n from '@vscode/l10n';
import type { MailTestReport } from '../mail/login-check/result.js';
import { failureRules } from './failure-rules.js';
import {
  googleRules,
  microsoftGuesses,
  microsoftRules,
  otherProviderRules,
  passwordOnlyRules,
} from './provider-rules.js';
import { lastRules, refusalRules } from './refusal-rules.js';
import type { Action, Confidence, DiagnosisRule } from './rule.js';
import { challengeRules, expiredRule, tokenRules } from './token-rules.js';

export type { Action, Confidence } from './rule.js';

/** Why a test ended as it did, and what to do. */
export interface Diagnosis {
  readonly code: string;
  readonly cause: string;
  readonly confidence: Confidence;
  readonly advice: string;
  /** What a program can do about it. */
  readonly action?: Action;
  /** The server's very line. */
  readonly evidence?: string;
  /** Where this is documented or was reported. */
  readonly source?: string;
}

/**
 * Every rule, the most telling first: what is known before connecting, why the test broke off, what the
 * server says in words, and only then its challenge, since Gmail sends the same one for different causes.
 */
export const diagnosisRules: readonly DiagnosisRule[] = [
  ...tokenRules,
  ...passwordOnlyRules,
  ...failureRules,
  ...refusalRules,
  ...microsoftRules,
  expiredRule,
  ...microsoftGuesses,
  ...googleRules,
  ...otherProviderRules,
  ...challengeRules,
  ...lastRules,
];

/** Explains a report. What no rule knows is said to be unknown, with the server's own words. */
export function diagnose(report: MailTestReport): Diagnosis {
  const evidence = report.reply === undefined ? {} : { evidence: report.reply.line };
  const rule = diagnosisRules.find(({ when }) => when(report));
  return rule === undefined ? { ...withoutRule(report), ...evidence } : { ...byRule(rule, report), ...evidence };
}

function byRule(rule: DiagnosisRule, report: MailTestReport): Diagnosis {
  const action = rule.action?.(report);
  return {
    code: rule.code,
    cause: rule.cause(report),
    confidence: rule.confidence,
    advice: rule.advice(report),
    source: rule.source,
    ...(action === undefined ? {} : { action }),
  };
}

function withoutRule({ verdict, server, user, reply, failure }: MailTestReport): Diagnosis {
  switch (verdict) {
    case 'ok':
      return {
        code: 'ok',
        confidence: 'certain',
        cause: l10n.t('{0} takes the token for {1}.', server.host, user),
        advice: l10n.t('There is nothing to do.'),
      };
    case 'cancelled':
      return {
        code: 'cancelled',
        confidence: 'certain',
        cause: l10n.t('The test was cancelled.'),
        advice: l10n.t('Test again when you like.'),
      };
    case 'refused':
    case 'failed':
      return {
        code: 'unknown',
        confidence: 'possible',
        cause: l10n.t(
          '{0} refuses for a reason that is not known here: “{1}”.',
          server.host,
          reply?.line ?? failure?.message ?? '',
        ),
        advice: l10n.t('Look at the server’s own words above; its operator knows what they mean.'),
      };
  }
}

const confidenceWords: Readonly<Record<Confidence, () => string>> = {
  certain: () => l10n.t('certain'),
  likely: () => l10n.t('likely'),
  possible: () => l10n.t('one of several possible causes'),
};

/** How sure a diagnosis is, for a person. */
export function confidenceName(confidence: Confidence): string {
  return confidenceWords[confidence]();
}

/** The closing line of a test. @param withWords whether the server's words stand nowhere else and belong here */
export function verdictLine(report: MailTestReport, withWords = true): string {
  const { verdict, server, user, mechanism, reply, failure, tls, ms } = report;
  switch (verdict) {
    case 'ok':
      return l10n.t(
        'OK: {0} accepted {1} with {2} ({3}, {4} ms).',
        server.host,
        user,
        mechanism,
        tls?.protocol ?? l10n.t('no TLS'),
        ms,
      );
    case 'refused':
      return withWords
        ? l10n.t('NO: {0} refused {1} with {2}: {3}', server.host, user, mechanism, reply?.line ?? '')
        : l10n.t('NO: {0} refused {1} with {2} ({3} ms).', server.host, user, mechanism, ms);
    case 'failed':
      return l10n.t('FAILED: {0}', failure?.message ?? '');
    case 'cancelled':
      return l10n.t('CANCELLED: the test of {0} was cancelled.', server.host);
  }
}

/** The lines after the verdict: cause, evidence, advice. Each fact stands there once. */
export function diagnosisLines(report: MailTestReport, { cause, confidence, advice }: Diagnosis): string[] {
  if (report.verdict === 'ok' || report.verdict === 'cancelled') return [];
  const failure = report.failure?.message;
  const news =
    failure !== undefined && cause.startsWith(failure)
      ? cause.slice(failure.length).trim()
      : l10n.t('Cause ({0}): {1}', confidenceName(confidence), cause);
  return [...(news === '' ? [] : [news]), l10n.t('What to do: {0}', advice)];
}
