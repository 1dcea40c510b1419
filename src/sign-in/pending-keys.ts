import type { SecretStore } from '../accounts/secret-store.js';

/** What the keys of sign-ins that wait for a redirect begin with. */
export const pendingPrefix = 'pending/';

/** What the keys of sign-ins that wait for a code to be entered begin with. */
export const pendingDevicePrefix = 'pending-device/';

/** Whether any sign-in is stored as pending, by any window; it may have expired. */
export async function hasPendingSignIns(secrets: Pick<SecretStore, 'keys'>): Promise<boolean> {
  const prefixes = [pendingPrefix, pendingDevicePrefix];
  return (await secrets.keys()).some((key) => prefixes.some((prefix) => key.startsWith(prefix)));
}
