import * as l10n from '@vscode/l10n';
import { guestAdvice, guestCause, isAnothersMailbox, isAppOnly, isGuest, isPersonal } from './microsoft-facts.js';
import { generalWording, type Action, type ProviderRule, type RuleInput } from './rule.js';

const legacyProtocols =
  'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth';

/** The error in brackets in Exchange's reply to the login. */
function namedError({ reply, serverWords }: RuleInput): string {
  const lines = [reply?.line ?? '', ...serverWords.map(({ line }) => line)];
  return lines.map((line) => /\[Error="?([^"\]\s]{1,120})/.exec(line)?.[1]).find((name) => name !== undefined) ?? '';
}

const openLegacyProtocols = (): Action => ({ kind: 'open-page', url: legacyProtocols });

/** The diagnosis if Exchange accepts a login but does not open the mailbox. */
const notConnected: Pick<ProviderRule, 'cause' | 'advice' | 'action'> = {
  cause: ({ user, token }) =>
    token.owner === undefined
      ? l10n.t('The server accepted the token, but the mailbox {0} does not open with it.', user)
      : l10n.t(
          'The server accepted the token, which belongs to {1}, but the mailbox {0} does not open with it.',
          user,
          token.owner,
        ),
  advice: (report) =>
    report.token.owner !== undefined && !isAnothersMailbox(report)
      ? l10n.t(
          'The address may be an alias of the mailbox, or {0} may be disabled for the mailbox.',
          report.protocol.toUpperCase(),
        )
      : l10n.t(
          'The token may belong to another account than the address (check who is signed in in the browser), the address may be an alias, or {0} may be disabled for the mailbox.',
          report.protocol.toUpperCase(),
        ),
  action: (report) => {
    const { owner } = report.token;
    return owner === undefined || !isAnothersMailbox(report) ? { kind: 'sign-in' } : { kind: 'set-user', user: owner };
  },
};

/**
 * Texts of Microsoft’s servers. Refusals without a reason are in `microsoft-guesses.ts`.
 */
