import * as l10n from '@vscode/l10n';
import type { ProviderProfile } from './provider-profile.js';

/**
 * Yahoo Mail and AOL Mail.
 *
 * @see https://developer.yahoo.com/sign-in-with-yahoo/
 */
export const yahoo: ProviderProfile = {
  name: 'Yahoo',
  servers: [
    {
      hosts: /(?:^|\.)(?:mail\.yahoo\.(?:com|co\.jp)|aol\.com)$/i,
      mechanisms: ['XOAUTH2', 'OAUTHBEARER'],
      scopes: { imap: ['mail-w', 'mail-r'], smtp: ['mail-w'], pop3: ['mail-w', 'mail-r'] },
    },
  ],
  rules: [
    {
      code: 'yahoo-refused',
      source: 'OfflineIMAP/offlineimap#688; roundcube/roundcubemail#7940',
      confidence: 'possible',
      weight: 'guess',
      ownServers: true,
      samples: [{ line: 'A1 NO [AUTHENTICATIONFAILED] AUTHENTICATE Invalid credentials', provider: 'Yahoo' }],
      reply: /AUTHENTICATIONFAILED|^535/,
      cause: ({ user }) =>
        l10n.t(
          'Yahoo or AOL rejected this token for {0}: it has expired, lacks the scope mail-w, or the client ID is not approved for mail.',
          user,
        ),
      advice: () =>
        l10n.t('Refresh the access token. A client ID that was never granted mail-w cannot get it any more.'),
      action: () => ({ kind: 'refresh' }),
    },
  ],
};
