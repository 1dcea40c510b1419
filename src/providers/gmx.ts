import type { ProviderProfile } from './provider-profile.js';

/** GMX and WEB.DE. */
export const gmx: ProviderProfile = {
  name: 'GMX',
  servers: [{ hosts: /(?:^|\.)(?:gmx\.(?:net|com)|web\.de)$/i }],
  passwordOnly: 'Thunderbird’s autoconfig database',
};
