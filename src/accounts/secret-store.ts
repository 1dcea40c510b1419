import * as l10n from '@vscode/l10n';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { AccountError } from './errors.js';

/** A store for secrets: VS Code's SecretStorage, or memory in tests. All windows share one. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  keys(): PromiseLike<string[]>;
  /** Fires for changes by any window, including this one. */
  onDidChange(listener: (event: { readonly key: string }) => void): { dispose(): void };
}

/** Wraps a secret storage so that failures are explained: on Linux it throws if there is no keyring. */
export function explainedSecrets(secrets: SecretStore): SecretStore {
  return {
    get: (key) => explained(() => secrets.get(key)),
    store: (key, value) => explained(() => secrets.store(key, value)),
    delete: (key) => explained(() => secrets.delete(key)),
    keys: () => explained(() => secrets.keys()),
    onDidChange: (listener) => secrets.onDidChange(listener),
  };
}

async function explained<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = safeText(cause instanceof Error ? cause.message : String(cause), noSecrets).replace(/\.$/, '');
    throw new AccountError(
      'storage-failed',
      l10n.t(
        'The secret storage of VS Code cannot be used ({0}). On Linux it needs an unlocked keyring, such as GNOME Keyring or KWallet.',
        reason,
      ),
      { cause },
    );
  }
}
