import * as l10n from '@vscode/l10n';
import {
  accountName,
  accountVersion,
  parseAccount,
  serializeAccount,
  type Account,
  type NewAccount,
  type AccountProblem,
  type ParsedAccount,
} from './account.js';
import { AccountError } from './errors.js';
import { SecretCache } from './secret-cache.js';
import type { SecretStore } from './secret-store.js';
import type { Revision } from './shared-folder.js';
import { Windows } from './windows.js';

const prefix = 'account/';

/** How long to wait for this window's secret storage to show what another window has stored, in ms. */
const storageDelay = 700;

/** An entry of the list: an account, or the reason why it cannot be read. */
export type AccountEntry =
  | { readonly id: string; readonly account: Account }
  | { readonly id: string; readonly problem: AccountProblem | 'storage-failed' };

/** The result of a write; `written` is absent if another window was faster. */
interface Write {
  readonly written: Account | undefined;
  readonly text: string;
  readonly problem: unknown;
}

type Readable = Extract<ParsedAccount, { account: Account }>;

/**
 * Stores the accounts, one secret each. The editor's windows do not see each other's changes of secrets at once, and in
 * a browser not at all. So each account has a revision number, which is counted in a folder that all windows share; a
 * window with an older revision fetches the newer one from the other windows before it changes or uses the account.
 *
 * How VS Code stores secrets, according to its source: on the desktop each window has a cache
 * (`BaseSecretStorageService`), which is flushed 100 ms after a change (`Storage.DEFAULT_FLUSH_DELAY`); other windows
 * are notified 100 ms later (`STORAGE_CHANGE_DEBOUNCE_TIME`). In a browser each page reads all secrets once and writes
 * the whole record back (`LocalStorageSecretStorageProvider`).
 */
export class AccountStore {
  /** Absent in a program with a single process. */
  readonly windows: Windows | undefined;
  readonly #secrets: SecretStore;
  readonly #queues = new Map<string, Promise<unknown>>();
  /** The writes in progress: their revision number has been claimed, or is being claimed. */
  readonly #writes = new Map<string, Promise<Write>>();
  readonly #listeners = new Set<(id: string) => void>();
  readonly #unsaved = new Map<string, string>();
  /** By account, the revision that was already waited for without success: its window may have died. */
  readonly #missed = new Map<string, number>();
  readonly #cache: SecretCache<AccountEntry>;
  readonly #subscription: { dispose(): void };
  /** Resolves when this window is not refreshing the account; set by {@link TokenManager}. */
  whenRefreshed: (id: string) => Promise<void> = () => Promise.resolve();

