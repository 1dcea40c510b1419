import assert from 'node:assert/strict';
import { runSoak } from '../soak/run-soak.js';

/*
 * The short form of `npm run test:soak`: windows as processes, a real authorization server with rotation and reuse
 * detection, and secret storages as weak as the editors'.
 */

describe('windows that need a token at the same time', () => {
  for (const model of ['desktop', 'web'] as const) {
    for (const windows of [2, 5]) {
      it(`send a single request: ${windows} windows, ${model}`, async () => {
        const result = await runSoak({ model, windows, rounds: 5, latencyMs: 30, spreadMs: 100, fault: 'none' });
        const { slowestMs: _, ...counted } = result;
        assert.deepEqual(counted, { rounds: 5, requests: 5, grantsLost: 0, deadTokens: 0, errors: {} });
      });
    }

    it(`send a single request even if one window cannot be reached: ${model}`, async () => {
      const options = { model, windows: 3, rounds: 5, latencyMs: 150, spreadMs: 100, fault: 'no-channel' } as const;
      const { slowestMs: _, ...counted } = await runSoak(options);
      assert.deepEqual(counted, { rounds: 5, requests: 5, grantsLost: 0, deadTokens: 0, errors: {} });
    });

    it(`keep the grant when one is killed during a refresh: ${model}`, async () => {
      const result = await runSoak({ model, windows: 3, rounds: 5, latencyMs: 150, spreadMs: 100, fault: 'kill' });
      assert.deepEqual([result.grantsLost, result.deadTokens], [0, 0]);
      assert.deepEqual(
        Object.keys(result.errors).filter((code) => code !== 'refresh-interrupted'),
        [],
      );
    });

    it(`wait for one that is suspended during a refresh: ${model}`, async () => {
      const result = await runSoak({ model, windows: 2, rounds: 1, latencyMs: 150, spreadMs: 100, fault: 'suspend' });
      assert.deepEqual([result.grantsLost, result.deadTokens, result.requests, result.errors], [0, 0, 1, {}]);
    });

    it(`use a response that arrives after cancellation: ${model}`, async () => {
      const result = await runSoak({ model, windows: 3, rounds: 5, latencyMs: 150, spreadMs: 300, fault: 'cancel' });
      assert.deepEqual([result.grantsLost, result.deadTokens, result.requests], [0, 0, 5]);
    });
  }
});
