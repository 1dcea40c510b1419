import assert from 'node:assert/strict';
import { explainedSecrets } from '../../../src/accounts/secret-store.js';
import { memorySecrets } from '../../support/memory-secrets.js';

describe('a secret storage', () => {
  it('passes values through', async () => {
    const secrets = explainedSecrets(memorySecrets());
    const changed: string[] = [];
    secrets.onDidChange(({ key }) => changed.push(key));
    await secrets.store('key', 'value');
    assert.equal(await secrets.get('key'), 'value');
    assert.deepEqual(await secrets.keys(), ['key']);
    await secrets.delete('key');
    assert.equal(await secrets.get('key'), undefined);
    assert.deepEqual(changed, ['key', 'key']);
  });

  it('explains a failure, as on Linux without a keyring', async () => {
    const fails = () => Promise.reject(new Error('Cannot create an item in a locked collection.'));
    const secrets = explainedSecrets({
      get: fails,
      store: fails,
      delete: fails,
      keys: fails,
      onDidChange: () => ({ dispose: () => undefined }),
    });
    for (const use of [
      () => secrets.get('a'),
      () => secrets.store('a', 'secret-value'),
      () => secrets.delete('a'),
      () => secrets.keys(),
    ]) {
      await assert.rejects(
        async () => {
          await use();
        },
        (error: Error) => {
          assert.match(
            error.message,
            /^The secret storage of VS Code cannot be used \(Cannot create an item in a locked/,
          );
          assert.doesNotMatch(error.message, /secret-value/);
          return 'code' in error && error.code === 'storage-failed';
        },
      );
    }
  });
});
