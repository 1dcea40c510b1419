import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Stored {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** Stores the state of a sandbox's authorization server in memory. */
export class MemoryStorage {
  readonly #stored = new Map<string, Stored>();

  /** The adapter for one of `oidc-provider`'s models, such as `AccessToken`. */
  adapterFor(kind: string): Adapter {
    const keyOf = (id: string) => `${kind}:${id}`;
    const find = (test: (payload: AdapterPayload) => boolean) =>
      Promise.resolve(
        [...this.#stored].find(([key, { payload }]) => key.startsWith(`${kind}:`) && test(payload))?.[1].payload,
      );
    return {
      upsert: (id, payload, expiresIn) => {
        this.#stored.set(keyOf(id), { payload, expiresAt: Date.now() + (expiresIn ?? 86_400) * 1000 });
        return Promise.resolve(undefined);
      },
      find: (id) => Promise.resolve(this.#get(keyOf(id))),
      findByUid: (uid) => find((payload) => payload.uid === uid),
      findByUserCode: (userCode) => find((payload) => payload.userCode === userCode),
      consume: (id) => {
        const stored = this.#stored.get(keyOf(id));
        if (stored !== undefined) stored.payload.consumed = Math.floor(Date.now() / 1000);
        return Promise.resolve(undefined);
      },
      destroy: (id) => {
        this.#stored.delete(keyOf(id));
        return Promise.resolve(undefined);
      },
      revokeByGrantId: (grantId) => {
        for (const [key, { payload }] of this.#stored) if (payload.grantId === grantId) this.#stored.delete(key);
        return Promise.resolve(undefined);
      },
    };
  }

  clear(): void {
    this.#stored.clear();
  }

  #get(key: string): AdapterPayload | undefined {
    const stored = this.#stored.get(key);
    if (stored === undefined || stored.expiresAt > Date.now()) return stored?.payload;
    this.#stored.delete(key);
    return undefined;
  }
}
