import * as l10n from '@vscode/l10n';
import type { MailError } from '../wire/errors.js';
import type { LoginCheckResult, ServerReply, CheckName, CheckResult } from './result.js';
import type { TokenCheck } from './token-check.js';

/** A report before its checks are written. */
export type Findings = Omit<LoginCheckResult, 'checks' | 'failure'>;

interface Before {
  readonly check: TokenCheck;
  /** Why no string can be made of user and token. */
  readonly problem: MailError | undefined;
  /** The reply that ended the login well. */
  readonly loginReply: ServerReply | undefined;
}

/** Answers the four questions of a test: token, string, login, mailbox. */
export function resultsOfChecks(report: Findings, before: Before): readonly CheckResult[] {
  return [tokenCheck(before), stringCheck(report, before), loginCheck(report, before), mailboxCheck(report, before)];
}

function tokenCheck({ check }: Before): CheckResult {
  return { name: 'token', status: check.failure === undefined ? 'ok' : 'failed', summary: check.summary };
}

function stringCheck({ failedPhase, mechanism, initialResponse }: Findings, { problem }: Before): CheckResult {
  if (failedPhase === 'token') return skipped('string');
  if (problem !== undefined) return { name: 'string', status: 'failed', summary: problem.message };
  const form =
    initialResponse === undefined
      ? ''
      : `; ${initialResponse.form === 'inline' ? l10n.t('sent on the line of the command: {0}', initialResponse.reason) : l10n.t('sent on a line of its own: {0}', initialResponse.reason)}`;
  return {
    name: 'string',
    status: 'ok',
    summary: `${mechanism === 'best' ? l10n.t('well formed') : l10n.t('well formed {0}', mechanism)}${form}`,
  };
}

function loginCheck(
  { failedPhase, outcome, reply, initialResponse }: Findings,
  { loginReply, problem }: Before,
): CheckResult {
  if (failedPhase === 'token' || problem !== undefined) return skipped('login');
  if (loginReply !== undefined) return { name: 'login', status: 'ok', summary: loginReply.text };
  if (outcome === 'cancelled') return { name: 'login', status: 'skipped', summary: l10n.t('cancelled') };
  const without =
    initialResponse === undefined
      ? l10n.t('not reached: the test ended before the credential was sent')
      : l10n.t('no final reply from the server');
  return { name: 'login', status: 'failed', summary: reply?.line ?? without };
}

function mailboxCheck({ outcome, reply, phases }: Findings, { loginReply }: Before): CheckResult {
  if (loginReply === undefined) return skipped('mailbox');
  if (!phases.some(({ name }) => name === 'mailbox')) {
    return { name: 'mailbox', status: 'skipped', summary: l10n.t('skipped: the user name is not an email address') };
  }
  if (outcome === 'cancelled') return { name: 'mailbox', status: 'skipped', summary: l10n.t('cancelled') };
  return {
    name: 'mailbox',
    status: outcome === 'ok' ? 'ok' : 'failed',
    summary:
      outcome === 'failed'
        ? l10n.t('no final reply from the server')
        : outcome === 'ok'
          ? (reply?.text ?? '')
          : (reply?.line ?? ''),
  };
}

function skipped(name: CheckName): CheckResult {
  return { name, status: 'skipped', summary: l10n.t('skipped: an earlier check failed') };
}
