import type * as vscode from 'vscode';

const key = 'mail-oauth.keepsSecrets';

/**
 * Whether the editor has lost the secrets of an earlier session. Without a keyring it keeps them in memory only and
 * does not tell extensions. So one marker is stored as a secret and one in the global state.
 */
export async function hasLostSecrets(
  secrets: Pick<vscode.SecretStorage, 'get' | 'store'>,
  state: Pick<vscode.Memento, 'get' | 'update'>,
): Promise<boolean> {
  const expected = state.get<unknown>(key) === true;
  const isThere = (await secrets.get(key)) !== undefined;
  if (!isThere) await secrets.store(key, 'yes');
  if (!expected) await state.update(key, true);
  return expected && !isThere;
}
