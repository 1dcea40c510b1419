import { EventEmitter } from 'node:events';
import { AccountStore } from '../../src/accounts/account-store.js';
import type { SecretStore } from '../../src/accounts/secret-store.js';
import { TokenManager } from '../../src/accounts/token-manager.js';
import { Windows } from '../../src/accounts/windows.js';
import { flushDelay, type EditorModel } from '../support/editor-secrets.js';

/*
 * One window of an editor as a process of its own: the product's store and token manager over a secret storage
 * that behaves as the editor's, see editor-secrets.ts. The controller holds what is on disk.
 */

/** What the controller asks of a window. */
export type Command =
  | { readonly kind: 'open'; readonly directory: string; readonly model: EditorModel }
  | { readonly kind: 'load'; readonly record: readonly [string, string][] }
  | { readonly kind: 'changed'; readonly key: string; readonly value: string | undefined }
  | { readonly kind: 'fresh'; readonly accountId: string; readonly delayMs: number; readonly cancelAfterMs?: number };

/** What a window tells the controller. */
export type Event =
  | { readonly kind: 'ready' }
  | { readonly kind: 'flush'; readonly key: string; readonly value: string | undefined }
  | { readonly kind: 'record'; readonly record: readonly [string, string][] }
  | { readonly kind: 'fresh'; readonly accessToken?: string; readonly error?: string; readonly ms: number };

const send = (event: Event) => process.send?.(event);
const cache = new Map<string, string>();
const events = new EventEmitter();
let model: EditorModel = 'desktop';

const change = (key: string, value: string | undefined) => {
  if (value === undefined) cache.delete(key);
  else cache.set(key, value);
  if (model === 'web') send({ kind: 'record', record: [...cache] });
  else setTimeout(() => send({ kind: 'flush', key, value }), flushDelay);
  events.emit('change', { key });
};

const secrets: SecretStore = {
  get: (key) => Promise.resolve(cache.get(key)),
  store: (key, value) => {
    change(key, value);
    return Promise.resolve();
  },
  delete: (key) => {
    change(key, undefined);
    return Promise.resolve();
  },
  keys: () => Promise.resolve([...cache.keys()]),
  onDidChange: (listener) => {
    events.on('change', listener);
    return { dispose: () => void events.off('change', listener) };
  },
};

let tokens: TokenManager | undefined;

async function handle(command: Command): Promise<void> {
  switch (command.kind) {
    case 'open': {
      ({ model } = command);
      const store = new AccountStore(secrets, new Windows(command.directory));
      tokens = new TokenManager(store);
      await store.open();
      send({ kind: 'ready' });
      return;
    }
    case 'load':
      cache.clear();
      for (const [key, value] of command.record) cache.set(key, value);
      for (const [key] of command.record) events.emit('change', { key });
      send({ kind: 'ready' });
      return;
    case 'changed':
      if (command.value === undefined) cache.delete(command.key);
      else cache.set(command.key, command.value);
      events.emit('change', { key: command.key });
      return;
    case 'fresh':
      setTimeout(() => void fresh(command.accountId, command.cancelAfterMs), command.delayMs);
  }
}

async function fresh(accountId: string, cancelAfterMs: number | undefined): Promise<void> {
  const started = Date.now();
  const cancel = new AbortController();
  if (cancelAfterMs !== undefined) setTimeout(() => cancel.abort(), cancelAfterMs);
  try {
    const account = await tokens?.fresh(accountId, { signal: cancel.signal });
    send({ kind: 'fresh', accessToken: account?.tokens.accessToken ?? '', ms: Date.now() - started });
  } catch (error) {
    const { code = '', name, message } = error as Error & { code?: string };
    send({
      kind: 'fresh',
      error: typeof code === 'string' && code !== '' ? code : `${name} ${message}`,
      ms: Date.now() - started,
    });
  }
}

process.on('message', (command: Command) => void handle(command));
