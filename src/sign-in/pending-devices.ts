import * as v from 'valibot';
import type { SecretStore } from '../accounts/secret-store.js';
import { pendingDevicePrefix as prefix } from './pending-keys.js';

const pendingDevice = v.object({
  accountId: v.string(),
  /** The window that asks the server. */
  window: v.string(),
  deviceCode: v.string(),
  userCode: v.string(),
  verificationUri: v.string(),
  verificationUriComplete: v.exactOptional(v.string()),
  expiresAt: v.number(),
  intervalMs: v.number(),
  clientAuthMethod: v.picklist(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']),
});

/** A sign-in that waits until its code is entered on some device, and until when (ms since 1970). */
export type PendingDevice = Readonly<v.InferOutput<typeof pendingDevice>>;

/**
 * The sign-ins that wait for a code to be entered, one for each account, kept as secrets: a window that was reloaded
 * goes on with them.
 */
export class PendingDevices {
  readonly #secrets: SecretStore;
  readonly #now: () => number;

  constructor(secrets: SecretStore, now: () => number = Date.now) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** Keeps a sign-in. It replaces one of the same account. */
  async put(pending: PendingDevice): Promise<void> {
    await this.#secrets.store(prefix + pending.accountId, JSON.stringify(pending));
  }

  /** Those that still wait. The others are forgotten. */
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

  /** Forgets a sign-in; one of the same account that has begun since stays. */
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