export const microsoftWords: readonly ProviderRule[] = [
  {
    code: 'security-policy',
    source: 'jstedfast/MailKit#1733; https://learn.microsoft.com/entra/fundamentals/security-defaults',
    confidence: 'likely',
    who: (report) => (isPersonal(report) ? 'you' : 'administrator'),
    weight: 'words',
    phrases: [
      {
        says: /security defaults/i,
        line: "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
      },
      {
        says: /did not meet the criteria/i,
        line: '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.',
      },
      {
        says: /conditional access|blocked by (?:an? )?(?:access )?policy/i,
        line: '535 5.7.139 Authentication unsuccessful, blocked by conditional access policy.',
        source: generalWording,
        also: ['535 5.7.139 Authentication unsuccessful, blocked by policy.'],
      },
    ],
    cause: (report) =>
      isPersonal(report)
        ? l10n.t('Microsoft’s sign-in rules block this login.')
        : l10n.t('A security policy of the organization blocks this login (security defaults or conditional access).'),
    advice: (report) =>
      isPersonal(report)
        ? l10n.t(
            'Sign in to the mailbox with a browser, confirm what is asked there, and look at the recent activity of the account. Then sign in again for a new token.',
          )
        : l10n.t('Ask the administrator: the sign-in logs in Entra name the policy.'),
  },
  {
    code: 'mailbox-not-cloud',
    source: 'https://learn.microsoft.com (hybrid modern authentication); MicrosoftDocs/office-docs-exchange',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /(?:mailbox|user) (?:is|may be) (?:on-?premises|inactive|soft-deleted)|inactive, soft-deleted, or is hosted on-premise/i,
        line: 'A1 NO The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
        failedPhase: 'mailbox',
      },
      {
        says: /(?:MailboxNotEnabled|MailboxNotFound|NonExistentMailbox|ADUserNotFound|UserDisabledException)\w*/i,
        line: 'A1 OK [Error="MailboxNotFoundException"] AUTHENTICATE completed.',
        failedPhase: 'mailbox',
        source: 'Exchange (OK [Error=…])',
      },
      {
        says: /\[Error="UserDisabled"/,
        line: 'A1 OK [Error="UserDisabled" AuthResult=27] AUTHENTICATE completed.',
        failedPhase: 'mailbox',
        source: 'Exchange (OK [Error=…])',
      },
    ],
    cause: ({ user }) => l10n.t('Exchange Online has no active mailbox for {0}.', user),
    advice: () =>
      l10n.t(
        'Its administrator checks whether the mailbox has a license, was deleted, or is on the organization’s own server.',
      ),
  },
  {
    code: 'exchange-error-named',
    source: 'Exchange (OK [Error=…], NO [Error=…])',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /\[Error="?(?!(?:AuthFailed:)?LogonDenied|AuthFailed:(?:Expired|Token|Invalid|Audience))\w/i,
        line: 'A1 OK [Error="ProtocolDisabled" AuthResult=0] AUTHENTICATE completed.',
        failedPhase: 'mailbox',
        also: ['A1 NO AUTHENTICATE failed. [Error="AuthFailed:AuthUserNotFound-None-OAuthLog"]'],
      },
    ],
    cause: (report) => l10n.t('Exchange reported an error at the login: {0}.', namedError(report)),
    advice: () =>
      l10n.t(
        'A problem with storage, a limit or another server is temporary: test again in a few minutes. If it persists, the administrator can check whether the mailbox has a license, is being moved, is disabled, or may not use this protocol.',
      ),
    action: () => ({ kind: 'test-again' }),
  },
  {
    code: 'app-only-not-connected',
    source: 'simonrob/email-oauth2-proxy#74; jstedfast/MailKit#1811',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /authenticated but not connected/i,
        line: 'A2 BAD User is authenticated but not connected.',
        failedPhase: 'mailbox',
        token: { scopes: ['IMAP.AccessAsApp'] },
      },
    ],
    when: isAppOnly,
    cause: ({ user }) =>
      l10n.t('The token is the application’s own, and the application has no right to the mailbox {0}.', user),
    advice: () =>
      l10n.t(
        'An administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission.',
      ),
    action: openLegacyProtocols,
  },
  {
    code: 'exchange-logon-denied',
    source: 'phinit.de (LogonDenied on IMAP OAuth); jstedfast/MailKit#1811',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /LogonDenied(?!-(?:BasicAuth|AppPassword))/,
        line: 'A2 NO AUTHENTICATE failed. [Error="AuthFailed:LogonDenied-None-OAuthLog:AuthExc_Auth Failed. User:alice@example.com"]',
        token: { appOnly: true },
      },
    ],
    when: (report) => report.token.owner === undefined && !isPersonal(report),
    cause: ({ user }) => l10n.t('Exchange accepted the token, but denied it the mailbox {0} (LogonDenied).', user),
    advice: () =>
      l10n.t(
        'If the token is the application’s own, an administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission. If a user signed in, that user has no access to the mailbox, or the protocol is disabled for it.',
      ),
    action: openLegacyProtocols,
  },
  {
    code: 'outlook-logon-denied',
    source: 'https://support.microsoft.com (POP, IMAP and SMTP settings for Outlook.com)',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /LogonDenied(?!-(?:BasicAuth|AppPassword))/,
        line: 'A2 NO AUTHENTICATE failed. [Error="AuthFailed:LogonDenied-None-OAuthLog:AuthExc_Auth Failed."]',
        user: 'alice@outlook.com',
      },
    ],
    when: (report) => report.token.owner === undefined && isPersonal(report),
    cause: ({ user }) => l10n.t('Microsoft accepted the token, but denied it the mailbox {0} (LogonDenied).', user),
    advice: () =>
      l10n.t(
        'Enable POP and IMAP in the settings of Outlook.com. If they are enabled, the token belongs to another account: sign in again and choose exactly this address.',
      ),
    action: () => ({ kind: 'sign-in' }),
  },
  {
    code: 'exchange-logon-denied-user',
    source: 'phinit.de (LogonDenied on IMAP OAuth); Exchange (Set-CASMailbox)',
    confidence: 'likely',
    who: 'administrator',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /LogonDenied(?!-(?:BasicAuth|AppPassword))/,
        line: 'A2 NO AUTHENTICATE failed. [Error="AuthFailed:LogonDenied-None-OAuthLog:AuthExc_Auth Failed. User:alice@example.com"]',
        token: { owner: 'alice@example.com' },
      },
    ],
    when: ({ token }) => token.owner !== undefined,
    cause: ({ user, token }) =>
      l10n.t(
        'Exchange accepted the token of {1}, but denied it the mailbox {0} (LogonDenied).',
        user,
        token.owner ?? '',
      ),
    advice: ({ protocol }) =>
      l10n.t(
        'The administrator checks whether {0} is enabled for the mailbox (Set-CASMailbox), whether it has a license, and whether this user has Full Access to it.',
        protocol.toUpperCase(),
      ),
  },
  {
    code: 'guest-not-connected',
    source: 'https://learn.microsoft.com/entra/external-id/user-properties (#EXT#); tarickb/sasl-xoauth2#5',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /authenticated but not connected/i,
        line: 'A2 BAD User is authenticated but not connected.',
        failedPhase: 'mailbox',
        token: { owner: 'alice_outlook.com#EXT#@contoso.onmicrosoft.com' },
      },
    ],
    when: isGuest,
    cause: guestCause,
    advice: guestAdvice,
    action: () => ({ kind: 'sign-in' }),
  },
  {
    code: 'authenticated-not-connected',
    source:
      'simonrob/email-oauth2-proxy#74; simonrob/email-oauth2-proxy#275; imapsync/imapsync#411; postalsys/imapflow#314; getmail6/getmail6#214',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    phase: 'any',
    phrases: [
      {
        says: /authenticated but not connected/i,
        line: 'A2 BAD User is authenticated but not connected.',
        failedPhase: 'mailbox',
      },
    ],
    ...notConnected,
  },
  {
    code: 'not-connected-pop3',
    source: 'jstedfast/MailKit#391; node-pop3/node-pop3#33',
    confidence: 'likely',
    who: 'you',
    weight: 'words',
    phase: 'mailbox',
    phrases: [
      {
        says: /command is not valid in this state/i,
        line: '-ERR Command is not valid in this state.',
        failedPhase: 'mailbox',
      },
    ],
    when: ({ protocol }) => protocol === 'pop3',
    ...notConnected,
  },
];
