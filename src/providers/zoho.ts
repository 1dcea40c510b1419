import * as l10n from '@vscode/l10n';
import type { ProviderProfile } from './provider-profile.js';

/**
 * The rules of Zoho Mail, for all data centers.
 *
 * @see https://www.zoho.com/mail/help/imap-access.html
 */
export const zoho: ProviderProfile = {
  name: 'Zoho',
  domains: /^(?:zoho|zohomail)\.(?:com|eu|in|com\.au|jp|sa)$|^zohomail\.(?:cloud|cn)$|^zoho\.com\.cn$/i,
  servers: [
    {
      hosts: /(?:^|\.)zoho\.(?:com|eu|in|com\.au|jp|sa)$/i,
      mechanisms: ['XOAUTH2'],
      scopes: { imap: ['ZOHOMAIL.PROTOCOL.IMAP'], pop3: ['ZOHOMAIL.PROTOCOL.POP'] },
    },
  ],
  rules: [
    {
      code: 'zoho-refused',
      source: 'https://www.zoho.com/mail/help/imap-access.html; docs.sendgrail.com',
      confidence: 'possible',
      who: 'you',
      weight: 'guess',
      ownServers: true,
      family: 'token-rejected',
      phrases: [
        {
          says: /invalid credentials/i,
          line: 'A1 NO [ALERT] Invalid credentials(Failure)',
          provider: 'Zoho',
        },
        { says: /AUTHENTICATIONFAILED/, line: 'A1 NO [AUTHENTICATIONFAILED] Rejected', provider: 'Zoho' },
        { says: /^535/, line: '535 Authentication Failed', provider: 'Zoho' },
      ],
      cause: ({ protocol, user }) =>
        protocol === 'imap'
          ? l10n.t(
              'Zoho rejected this token for {0}: it is from another data center, lacks ZOHOMAIL.PROTOCOL.IMAP, or IMAP is disabled.',
              user,
            )
          : l10n.t(
              'Zoho rejected this token for {0}: it is from another data center, lacks the scope of {1}, or {1} is disabled.',
              user,
              protocol.toUpperCase(),
            ),
      advice: () =>
        l10n.t('Use the hosts of the account’s own region (zoho.eu, zoho.in, …), for sign-in and for mail.'),
      action: () => ({ kind: 'edit-account' }),
    },
  ],
  errorRules: [
    {
      name: 'zoho-invalid-code',
      source: 'Weble/ZohoBooksApi#84; verbb/formie#2199; asciisd/zoho#18',
      samples: [{ error: 'invalid_code' }],
      error: /^invalid_code$/,
      explain: () =>
        l10n.t(
          'Zoho does not know this code or refresh token (invalid_code): it is wrong, was used already, or is from another data center. Use the endpoints of the account’s own region (accounts.zoho.eu, accounts.zoho.in, …), or sign in again.',
        ),
    },
  ],
};
