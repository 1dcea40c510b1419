import * as l10n from '@vscode/l10n';
import type { ProviderProfile } from './provider-profile.js';

/**
 * Yandex Mail.
 *
 * @see https://yandex.com/dev/mail/
 */
export const yandex: ProviderProfile = {
  name: 'Yandex',
  servers: [
    {
      hosts: /(?:^|\.)yandex\.(?:com|ru)$/i,
      mechanisms: ['XOAUTH2'],
      scopes: { imap: ['mail:imap_full', 'mail:imap_ro'], smtp: ['mail:smtp'] },
    },
  ],
  rules: [
    {
      code: 'yandex-refused',
      source: 'deltachat/provider-db (yandex.ru); emersion/go-imap#539',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /invalid credentials or (?:IMAP|POP3?) is disabled|login failure or POP3 disabled/i,
          line: 'A1 NO [AUTHENTICATIONFAILED] AUTHENTICATE invalid credentials or IMAP is disabled sc=x',
          provider: 'Yandex',
        },
        {
          says: /invalid user or password/i,
          line: '535 5.7.8 Error: authentication failed: Invalid user or password!',
          provider: 'Yandex',
        },
        { says: /AUTHENTICATIONFAILED/, line: 'A1 NO [AUTHENTICATIONFAILED] Rejected', provider: 'Yandex' },
        { says: /^535/, line: '535 5.7.8 Rejected', provider: 'Yandex' },
      ],
      samples: [{ line: '-ERR [AUTH] login failure or POP3 disabled, try later. sc=x', provider: 'Yandex' }],
      cause: ({ user, protocol }) =>
        l10n.t(
          'Yandex rejected this token for {0}: it has expired, lacks the scope, or {1} is switched off in the mailbox’s settings.',
          user,
          protocol.toUpperCase(),
        ),
      advice: () =>
        l10n.t(
          'Switch on mail programs in the mailbox’s settings, sign in with mail:imap_full and mail:smtp, and test again.',
        ),
      action: () => ({ kind: 'open-page', url: 'https://mail.yandex.com/#setup/client' }),
    },
  ],
};
