import * as l10n from '@vscode/l10n';
import type { LoginCheckResult } from '../mail/login-check/result.js';

/** A phase is slow from this duration, in ms. */
const slow = 5000;

/** Remarks in addition to outcome and diagnosis, as sentences: the form that a server accepts, slow phases. */
export function remarks(result: LoginCheckResult): readonly string[] {
  return [...formRemark(result), ...slowRemarks(result)];
}

function formRemark({ acceptedForm, rejectedForms }: LoginCheckResult): string[] {
  const [rejected] = rejectedForms;
  if (rejected === undefined || acceptedForm === undefined) return [];
  return [
    acceptedForm === 'continuation'
      ? l10n.t(
          'This server does not accept the credential on the line of the command (“{0}”). It accepts it on a separate line.',
          rejected.line,
        )
      : l10n.t(
          'This server does not accept the credential on a separate line (“{0}”). It accepts it on the line of the command.',
          rejected.line,
        ),
  ];
}

function slowRemarks({ phases, failure }: LoginCheckResult): string[] {
  // The failure already contains the duration of its phase.
  const told = failure?.code === 'timeout' ? phases.slice(0, -1) : phases;
  return told
    .filter(({ ms }) => ms >= slow)
    .map(({ name, ms }) => l10n.t('The phase “{0}” was slow: it took {1} s.', name, (ms / 1000).toFixed(1)));
}
