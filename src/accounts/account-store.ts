import { parseAccount, type Account } from './account.js';
import type { Lock } from './lock.js';
import type { SecretStore } from './secret-store.js';

const prefix = 'account/';

/** The accounts: one secret each, so that two windows never write over one another's list. */
export class AccountStore {
  readonly #secrets: SecretStore;
  readonly #lock: Lock;

  constructor(secrets: SecretStore, lock: Lock) {
    this.#secrets = secrets;
    this.#lock = lock;
  }

  /** All accounts, by address. What cannot be read is passed over, not deleted. */
  async list(): Promise<Account[]> {
    const keys = (await this.#secrets.keys()).filter((key) => key.startsWith(prefix));
    const accounts = await Promise.all(keys.map((key) => this.#read(key)));
    return accounts
      .filter((account) => account !== undefined)
      .sort((a, b) => a.email.localeCompare(b.email) || a.id.localeCompare(b.id));
  }

  get(id: string): Promise<Account | undefined> {
    return this.#read(prefix + id);
  }

  /** Stores a new account. */
  async add(account: Account): Promise<void> {
    await this.#secrets.store(prefix + account.id, JSON.stringify(account));
  }

  /**
   * Changes an account as it is stored now, one change at a time among all windows.
   *
   * @returns the changed account; `undefined` if it was removed meanwhile
   */
  update(id: string, change: (account: Account) => Account): Promise<Account | undefined> {
    return this.exclusively(id, () => this.updateHeld(id, change));
  }

  /** As {@link update}, for who holds the account already. */
  async updateHeld(id: string, change: (account: Account) => Account): Promise<Account | undefined> {
    const account = await this.get(id);
    if (account === undefined) return undefined;
    const changed = change(account);
    await this.#secrets.store(prefix + id, JSON.stringify(changed));
    return changed;
  }

  /** Removes an account with its tokens. */
  async remove(id: string): Promise<void> {
    await this.exclusively(id, async () => this.#secrets.delete(prefix + id));
  }

  /** Holds an account: no other window changes or refreshes it until `run` is done. */
  exclusively<T>(id: string, run: () => Promise<T>): Promise<T> {
    return this.#lock.with(id, run);
  }

  /** Tells when an account was added, changed or removed, by any window. */
  onDidChange(listener: (id: string) => void): { dispose(): void } {
    return this.#secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) listener(key.slice(prefix.length));
    });
  }

  async #read(key: string): Promise<Account | undefined> {
    const text = await this.#secrets.get(key);
    const account = text === undefined ? undefined : parseAccount(text);
    return account?.id === key.slice(prefix.length) ? account : undefined;
  }
}
