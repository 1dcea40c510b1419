import { EventEmitter } from 'node:events';
import type { SecretStore } from '../../src/accounts/secret-store.js';

/** A secret store in memory. Two stores over the same map are two windows: each hears of every change. */
export class MemorySecrets implements SecretStore {
  readonly entries: Map<string, string>;
  readonly #events: EventEmitter;

  constructor(shared?: MemorySecrets) {
    this.entries = shared?.entries ?? new Map<string, string>();
    this.#events = shared === undefined ? new EventEmitter() : shared.#events;
  }

  get(key: string) {
    return Promise.resolve(this.entries.get(key));
  }

  store(key: string, value: string) {
    this.entries.set(key, value);
    this.#events.emit('change', { key });
    return Promise.resolve();
  }

  delete(key: string) {
    this.entries.delete(key);
    this.#events.emit('change', { key });
    return Promise.resolve();
  }

  keys() {
    return Promise.resolve([...this.entries.keys()]);
  }

  onDidChange(listener: (event: { readonly key: string }) => void) {
    this.#events.on('change', listener);
    return { dispose: () => void this.#events.off('change', listener) };
  }
}
