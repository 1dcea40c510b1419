import * as l10n from '@vscode/l10n';
import type { MailOAuthError } from '../../common/errors.js';
import type { InitialResponse, ServerReply } from '../wire/reply.js';
import type { CheckName, CheckResult, LoginCheckResult } from './result.js';
import type { TokenCheck } from './token-check.js';

/** A result before its checks are summarized. */
export type Findings = Omit<LoginCheckResult, 'checks'>;

/** What is needed to summarize the checks besides the result. */
interface Details {
  readonly tokenCheck: TokenCheck;
  /** Why no string can be built from the user and the token. */
  readonly credentialError: MailOAuthError | undefined;
  /** The reply that accepted the login. */
  readonly loginReply: ServerReply | undefined;
  /** The reply that opened the mailbox, or accepted the sender. */
  readonly mailboxReply: ServerReply | undefined;
  /** Whether a message is to be sent. */
  readonly wantsMessage: boolean;
}

/** The results of the checks: token, string, login, mailbox, and message if one is sent. */
export function summarizeChecks(findings: Findings, details: Details): readonly CheckResult[] {
  return [
    tokenResult(details),
    stringResult(findings, details),
    loginResult(findings, details),
    mailboxResult(findings, details),
    ...(details.wantsMessage ? [messageResult(findings, details)] : []),
  ];
}

function tokenResult({ tokenCheck: { failure, isDoubtful, summary } }: Details): CheckResult {
  const status = isDoubtful ? 'warning' : 'ok';
  return { name: 'token', status: failure === undefined ? status : 'failed', summary };
}

function stringResult(
  { failedPhase, mechanism, initialResponse }: Findings,
  { credentialError }: Details,
): CheckResult {
  if (failedPhase === 'token') return skipped('string');
  if (credentialError !== undefined) return { name: 'string', status: 'failed', summary: credentialError.message };
  const form = mechanism === 'best' ? l10n.t('well formed') : l10n.t('well formed {0}', mechanism);
  return {
    name: 'string',
    status: 'ok',
    summary: initialResponse === undefined ? form : `${form}; ${describeForm(initialResponse)}`,
  };
}

function describeForm({ form, reason, sent }: InitialResponse): string {
  if (!sent) return l10n.t('not sent: the server refused the command before it');
  return form === 'inline'
    ? l10n.t('sent on the line of the command: {0}', reason)
    : l10n.t('sent on a separate line: {0}', reason);
}

function loginResult(
  { failedPhase, outcome, reply, initialResponse }: Findings,
  { loginReply, credentialError }: Details,
): CheckResult {
  if (failedPhase === 'token' || credentialError !== undefined) return skipped('login');
  if (loginReply !== undefined) return { name: 'login', status: 'ok', summary: loginReply.text };
  if (outcome === 'cancelled') return { name: 'login', status: 'skipped', summary: l10n.t('canceled') };
  const withoutReply =
    initialResponse === undefined
      ? l10n.t('not reached: the test ended before the credential was sent')
      : l10n.t('no final reply from the server');
  return { name: 'login', status: 'failed', summary: reply?.line ?? withoutReply };
}

function mailboxResult(findings: Findings, { loginReply, mailboxReply }: Details): CheckResult {
  if (loginReply === undefined) return skipped('mailbox');
  if (mailboxReply !== undefined) {
    return { name: 'mailbox', status: 'ok', summary: mailboxSummary(findings.protocol, mailboxReply.text) };
  }
  return afterLogin('mailbox', findings);
}

function messageResult(findings: Findings, { mailboxReply }: Details): CheckResult {
  if (findings.outcome !== 'ok' && mailboxReply === undefined) return skipped('message');
  return afterLogin('message', findings);
}

function afterLogin(name: 'mailbox' | 'message', { protocol, outcome, reply, phases }: Findings): CheckResult {
  if (!phases.some((phase) => phase.name === name)) {
    return { name, status: 'skipped', summary: l10n.t('the user name is not an email address') };
  }
  switch (outcome) {
    case 'ok':
      return {
        name,
        status: 'ok',
        summary: name === 'mailbox' ? mailboxSummary(protocol, reply?.text ?? '') : (reply?.text ?? ''),
      };
    case 'refused':
      return { name, status: 'failed', summary: reply?.line ?? '' };
    case 'failed':
      return { name, status: 'failed', summary: l10n.t('no final reply from the server') };
    case 'cancelled':
      return { name, status: 'skipped', summary: l10n.t('canceled') };
  }
}

/** POP3 replies with two numbers: messages and octets. RFC 1939 §5, STAT. */
function mailboxSummary(protocol: Findings['protocol'], text: string): string {
  const found = protocol === 'pop3' ? /^(\d{1,15}) (\d{1,15})/.exec(text) : null;
  const [, messages, octets] = found ?? [];
  return messages === undefined || octets === undefined ? text : l10n.t('messages: {0}, octets: {1}', messages, octets);
}

function skipped(name: CheckName): CheckResult {
  return { name, status: 'skipped', summary: l10n.t('an earlier check failed') };
}
