import * as l10n from '@vscode/l10n';
import type { MailError } from '../wire/errors.js';
import type { MailTestReport, ServerReply, Stage, StageResult } from './result.js';
import type { TokenCheck } from './token-check.js';

/** A report before its stages are written. */
export type Findings = Omit<MailTestReport, 'stages' | 'failure'>;

interface Before {
  readonly check: TokenCheck;
  /** Why no string can be made of user and token. */
  readonly fault: MailError | undefined;
  /** The reply that ended the login well. */
  readonly loginReply: ServerReply | undefined;
}

/** Answers the four questions of a test: token, string, login, mailbox. */
export function stagesOf(report: Findings, before: Before): readonly StageResult[] {
  return [tokenStage(before), stringStage(report, before), loginStage(report, before), mailboxStage(report, before)];
}

function tokenStage({ check }: Before): StageResult {
  return { stage: 'token', status: check.failure === undefined ? 'ok' : 'failed', verdict: check.verdict };
}

function stringStage({ failedStep, mechanism, initialResponse }: Findings, { fault }: Before): StageResult {
  if (failedStep === 'token') return skipped('string');
  if (fault !== undefined) return { stage: 'string', status: 'failed', verdict: fault.message };
  const form =
    initialResponse === undefined
      ? ''
      : `; ${initialResponse.form === 'inline' ? l10n.t('sent on the line of the command: {0}', initialResponse.reason) : l10n.t('sent on a line of its own: {0}', initialResponse.reason)}`;
  return {
    stage: 'string',
    status: 'ok',
    verdict: `${mechanism === 'best' ? l10n.t('well formed') : l10n.t('well formed {0}', mechanism)}${form}`,
  };
}

function loginStage(
  { failedStep, verdict, reply, initialResponse }: Findings,
  { loginReply, fault }: Before,
): StageResult {
  if (failedStep === 'token' || fault !== undefined) return skipped('login');
  if (loginReply !== undefined) return { stage: 'login', status: 'ok', verdict: loginReply.text };
  if (verdict === 'cancelled') return { stage: 'login', status: 'skipped', verdict: l10n.t('cancelled') };
  const without =
    initialResponse === undefined
      ? l10n.t('not reached: the test ended before the credential was sent')
      : l10n.t('no answer that ends it');
  return { stage: 'login', status: 'failed', verdict: reply?.line ?? without };
}

function mailboxStage({ verdict, reply, steps }: Findings, { loginReply }: Before): StageResult {
  if (loginReply === undefined) return skipped('mailbox');
  if (!steps.some(({ name }) => name === 'mailbox')) {
    return { stage: 'mailbox', status: 'skipped', verdict: l10n.t('the user is no address that MAIL FROM could name') };
  }
  if (verdict === 'cancelled') return { stage: 'mailbox', status: 'skipped', verdict: l10n.t('cancelled') };
  return {
    stage: 'mailbox',
    status: verdict === 'ok' ? 'ok' : 'failed',
    verdict:
      verdict === 'failed'
        ? l10n.t('no answer that ends it')
        : verdict === 'ok'
          ? (reply?.text ?? '')
          : (reply?.line ?? ''),
  };
}

function skipped(stage: Stage): StageResult {
  return { stage, status: 'skipped', verdict: l10n.t('not tried, since the step before failed') };
}

const words: Readonly<Record<Stage, () => string>> = {
  token: () => l10n.t('Token'),
  string: () => l10n.t('String'),
  login: () => l10n.t('Login'),
  mailbox: () => l10n.t('Mailbox'),
};
const statusWords: Readonly<Record<StageResult['status'], () => string>> = {
  ok: () => l10n.t('ok'),
  failed: () => l10n.t('failed'),
  skipped: () => l10n.t('skipped'),
};

/** A stage's name for a person. */
export function stageName(stage: Stage): string {
  return words[stage]();
}

/** A stage's status for a person. */
export function stageStatus(status: StageResult['status']): string {
  return statusWords[status]();
}

/** One line for each stage: `  ✔ Token    ok       …`. */
export function formatStages(stages: readonly StageResult[]): string[] {
  const marks: Record<StageResult['status'], string> = { ok: '✔', failed: '✖', skipped: '–' };
  return stages.map(
    ({ stage, status, verdict }) =>
      `  ${marks[status]} ${stageName(stage).padEnd(8)} ${stageStatus(status).padEnd(8)} ${verdict}`,
  );
}
