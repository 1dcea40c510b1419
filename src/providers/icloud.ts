import type { ProviderProfile } from './provider-profile.js';

/** iCloud Mail. */
export const icloud: ProviderProfile = {
  name: 'iCloud',
  servers: [{ hosts: /(?:^|\.)mail\.me\.com$/i }],
  passwordOnly: 'https://support.apple.com/102654',
};
