import * as l10n from '@vscode/l10n';
import type { ProviderProfile } from './provider-profile.js';

/** Comcast's Xfinity. */
export const comcast: ProviderProfile = {
  name: 'Comcast',
  servers: [{ hosts: /(?:^|\.)comcast\.net$/i }],
  rules: [
    {
      code: 'comcast-refused',
      source: 'Thunderbird’s provider list (oauth.xfinity.com)',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /AUTHENTICATIONFAILED/,
          line: 'A1 NO [AUTHENTICATIONFAILED] Authentication failed',
          server: { host: 'imap.comcast.net', port: 993, security: 'tls' },
          provider: 'Comcast',
        },
        { says: /^535/, line: '535 5.7.0 Rejected', provider: 'Comcast' },
      ],
      cause: ({ user }) =>
        l10n.t(
          'Comcast rejected this token for {0}: it has expired, or access for third-party programs is switched off.',
          user,
        ),
      advice: () => l10n.t('Switch on third-party access in the mailbox’s security settings, then sign in again.'),
      action: () => ({ kind: 'sign-in' }),
    },
  ],
};
