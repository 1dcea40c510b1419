/** Where the texts come from. */
export interface SecretSource {
  keys(): PromiseLike<string[]>;
  get(key: string): PromiseLike<string | undefined>;
}

/**
 * The values of all keys. Each is read once, and again when its key has changed: the editor decrypts every secret
 * in another process, so reading all of them is slow.
 */
export class SecretCache<T> {
  readonly #source: SecretSource;
  readonly #parse: (key: string, text: string) => T;
  readonly #unreadable: (key: string) => T;
  readonly #values = new Map<string, T>();
  /** The keys to read before the next answer. */
  readonly #stale = new Set<string>();
  /** The keys that could not be read the last time. */
  readonly #failed = new Set<string>();
  #hasKeys = false;
  #reading: Promise<void> | undefined;

  /** @param unreadable the value of a key that the source fails to read; it is read again for the next answer */
  constructor(source: SecretSource, parse: (key: string, text: string) => T, unreadable: (key: string) => T) {
    this.#source = source;
    this.#parse = parse;
    this.#unreadable = unreadable;
  }

  /** Says that a key was added, changed or removed. */
  invalidate(key: string): void {
    this.#stale.add(key);
  }

  /** All values as the source has them now. @throws if the source cannot list its keys */
  async values(): Promise<T[]> {
    if (!this.#hasKeys || this.#stale.size + this.#failed.size > 0) this.#reading ??= this.#read();
    await this.#reading;
    return [...this.#values.values()];
  }

  /** Reads until nothing is stale: a key that changes while it is read is read again. */
  async #read(): Promise<void> {
    try {
      const keys = this.#hasKeys ? this.#failed : await this.#source.keys();
      for (const key of keys) this.#stale.add(key);
      this.#hasKeys = true;
      this.#failed.clear();
      while (this.#stale.size > 0) {
        const round = [...this.#stale];
        this.#stale.clear();
        // All of them end before the next round begins, so that no earlier value comes after a later one.
        await Promise.all(round.map((key) => this.#readOne(key)));
      }
    } finally {
      this.#reading = undefined;
    }
  }

  async #readOne(key: string): Promise<void> {
    try {
      const text = await this.#source.get(key);
      if (text === undefined) this.#values.delete(key);
      else this.#values.set(key, this.#parse(key, text));
    } catch {
      this.#values.set(key, this.#unreadable(key));
      this.#failed.add(key);
    }
  }
}
