import { EventEmitter } from 'node:events';
import type { SecretStore } from '../../src/accounts/secret-store.js';

/**
 * How an editor keeps secrets. `desktop`: each window has a cache (VS Code's `BaseSecretStorageService`), which is
 * flushed after 100 ms (`Storage.DEFAULT_FLUSH_DELAY`), and told to the other windows 100 ms after that
 * (`STORAGE_CHANGE_DEBOUNCE_TIME` of storageIpc.ts). `web`: each page reads all secrets once and writes the whole
 * record back (`LocalStorageSecretStorageProvider` of the workbench that code-server and `serve-web` ship); no
 * event crosses pages.
 */
export type EditorModel = 'desktop' | 'web';

export const flushDelay = 100;
export const changeDelay = 100;

/** The storage that all windows share: on disk, or in the browser. */
export class EditorSecrets {
  readonly record = new Map<string, string>();
  readonly model: EditorModel;
  readonly #windows = new Set<WindowSecrets>();

  constructor(model: EditorModel) {
    this.model = model;
  }

  /** Opens a window and returns its secret storage. */
  openWindow(): WindowSecrets {
    const window = new WindowSecrets(this, new Map(this.record));
    this.#windows.add(window);
    return window;
  }

  /** Writes a window's change according to the model. */
  write(window: WindowSecrets, key: string, value: string | undefined): void {
    if (this.model === 'web') {
      this.record.clear();
      for (const [name, text] of window.cache) this.record.set(name, text);
      return;
    }
    setTimeout(() => {
      if (window.isClosed) return;
      setOrDelete(this.record, key, value);
      setTimeout(() => {
        for (const other of this.#windows) if (other !== window) other.told(key, this.record.get(key));
      }, changeDelay);
    }, flushDelay);
  }
}

/** The secret storage of one window. */
export class WindowSecrets implements SecretStore {
  readonly cache: Map<string, string>;
  /** A closed or killed window no longer flushes. */
  isClosed = false;
  /** The error of further calls, as with a locked keyring. */
  failure: Error | undefined;
  readonly #editor: EditorSecrets;
  readonly #events = new EventEmitter();

  constructor(editor: EditorSecrets, cache: Map<string, string>) {
    this.#editor = editor;
    this.cache = cache;
  }

  async get(key: string): Promise<string | undefined> {
    await this.#turn();
    return this.cache.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.#turn();
    this.#change(key, value);
  }

  async delete(key: string): Promise<void> {
    await this.#turn();
    this.#change(key, undefined);
  }

  async keys(): Promise<string[]> {
    await this.#turn();
    return [...this.cache.keys()];
  }

  onDidChange(listener: (event: { readonly key: string }) => void) {
    this.#events.on('change', listener);
    return { dispose: () => void this.#events.off('change', listener) };
  }

  /** Applies a change by another window. */
  told(key: string, value: string | undefined): void {
    setOrDelete(this.cache, key, value);
    this.#events.emit('change', { key });
  }

  #change(key: string, value: string | undefined): void {
    setOrDelete(this.cache, key, value);
    this.#editor.write(this, key, value);
    this.#events.emit('change', { key });
  }

  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failure !== undefined) throw this.failure;
  }
}

function setOrDelete(map: Map<string, string>, key: string, value: string | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
