import assert from 'node:assert/strict';
import { runSoak } from '../soak/run-soak.js';

/*
 * The short form of `npm run test:soak`: windows as processes, a real authorization server with rotation and reuse
 * detection, and secret storages as weak as the editors'.
 */

describe('windows that want a token at the same time', () => {
  for (const model of ['desktop', 'web'] as const) {
    for (const windows of [2, 5]) {
      it(`send one request for all: ${windows} windows, ${model}`, async () => {
        const result = await runSoak({ model, windows, rounds: 5, latencyMs: 30, spreadMs: 100, fault: 'none' });
        const { slowestMs: _, ...counted } = result;
        assert.deepEqual(counted, { rounds: 5, requests: 5, grantsLost: 0, deadTokens: 0, errors: {} });
      });
    }

    it(`send one request for all where one cannot be reached: ${model}`, async () => {
      const options = { model, windows: 3, rounds: 5, latencyMs: 150, spreadMs: 100, fault: 'no-channel' } as const;
      const { slowestMs: _, ...counted } = await runSoak(options);
      assert.deepEqual(counted, { rounds: 5, requests: 5, grantsLost: 0, deadTokens: 0, errors: {} });
    });

    it(`lose no grant when one is killed in the middle, and go on: ${model}`, async () => {
      const result = await runSoak({ model, windows: 3, rounds: 5, latencyMs: 150, spreadMs: 100, fault: 'kill' });
      assert.deepEqual([result.grantsLost, result.deadTokens], [0, 0]);
      assert.deepEqual(
        Object.keys(result.errors).filter((code) => code !== 'refresh-interrupted'),
        [],
      );
    });

    it(`wait for one that sleeps in the middle: ${model}`, async () => {
      const result = await runSoak({ model, windows: 2, rounds: 1, latencyMs: 150, spreadMs: 100, fault: 'suspend' });
      assert.deepEqual([result.grantsLost, result.deadTokens, result.requests, result.errors], [0, 0, 1, {}]);
    });

    it(`use what comes after Cancel: ${model}`, async () => {
      const result = await runSoak({ model, windows: 3, rounds: 5, latencyMs: 150, spreadMs: 300, fault: 'cancel' });
      assert.deepEqual([result.grantsLost, result.deadTokens, result.requests], [0, 0, 5]);
    });
  }
});
