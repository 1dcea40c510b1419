import type { SecretStore } from '../accounts/secret-store.js';

/** What the keys of pending sign-ins begin with. */
export const pendingPrefix = 'pending/';

/** Whether any sign-in is stored as pending, by any window; it may have expired. */
export async function hasPendingSignIns(secrets: Pick<SecretStore, 'keys'>): Promise<boolean> {
  return (await secrets.keys()).some((key) => key.startsWith(pendingPrefix));
}
