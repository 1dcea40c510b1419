/** Where secrets are kept: VS Code's SecretStorage, or memory in a test. All windows share one. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  keys(): PromiseLike<string[]>;
  /** Tells of changes by any window, this one included. */
  onDidChange(listener: (event: { readonly key: string }) => void): { dispose(): void };
}
