import type { ProviderProfile } from './provider-profile.js';

/** Deutsche Telekom's T-Online. */
export const tOnline: ProviderProfile = {
  name: 'T-Online',
  servers: [{ hosts: /(?:^|\.)t-online\.de$/i }],
  passwordOnly: 'Thunderbird’s autoconfig database',
};
