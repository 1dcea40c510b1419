import * as l10n from '@vscode/l10n';
import type { ProviderProfile } from './provider-profile.js';

/**
 * Mail.ru.
 *
 * @see https://help.mail.ru/developers/oauth
 */
export const mailRu: ProviderProfile = {
  name: 'Mail.ru',
  servers: [
    {
      hosts: /(?:^|\.)mail\.ru$/i,
      mechanisms: ['XOAUTH2'],
      scopes: { imap: ['mail.imap'], smtp: ['mail.imap'], pop3: ['mail.imap'] },
    },
  ],
  rules: [
    {
      code: 'mail-ru-refused',
      source: 'https://help.mail.ru/developers/oauth',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /AUTHENTICATIONFAILED/,
          line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed. Please verify your account',
          provider: 'Mail.ru',
        },
        { says: /^535/, line: '535 5.7.0 Incorrect authentication data.', provider: 'Mail.ru' },
      ],
      cause: ({ user }) =>
        l10n.t(
          'Mail.ru rejected this token for {0}: it has expired, or lacks the scope mail.imap, which is granted only together with userinfo.',
          user,
        ),
      advice: () => l10n.t('Sign in again with the scopes “userinfo mail.imap”.'),
      action: () => ({ kind: 'sign-in', scope: 'userinfo mail.imap' }),
    },
  ],
};
