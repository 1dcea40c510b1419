import * as l10n from '@vscode/l10n';
import {
  exchangeScope,
  guestAdvice,
  guestCause,
  isAnothersMailbox,
  isAppOnly,
  isGuest,
  isMicrosoft,
} from './microsoft-facts.js';
import type { Action, ProviderRule } from './rule.js';

const openLegacyProtocols = (): Action => ({
  kind: 'open-page',
  url: 'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
});

/** The likely reasons if Microsoft’s servers give none, based on the token. */
export const microsoftGuesses: readonly ProviderRule[] = [
  {
    code: 'guest-token',
    source: 'tarickb/sasl-xoauth2#5',
    confidence: 'certain',
    who: 'you',
    weight: 'guess',
    samples: [
      {
        line: '535 5.7.3 Authentication unsuccessful',
        provider: 'Microsoft',
        token: { owner: 'alice_outlook.com#EXT#@contoso.onmicrosoft.com' },
      },
    ],
    ownServers: true,
    when: isGuest,
    cause: guestCause,
    advice: guestAdvice,
    action: () => ({ kind: 'sign-in' }),
  },
  {
    code: 'shared-mailbox-smtp',
    source: 'nextcloud/mail#13668; tarickb/sasl-xoauth2#43',
    confidence: 'likely',
    who: 'you',
    weight: 'guess',
    samples: [
      {
        line: '535 5.7.3 Authentication unsuccessful',
        provider: 'Microsoft',
        token: { owner: 'bob@example.com' },
      },
    ],
    ownServers: true,
    when: (report) => report.protocol === 'smtp' && isAnothersMailbox(report) && !isGuest(report),
    cause: ({ user, token }) =>
      l10n.t('The token belongs to {1}. Exchange’s SMTP rejects it for the user {0}.', user, token.owner ?? ''),
    advice: ({ user, token }) =>
      l10n.t(
        'Log in with the user {1} and name {0} only as the sender; {1} needs the SendAs right for it. If the token should belong to another user, sign in again.',
        user,
        token.owner ?? '',
      ),
    action: ({ token }) => (token.owner === undefined ? undefined : { kind: 'set-user', user: token.owner }),
  },
  {
    code: 'app-only-not-permitted',
    source: 'jstedfast/MailKit#1811; jstedfast/MailKit#1624; MicrosoftDocs/office-developer-exchange-docs pull 304',
    confidence: 'likely',
    who: 'administrator',
    weight: 'guess',
    samples: [{ line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft', token: { scopes: ['IMAP.AccessAsApp'] } }],
    ownServers: true,
    when: isAppOnly,
    cause: ({ user }) => l10n.t('The application’s own token may not open {0}.', user),
    advice: () =>
      l10n.t(
        'An administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission; sending needs SendAs.',
      ),
    action: openLegacyProtocols,
  },
  {
    code: 'shared-mailbox',
    source: 'jstedfast/MailKit#1412; Webklex/php-imap#252',
    confidence: 'likely',
    who: 'administrator',
    weight: 'guess',
    samples: [{ line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft', token: { owner: 'bob@example.com' } }],
    ownServers: true,
    when: isAnothersMailbox,
    cause: ({ user, token }) =>
      l10n.t('The token belongs to {0}, who may not open the mailbox {1}.', token.owner ?? '', user),
    advice: ({ user }) =>
      l10n.t(
        'If {0} is a shared mailbox, its owner needs Full Access (SendAs for SMTP), and the address must be the primary one; if not, sign in as {0}.',
        user,
      ),
    action: ({ token }) => (token.owner === undefined ? { kind: 'sign-in' } : { kind: 'set-user', user: token.owner }),
  },
  {
    code: 'microsoft-imap-refused',
    source:
      'MicrosoftDocs/office-developer-exchange-docs#87; jstedfast/MailKit#989; AzureAD/microsoft-authentication-library-for-dotnet#3851',
    confidence: 'possible',
    who: 'you',
    family: 'token-rejected',
    weight: 'guess',
    phrases: [
      { says: /NO AUTHENTICATE failed/i, line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft' },
      {
        says: /-ERR (?:Authentication|Logon) failure: unknown user/i,
        line: '-ERR Authentication failure: unknown user name or bad password.',
        provider: 'Microsoft',
      },
    ],
    samples: [{ line: '-ERR Logon failure: unknown user name or bad password.', provider: 'Microsoft' }],
    ownServers: true,
    // The advice for a user's token does not apply to app-only tokens.
    when: (report) => !isAppOnly(report),
    cause: ({ user }) => l10n.t('Microsoft rejected this token for {0}. This reply has several possible causes.', user),
    advice: (report) => {
      const scope = exchangeScope(report);
      return report.token.scopes?.some((has) => scope.endsWith(`/${has}`) || has === scope) === true
        ? l10n.t(
            'In order of likelihood: {0} is disabled for the mailbox, the user is not the mailbox’s primary address, or the token was revoked.',
            report.protocol.toUpperCase(),
          )
        : l10n.t(
            'In order of likelihood: the token is for Microsoft Graph or lacks {0}, {1} is disabled for the mailbox, or the user is not the mailbox’s primary address.',
            scope,
            report.protocol.toUpperCase(),
          );
    },
    action: (report) => ({ kind: 'sign-in', scope: exchangeScope(report) }),
  },
  {
    code: 'microsoft-smtp-refused',
    source: 'jstedfast/MailKit#1712; tarickb/sasl-xoauth2#43; microsoftgraph/microsoft-graph-docs#6739',
    confidence: 'possible',
    who: 'you',
    family: 'token-rejected',
    weight: 'guess',
    phrases: [
      {
        says: /^535[ -]5\.7\.(?:3|139)\b/,
        line: '535 5.7.3 Authentication unsuccessful [AM0PR01CA0001.eurprd01.prod.exchangelabs.com]',
      },
    ],
    when: (report) => isMicrosoft(report) && !isAppOnly(report),
    cause: ({ user }) => l10n.t('Microsoft rejected this token for {0}. This reply has several possible causes.', user),
    advice: (report) =>
      l10n.t(
        'In order of likelihood: the token lacks {0} or is for Microsoft Graph, or it belongs to another user. Sign in again with that scope and exactly this address.',
        exchangeScope(report),
      ),
    action: (report) => ({ kind: 'sign-in', scope: exchangeScope(report) }),
  },
];
