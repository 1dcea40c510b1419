import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Lock } from './lock.js';

/** How long a holder may be silent before its lock counts as left behind, in ms. */
const staleAfter = 15_000;

/**
 * A lock that holds among processes, by a folder on disk for each name (`proper-lockfile`). Holders in
 * this process queue up first, so that the disk is not polled for them.
 */
export class FileLock implements Lock {
  readonly #directory: string;
  readonly #queues = new Map<string, Promise<unknown>>();

  /** @param directory a folder that all windows share; it is made when first needed */
  constructor(directory: string) {
    this.#directory = directory;
  }

  with<T>(name: string, run: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(name) ?? Promise.resolve();
    const turn = before.then(() => this.#locked(name, run));
    const settled = turn.catch(() => undefined);
    this.#queues.set(name, settled);
    void settled.then(() => {
      if (this.#queues.get(name) === settled) this.#queues.delete(name);
    });
    return turn;
  }

  async #locked<T>(name: string, run: () => Promise<T>): Promise<T> {
    const { lock } = await import('proper-lockfile');
    await mkdir(this.#directory, { recursive: true });
    const release = await lock(path.join(this.#directory, encodeURIComponent(name)), {
      realpath: false,
      stale: staleAfter,
      retries: { forever: true, minTimeout: 20, maxTimeout: 500, maxRetryTime: 60_000 },
      // The work is done by then or fails by itself: there is nothing to take back.
      onCompromised: () => undefined,
    });
    try {
      return await run();
    } finally {
      await release().catch(() => undefined);
    }
  }
}
