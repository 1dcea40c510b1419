import type { ProviderProfile } from './provider-profile.js';

/** mailbox.org. */
export const mailboxOrg: ProviderProfile = {
  name: 'mailbox.org',
  servers: [{ hosts: /(?:^|\.)mailbox\.org$/i }],
  passwordOnly: 'Thunderbird’s autoconfig database',
};
