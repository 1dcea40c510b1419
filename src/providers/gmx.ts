import type { ProviderProfile } from './provider-profile.js';

/** GMX and WEB.DE. */
export const gmx: ProviderProfile = {
  name: 'GMX',
  domains: /^(?:gmx\.(?:net|com|de|at|ch|eu|org|info|us|co\.uk|fr|es)|web\.de|email\.de)$/i,
  mxHosts: /^mx\d\d\.(?:emig\.)?(?:gmx\.net|web\.de|gmx\.com)$|^mx-ha\d\d\.web\.de$/i,
  servers: [{ hosts: /(?:^|\.)(?:gmx\.(?:net|com)|web\.de)$/i }],
  passwordOnly: 'Thunderbird’s autoconfig database',
};
