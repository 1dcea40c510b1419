import * as l10n from '@vscode/l10n';
import type { LoginCheckResult } from '../mail/login-check/result.js';

/**
 * The closing line of a login check. For a refusal it names the refused command.
 *
 * @param withReply whether to quote the server's reply, if it is not shown elsewhere
 */
export function formatOutcome(result: LoginCheckResult, withReply = true): string {
  const { outcome, server, user, mechanism, failure, tls, ms } = result;
  switch (outcome) {
    case 'ok':
      return tls === undefined
        ? l10n.t('OK: {0} accepted {1} with {2} (no TLS, {3} ms).', server.host, user, mechanism, ms)
        : l10n.t('OK: {0} accepted {1} with {2} ({3}, {4} ms).', server.host, user, mechanism, tls.protocol, ms);
    case 'refused':
      return describeRefusal(result)[withReply ? 'withReply' : 'withTime'];
    case 'failed':
      return l10n.t('FAILED: {0}', failure?.message ?? '');
    case 'cancelled':
      return l10n.t('CANCELED: the test of {0} was canceled.', server.host);
  }
}

/** What the server refused, for the closing line. */
type Refused = 'greeting' | 'ehlo' | 'capability' | 'starttls' | 'command' | 'login' | 'mailbox' | 'sender' | 'message';

function refusedStep({ failedPhase, protocol, initialResponse }: LoginCheckResult): Refused {
  switch (failedPhase) {
    case 'greeting':
    case 'starttls':
    case 'message':
      return failedPhase;
    case 'capability':
      return protocol === 'smtp' ? 'ehlo' : 'capability';
    case 'mailbox':
      return protocol === 'smtp' ? 'sender' : 'mailbox';
    default:
      return initialResponse?.sent === false ? 'command' : 'login';
  }
}

/** The closing line of a refusal in its two forms: with the server's reply, and with the duration. */
function describeRefusal(result: LoginCheckResult): { readonly withReply: string; readonly withTime: string } {
  const { server, user, mechanism, ms } = result;
  const { host } = server;
  const line = result.reply?.line ?? '';
  switch (refusedStep(result)) {
    case 'greeting':
      return {
        withReply: l10n.t('NO: {0} refused the connection in its greeting: {1}', host, line),
        withTime: l10n.t('NO: {0} refused the connection in its greeting ({1} ms).', host, ms),
      };
    case 'ehlo':
      return {
        withReply: l10n.t('NO: {0} refused EHLO: {1}', host, line),
        withTime: l10n.t('NO: {0} refused EHLO ({1} ms).', host, ms),
      };
    case 'capability':
      return {
        withReply: l10n.t('NO: {0} refused to list its capabilities: {1}', host, line),
        withTime: l10n.t('NO: {0} refused to list its capabilities ({1} ms).', host, ms),
      };
    case 'starttls':
      return {
        withReply: l10n.t('NO: {0} refused STARTTLS: {1}', host, line),
        withTime: l10n.t('NO: {0} refused STARTTLS ({1} ms).', host, ms),
      };
    case 'command':
      return {
        withReply: l10n.t('NO: {0} refused the command for {1}, before the token was sent: {2}', host, mechanism, line),
        withTime: l10n.t(
          'NO: {0} refused the command for {1}, before the token was sent ({2} ms).',
          host,
          mechanism,
          ms,
        ),
      };
    case 'login':
      return {
        withReply: l10n.t('NO: {0} refused {1} with {2}: {3}', host, user, mechanism, line),
        withTime: l10n.t('NO: {0} refused {1} with {2} ({3} ms).', host, user, mechanism, ms),
      };
    case 'mailbox':
      return {
        withReply: l10n.t('NO: {0} accepted {1} and refused the mailbox: {2}', host, user, line),
        withTime: l10n.t('NO: {0} accepted {1} and refused the mailbox ({2} ms).', host, user, ms),
      };
    case 'sender':
      return {
        withReply: l10n.t('NO: {0} accepted {1} and refused the sender: {2}', host, user, line),
        withTime: l10n.t('NO: {0} accepted {1} and refused the sender ({2} ms).', host, user, ms),
      };
    case 'message':
      return {
        withReply: l10n.t('NO: {0} accepted {1} and refused the message: {2}', host, user, line),
        withTime: l10n.t('NO: {0} accepted {1} and refused the message ({2} ms).', host, user, ms),
      };
  }
}
