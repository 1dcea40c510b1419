import assert from 'node:assert/strict';
import { Deadline } from '../../../src/transport/deadline.js';

describe('Deadline', () => {
  it('accepts limits that are longer than a timer can be', async () => {
    const deadline = new Deadline(undefined);
    for (const timeoutMs of [2 ** 31, Infinity]) {
      deadline.start(timeoutMs, () => new Error('timeout'));
      assert.equal(await deadline.within(new Promise((resolve) => setTimeout(resolve, 20, 'done'))), 'done');
    }
    deadline.dispose();
  });
});
