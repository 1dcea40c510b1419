import type { ProviderProfile } from './provider-profile.js';

/** mailbox.org. */
export const mailboxOrg: ProviderProfile = {
  name: 'mailbox.org',
  domains: /^mailbox\.org$/i,
  mxHosts: /^mxext\d\.mailbox\.org$/i,
  servers: [{ hosts: /(?:^|\.)mailbox\.org$/i }],
  passwordOnly: 'Thunderbird’s autoconfig database',
};
