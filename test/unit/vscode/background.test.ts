import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { inBackground } from '../../../src/vscode/ui/background.js';

describe('inBackground', () => {
  it('logs an error instead of leaving the rejection unhandled', async () => {
    const log = mock.method(console, 'error', () => undefined);
    try {
      inBackground(Promise.reject(new Error('The keyring is locked.')));
      await setImmediate();
      assert.deepEqual(
        log.mock.calls.map((call) => call.arguments),
        [['mail-oauth:', 'The keyring is locked.']],
      );
    } finally {
      log.mock.restore();
    }
  });
});
