/** The source of the secrets. */
export interface SecretSource {
  keys(): PromiseLike<string[]>;
  get(key: string): PromiseLike<string | undefined>;
}

/**
 * Caches the parsed values of all keys. A value is read again only when its key has changed: the editor decrypts each
 * secret in another process, so reading all of them is slow.
 */
export class SecretCache<T> {
  readonly #source: SecretSource;
  readonly #parse: (key: string, text: string) => T;
  readonly #unreadable: (key: string) => T;
  readonly #values = new Map<string, T>();
  /** The keys to read before {@link values} returns. */
  readonly #stale = new Set<string>();
  /** The keys whose last read failed. */
  readonly #failed = new Set<string>();
  #hasKeys = false;
  #reading: Promise<void> | undefined;

  /** @param unreadable the value for a key that cannot be read; the next call of {@link values} tries again */
  constructor(source: SecretSource, parse: (key: string, text: string) => T, unreadable: (key: string) => T) {
    this.#source = source;
    this.#parse = parse;
    this.#unreadable = unreadable;
  }

  /** Marks a key as added, changed or removed. */
  invalidate(key: string): void {
    this.#stale.add(key);
  }

  /** All current values. @throws if the source cannot list its keys */
  async values(): Promise<T[]> {
    if (!this.#hasKeys || this.#stale.size + this.#failed.size > 0) this.#reading ??= this.#read();
    await this.#reading;
    return [...this.#values.values()];
  }

  /** Reads until no key is stale: a key that changes while it is being read is read again. */
  async #read(): Promise<void> {
    try {
      const keys = this.#hasKeys ? this.#failed : await this.#source.keys();
      for (const key of keys) this.#stale.add(key);
      this.#hasKeys = true;
      this.#failed.clear();
      while (this.#stale.size > 0) {
        const round = [...this.#stale];
        this.#stale.clear();
        // Wait for the whole round, so that an older value cannot overwrite a newer one.
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
