import type { ProviderProfile } from './provider-profile.js';

/** Deutsche Telekom's T-Online. */
export const tOnline: ProviderProfile = {
  name: 'T-Online',
  domains: /^(?:t-online|magenta)\.de$/i,
  mxHosts: /^mx\d\d\.t-online\.de$/i,
  servers: [{ hosts: /(?:^|\.)t-online\.de$/i }],
  passwordOnly: 'Thunderbird’s autoconfig database',
};
