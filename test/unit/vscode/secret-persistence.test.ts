import assert from 'node:assert/strict';
import { hasLostSecrets } from '../../../src/vscode/accounts/secret-persistence.js';

describe('an editor without a keyring', () => {
  function storage() {
    const values = new Map<string, unknown>();
    return {
      secrets: {
        get: (key: string) => Promise.resolve(values.get(key) as string | undefined),
        store: (key: string, value: string) => Promise.resolve(void values.set(key, value)),
      },
      state: {
        get: (key: string) => values.get(key),
        update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
      },
    };
  }

  it('is detected in the next session, but not one with a keyring', async () => {
    const { state } = storage();
    const { secrets } = storage();
    assert.equal(await hasLostSecrets(secrets, state as never), false, 'the first session knows nothing');
    assert.equal(await hasLostSecrets(secrets, state as never), false, 'the secrets were kept');
    assert.equal(await hasLostSecrets(storage().secrets, state as never), true, 'the secrets are gone');
  });
});
