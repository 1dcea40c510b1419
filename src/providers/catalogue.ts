import { google } from './google.js';
import { microsoft } from './microsoft.js';
import { other } from './other.js';
import type { Provider } from './provider-profile.js';

/** The providers in the order in which they are offered. */
export const providers: readonly Provider[] = [google, microsoft, other];

/** The provider with this id; an unknown id, perhaps written by a later version, is `other`. */
export function providerById(id: string): Provider {
  return providers.find((provider) => provider.id === id) ?? other;
}
