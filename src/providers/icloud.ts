import type { ProviderProfile } from './provider-profile.js';

/** iCloud Mail. */
export const icloud: ProviderProfile = {
  name: 'iCloud',
  domains: /^(?:icloud|me|mac)\.com$/i,
  mxHosts: /^mx\d\d\.mail\.icloud\.com$/i,
  servers: [{ hosts: /(?:^|\.)mail\.me\.com$/i }],
  passwordOnly: 'https://support.apple.com/102654',
};
