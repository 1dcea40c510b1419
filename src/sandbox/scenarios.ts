import * as l10n from '@vscode/l10n';
import { gmailChallenge } from './gmail-refusal.js';
import type { Scenario } from './scenario.js';

/** The built-in accounts: one where everything works, and one for each common failure. */
export function builtInScenarios(): readonly Scenario[] {
  return [...tokenScenarios(), ...serverScenarios(), ...signInScenarios()];
}

function tokenScenarios(): Scenario[] {
  return [
    {
      name: 'alice',
      title: l10n.t('Everything works'),
      lesson: l10n.t(
        'Sign-in, the string and all three logins succeed. A good client uses one access token until it expires.',
      ),
    },
    {
      name: 'expired',
      title: l10n.t('The first access token is already invalid'),
      lesson: l10n.t(
        'The server rejects the token although expires_in has not passed. A good client refreshes it once and retries without asking for consent.',
      ),
      invalidTokens: 'first',
    },
    {
      name: 'revoked',
      title: l10n.t('Access was revoked'),
      lesson: l10n.t(
        'Access token and refresh token are invalid, for example after a password change. A good client asks for a new sign-in and does not keep retrying.',
      ),
      invalidTokens: 'all',
      refreshToken: 'refused',
    },
    {
      name: 'wrong-scope',
      title: l10n.t('The token lacks the mail scope'),
      lesson: l10n.t(
        'The first sign-in does not grant the mail scope, and the challenge names it. A good client compares the scopes with those it requested, and requests exactly the missing one in a new sign-in.',
      ),
      mailScope: 'withheld-once',
    },
    {
      name: 'other-user',
      title: l10n.t('The token belongs to another user'),
      lesson: l10n.t(
        'The browser was signed in to another account. A good client compares the email address in the ID token with the mailbox before it connects.',
      ),
      owner: 'somebody-else@sandbox.test',
    },
  ];
}

function serverScenarios(): Scenario[] {
  return [
    {
      name: 'imap-disabled',
      title: l10n.t('IMAP and POP3 are disabled'),
      lesson: l10n.t(
        'The token is valid, but the mailbox does not allow IMAP and POP3. A good client shows the server’s reply, which says so.',
      ),
      login: {
        imap: {
          reply:
            'NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)',
        },
        pop3: {
          reply:
            '-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail settings page and enable your account for POP access.',
        },
      },
    },
    {
      name: 'smtp-disabled',
      title: l10n.t('SMTP AUTH is disabled (Microsoft)'),
      lesson: l10n.t(
        'Only an administrator can enable SMTP AUTH. A good client says so and does not ask for a new sign-in.',
      ),
      login: {
        smtp: {
          reply:
            '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [SANDBOX.test 2026-01-01T00:00:00.000Z]',
        },
      },
    },
    {
      name: 'not-connected',
      title: l10n.t('Authenticated but not connected (Microsoft)'),
      lesson: l10n.t(
        'The login succeeds, but the first command fails: the address may be an alias or belong to another account. A good client tests the mailbox too.',
      ),
      mailbox: {
        imap: { reply: 'BAD User is authenticated but not connected.\n* BYE Connection closed. 14', closes: true },
        pop3: { reply: '-ERR Command is not valid in this state.' },
        smtp: { reply: '550 5.7.60 SMTP; Client does not have permissions to send as this sender' },
      },
    },
    {
      name: 'send-as-denied',
      title: l10n.t('The message is refused (Exchange)'),
      lesson: l10n.t(
        'Exchange Online accepts login, sender and recipient, and refuses the message itself if the token’s user may not send as the address. A good client reads the reply after DATA too.',
      ),
      message: {
        reply:
          '554 5.2.252 SendAsDenied; other@sandbox.test not allowed to send as send-as-denied@sandbox.test; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied',
      },
    },
    {
      name: 'too-many',
      title: l10n.t('Too many connections'),
      lesson: l10n.t(
        'Gmail sends its usual challenge; only the final reply names the cause. A good client closes connections and waits.',
      ),
      login: {
        imap: { challenge: gmailChallenge, reply: 'NO [ALERT] Too many simultaneous connections. (Failure)' },
        smtp: { reply: '454 4.7.0 Too many login attempts, please try again later. - gsmtp' },
        pop3: { reply: '-ERR [IN-USE] Too many simultaneous connections.' },
      },
    },
    {
      name: 'temporary',
      title: l10n.t('Temporary failure'),
      lesson: l10n.t(
        'The codes 454, [UNAVAILABLE] and [SYS/TEMP] mark a failure as temporary. A good client waits longer before each retry and keeps its token.',
      ),
      login: {
        imap: { reply: 'NO [UNAVAILABLE] Temporary authentication failure. Please try again later.' },
        smtp: { reply: '454 4.7.0 Temporary authentication failure' },
        pop3: { reply: '-ERR [SYS/TEMP] Temporary authentication failure.' },
      },
    },
    {
      name: 'slow',
      title: l10n.t('Slow login'),
      lesson: l10n.t('The login takes five seconds. A good client stays responsive and lets the user cancel.'),
      delayMs: 5000,
    },
    {
      name: 'drop',
      title: l10n.t('The connection closes during the login'),
      lesson: l10n.t(
        'The server closes the connection instead of replying. A good client says where it happened and retries once.',
      ),
      disconnectAt: 'login',
    },
  ];
}

function signInScenarios(): Scenario[] {
  return [
    {
      name: 'no-refresh-token',
      title: l10n.t('No refresh token'),
      lesson: l10n.t(
        'The server issues only an access token, as Google does without access_type=offline or when consent is repeated. A good client says that it needs a new sign-in when the token expires.',
      ),
      refreshToken: 'none',
    },
    {
      name: 'invalid-grant',
      title: l10n.t('The refresh is rejected'),
      lesson: l10n.t(
        'Refreshing fails with invalid_grant, as it does after seven days for Google apps in Testing. A good client asks for a new sign-in once and keeps the account.',
      ),
      refreshToken: 'refused',
      accessTokenLife: 90,
    },
    {
      name: 'denied',
      title: l10n.t('Consent is denied'),
      lesson: l10n.t(
        'The redirect carries error=access_denied. A good client stops waiting at once and says that consent is required.',
      ),
      consent: 'denied',
    },
    {
      name: 'short-life',
      title: l10n.t('Access tokens expire after 30 seconds'),
      lesson: l10n.t('A good client refreshes a token shortly before it expires, once for all of its connections.'),
      accessTokenLife: 30,
    },
  ];
}
