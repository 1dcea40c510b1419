import type { SecretStore } from '../accounts/secret-store.js';

/** The prefix of the keys of sign-ins that wait for a redirect. */
export const pendingPrefix = 'pending/';

/** The prefix of the keys of device sign-ins. */
export const pendingDevicePrefix = 'pending-device/';

/** Whether any window has stored a pending sign-in; it may have expired. */
export async function hasPendingSignIns(secrets: Pick<SecretStore, 'keys'>): Promise<boolean> {
  const prefixes = [pendingPrefix, pendingDevicePrefix];
  return (await secrets.keys()).some((key) => prefixes.some((prefix) => key.startsWith(prefix)));
}