  constructor(secrets: SecretStore, windows?: Windows) {
    this.#secrets = secrets;
    this.windows = windows instanceof Windows ? windows : undefined;
    this.#cache = new SecretCache(
      {
        keys: async () => (await secrets.keys()).filter((key) => key.startsWith(prefix)),
        get: (key) => this.#text(idOf(key)),
      },
      (key, text) => toEntry(idOf(key), text),
      (key) => ({ id: idOf(key), problem: 'storage-failed' }),
    );
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.#changed(idOf(key));
    });
  }

  /** Connects to the other windows and adopts their changes. */
  async open(): Promise<void> {
    await this.windows?.open({
      get: (id, revision) => this.#textOf(id, revision),
      wait: (id) => this.whenRefreshed(id),
      changed: (id, revision, text) => this.#takeOver(id, revision, text),
    });
    const ids = (await this.windows?.folder.accountIds().catch(() => [])) ?? [];
    await Promise.all(ids.map((id) => this.#synchronize(id)));
  }

  async dispose(): Promise<void> {
    this.#subscription.dispose();
    await this.windows?.close();
  }

  /** All accounts sorted by name, unreadable ones last. Cached; an account is read again when it has changed. */
  async entries(): Promise<AccountEntry[]> {
    return (await this.#cache.values()).sort(byName);
  }

  /** The readable accounts, sorted by name. */
  async list(): Promise<Account[]> {
    return (await this.entries()).flatMap((entry) => ('account' in entry ? [entry.account] : []));
  }

  /** An account as this window knows it; changes by other windows may be missing. */
  async get(id: string): Promise<Account | undefined> {
    return (await this.#read(id))?.account;
  }

  /**
   * The current account, including changes by other windows.
   *
   * @throws {AccountError} `refreshed-elsewhere` if another window has a newer revision that cannot be fetched
   */
  async current(id: string): Promise<Account | undefined> {
    for (;;) {
      const latest = await this.#synchronize(id);
      const stored = await this.#read(id);
      if (stored === undefined || latest === undefined || stored.account.revision >= latest.number) {
        return stored?.account;
      }
      if (latest.change === 'removed') return undefined;
      // The account was changed again while the last revision was being fetched.
      if ((await this.windows?.folder.latest(id))?.number !== latest.number) continue;
      if (await this.windows?.isAlive(latest.window)) throw refreshedElsewhere(stored.account);
      // The window died before any other window had its change: use what is here.
      return { ...stored.account, revision: latest.number };
    }
  }

  /** Stores a new account. @throws {AccountError} `storage-failed`; the account is then kept in memory */
  async add(account: NewAccount): Promise<void> {
    await this.#queued(account.id, () => this.#write({ ...account, version: accountVersion, revision: 0 }, undefined));
  }

  /**
   * Applies a change to the current account.
   *
   * @returns the changed account; `undefined` if the account has been removed
   * @throws {AccountError} `refreshed-elsewhere`; `storage-failed`, the change is then kept in memory
   */
  update(id: string, change: (account: Account) => Account): Promise<Account | undefined> {
    return this.#queued(id, async () => {
      for (;;) {
        const account = await this.current(id);
        if (account === undefined) return undefined;
        const written = await this.#write(change(account), account);
        if (written !== undefined) return written;
      }
    });
  }

  /** Removes an account with its tokens, in all windows. */
  async remove(id: string): Promise<void> {
    await this.#queued(id, async () => {
      for (;;) {
        const latest = await this.windows?.folder.latest(id);
        const base = Math.max(latest?.number ?? 0, (await this.get(id))?.revision ?? 0);
        const claimed = await this.windows?.claimRevision(id, base, 'removed');
        if (this.windows !== undefined && claimed === undefined) continue;
        await this.#delete(id);
        await this.windows?.announce(id, claimed?.number ?? 0, undefined);
        return;
      }
    });
  }

  /** Fires when an account is added, changed or removed, by any window. */
  onDidChange(listener: (id: string) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** @returns `undefined` if another window was faster */
  async #write(account: Account, base: Account | undefined): Promise<Account | undefined> {
    // Other windows may request the change as soon as its number is on disk; they wait for this promise.
    const write = this.#claimAndStore(account, base);
    this.#writes.set(account.id, write);
    const { written, text, problem } = await write;
    this.#writes.delete(account.id);
    if (written === undefined) return undefined;
    await this.windows?.announce(account.id, written.revision, text);
    if (problem !== undefined) throw this.#keepForSession(written, text, problem);
    return written;
  }

  /** Never rejects: `problem` is the error that prevented the change from being stored. */
  async #claimAndStore(account: Account, base: Account | undefined): Promise<Write> {
    let revision: number | undefined = (base?.revision ?? 0) + 1;
    let problem: unknown;
    try {
      if (this.windows !== undefined) {
        revision = (await this.windows.claimRevision(account.id, base?.revision ?? 0, 'stored'))?.number;
      }
    } catch (error) {
      problem = error;
    }
    if (revision === undefined) return { written: undefined, text: '', problem };
    const written = { ...account, revision };
    let text = JSON.stringify(written);
    try {
      text = serializeAccount(written, base === undefined ? undefined : await this.#read(account.id));
      await this.#store(account.id, text);
    } catch (error) {
      problem = error;
    }
    return { written, text, problem };
  }

  #keepForSession(account: Account, text: string, cause: unknown): AccountError {
    this.#unsaved.set(account.id, text);
    this.#changed(account.id);
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new AccountError(
      'storage-failed',
      l10n.t('The account {0} could not be saved; it is kept until this window is closed. {1}', account.email, reason),
      { cause },
    );
  }

  async #store(id: string, text: string): Promise<void> {
    await this.#secrets.store(prefix + id, text);
    this.#unsaved.delete(id);
    this.#changed(id);
  }

  async #delete(id: string): Promise<void> {
    this.#unsaved.delete(id);
    await this.#secrets.delete(prefix + id);
    this.#changed(id);
  }

  /** Fetches the latest change by another window, if possible. @returns the latest revision */
  async #synchronize(id: string): Promise<Revision | undefined> {
    // A failure of the folder is reported by the change or the refresh that needs it.
    const latest = await this.windows?.folder.latest(id).catch(() => undefined);
    if (this.windows === undefined || latest === undefined) return undefined;
    const own = (await this.#read(id))?.account.revision;
    if (latest.change === 'removed') {
      if ((await this.#text(id)) !== undefined) await this.#delete(id);
    } else if (own === undefined || own < latest.number) {
      const text = await this.windows.fetch(id, latest);
      if (text !== undefined) await this.#takeOver(id, latest.number, text);
      else if (own !== undefined && this.#missed.get(id) !== latest.number) {
        await this.#waitForStorage(id, latest.number);
        this.#missed.set(id, latest.number);
      }
    }
    return latest;
  }

  /** On the desktop, another window's stored change arrives a moment later, even if that window has died. */
  async #waitForStorage(id: string, revision: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        subscription.dispose();
        resolve();
      };
      const timer = setTimeout(done, storageDelay);
      const check = () =>
        void this.#read(id).then(
          (stored) => {
            if ((stored?.account.revision ?? 0) >= revision) done();
          },
          // Reported by the next read that needs the account.
          () => undefined,
        );
      const subscription = this.#secrets.onDidChange(({ key }) => {
        if (key === prefix + id) check();
      });
      check();
    });
  }

  async #takeOver(id: string, revision: number, text: string | undefined): Promise<void> {
    const own = (await this.#read(id))?.account.revision ?? -1;
    if (text === undefined) await this.#delete(id);
    else if (own < revision && isOf(text, id, revision)) await this.#store(id, text);
  }

  async #textOf(id: string, revision: number): Promise<string | undefined> {
    // A write in progress may have claimed its number already.
    await this.#writes.get(id);
    const text = await this.#text(id);
    const parsed = text === undefined ? undefined : parseAccount(text);
    return parsed !== undefined && 'account' in parsed && parsed.account.revision >= revision ? text : undefined;
  }

  async #read(id: string): Promise<Readable | undefined> {
    const text = await this.#text(id);
    const parsed = text === undefined ? undefined : parseAccount(text);
    return parsed !== undefined && 'account' in parsed && parsed.account.id === id ? parsed : undefined;
  }

  async #text(id: string): Promise<string | undefined> {
    return this.#unsaved.get(id) ?? (await this.#secrets.get(prefix + id));
  }

  #changed(id: string): void {
    this.#cache.invalidate(prefix + id);
    for (const listener of this.#listeners) listener(id);
  }

  /** Serializes the changes of an account in this window. */
  #queued<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#queues.get(id) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    this.#queues.set(id, settled);
    void settled.then(() => {
      if (this.#queues.get(id) === settled) this.#queues.delete(id);
    });
    return turn;
  }
}

function idOf(key: string): string {
  return key.slice(prefix.length);
}

function toEntry(id: string, text: string): AccountEntry {
  const parsed = parseAccount(text);
  if ('problem' in parsed) return { id, problem: parsed.problem };
  return parsed.account.id === id ? { id, account: parsed.account } : { id, problem: 'damaged' };
}

function isOf(text: string, id: string, revision: number): boolean {
  const parsed = parseAccount(text);
  return 'account' in parsed && parsed.account.id === id && parsed.account.revision === revision;
}

function refreshedElsewhere({ email }: Account): AccountError {
  return new AccountError(
    'refreshed-elsewhere',
    l10n.t('Another window has newer tokens of {0}. Reload this window to get them.', email),
  );
}

function byName(a: AccountEntry, b: AccountEntry): number {
  const name = (entry: AccountEntry) => ('account' in entry ? accountName(entry.account) : '\uffff');
  return name(a).localeCompare(name(b)) || a.id.localeCompare(b.id);
}
