import { diagnose, diagnosisRules } from '../../src/diagnosis/diagnosis.js';
import { errorRules, ruleFor, type ErrorAnswer, type ErrorRule } from '../../src/diagnosis/error-rules.js';
import { samplesOf, type Sample } from '../../src/diagnosis/rule.js';
import type { Phase } from '../../src/mail/wire/phases.js';
import { nearMisses } from './near-misses.js';
import { sampleReport } from './sample-report.js';

/** What one rule must say, made from its samples. */
interface Expectation {
  /** The rule's code or name. */
  readonly about: string;
  /** Gives what is wrong. */
  readonly check: () => string | undefined;
}

const mailExpectations: readonly Expectation[] = [
  ...diagnosisRules.flatMap((rule) =>
    samplesOf(rule).map((sample) => ({ about: rule.code, check: () => is(rule.code, sample) })),
  ),
  ...diagnosisRules.flatMap(({ code, phase, ...rule }) =>
    phase === undefined
      ? []
      : samplesOf({ code, ...rule }).map((sample) => ({
          about: code,
          check: () => isNotInAnotherPhase(code, phase, sample),
        })),
  ),
  ...nearMisses.map(([code, sample]) => ({ about: code, check: () => is(code, sample) })),
];

/** The same for the answers of authorization servers. */
const answerExpectations: readonly Expectation[] = errorRules.flatMap((rule) =>
  rule.samples.flatMap((answer) => [
    {
      about: rule.name,
      check: () => (ruleFor(answer)?.name === rule.name ? undefined : `${rule.name}: ${text(answer)}`),
    },
    ...altered(rule, answer).map((other) => ({
      about: rule.name,
      check: () => (ruleFor(other)?.name === rule.name ? `${rule.name}, wrongly: ${text(other)}` : undefined),
    })),
  ]),
);

/** What is wrong with the tables of rules. */
export function misdiagnosed(): string[] {
  return [...mailExpectations, ...answerExpectations].flatMap(({ check }) => check() ?? []);
}

/** Whether a change to one rule is noticed. What is expected of this rule is looked at first. */
export function isNoticed(table: 'mail' | 'answers', about: string): boolean {
  const all = table === 'mail' ? mailExpectations : answerExpectations;
  const own = all.filter((one) => one.about === about);
  return [...own, ...all.filter((one) => one.about !== about)].some(({ check }) => check() !== undefined);
}

function codeOf(sample: Sample): string {
  return diagnose(sampleReport(sample))[0].code;
}

function is(expected: string, sample: Sample): string | undefined {
  const got = codeOf(sample);
  return got === expected ? undefined : `${expected}, not ${got}: ${JSON.stringify(sample)}`;
}

/** A rule for one phase says nothing of a refusal in another. */
function isNotInAnotherPhase(code: string, phase: Phase, sample: Sample): string | undefined {
  const elsewhere = { ...sample, failedPhase: phase === 'mailbox' ? ('authenticate' as const) : ('mailbox' as const) };
  return diagnose(sampleReport(elsewhere)).some((diagnosis) => diagnosis.code === code)
    ? `${code} in another phase: ${JSON.stringify(sample)}`
    : undefined;
}

/** Answers that look like this one and are others: a code that only contains this one, and other words. */
function altered({ error: code, description: words }: ErrorRule, { error, description }: ErrorAnswer): ErrorAnswer[] {
  return [
    ...(code === undefined ? [] : [`x_${error}`, `${error}_x`, 'x'].map((other) => ({ error: other, description }))),
    ...[words ?? []]
      .flat()
      .map((pattern) => ({ error, description: description?.replace(new RegExp(pattern, 'gi'), '…') })),
  ];
}

const text = ({ error, description }: ErrorAnswer): string => `${error} ${description ?? ''}`;
