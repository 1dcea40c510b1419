import * as v from 'valibot';
import type { SecretStore } from '../accounts/secret-store.js';
import { pendingDevicePrefix as prefix } from './pending-keys.js';

const pendingDevice = v.object({
  accountId: v.string(),
  /** The window that polls the server. */
  window: v.string(),
  deviceCode: v.string(),
  userCode: v.string(),
  verificationUri: v.string(),
  verificationUriComplete: v.exactOptional(v.string()),
  expiresAt: v.number(),
  intervalMs: v.number(),
  clientAuthMethod: v.picklist(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']),
});

/** A pending sign-in with the device authorization grant. `expiresAt` is in ms since 1970, `intervalMs` in ms. */
export type PendingDevice = Readonly<v.InferOutput<typeof pendingDevice>>;

/**
 * The pending device sign-ins, at most one per account. They are stored as secrets, so that a reloaded window can
 * resume them.
 */
export class PendingDevices {
  readonly #secrets: SecretStore;
  readonly #now: () => number;

  constructor(secrets: SecretStore, now: () => number = Date.now) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** Stores a sign-in, replacing one of the same account. */
  async put(pending: PendingDevice): Promise<void> {
    await this.#secrets.store(prefix + pending.accountId, JSON.stringify(pending));
  }

  /** The pending sign-ins. Expired and unreadable ones are deleted. */
  async list(): Promise<PendingDevice[]> {
    const keys = (await this.#secrets.keys()).filter((key) => key.startsWith(prefix));
    const waiting: PendingDevice[] = [];
    for (const key of keys) {
      const pending = parse(await this.#secrets.get(key));
      if (pending !== undefined && pending.expiresAt > this.#now()) waiting.push(pending);
      else await this.#secrets.delete(key);
    }
    return waiting;
  }

  /** Deletes a sign-in, unless it has been replaced by a newer one of the same account. */
  async remove({ accountId, deviceCode }: PendingDevice): Promise<void> {
    const stored = parse(await this.#secrets.get(prefix + accountId));
    if (stored?.deviceCode === deviceCode) await this.#secrets.delete(prefix + accountId);
  }
}

function parse(text: string | undefined): PendingDevice | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = v.safeParse(pendingDevice, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
