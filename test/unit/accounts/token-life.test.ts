import assert from 'node:assert/strict';
import { isFresh, tokenLife } from '../../../src/accounts/token-life.js';
import { sampleAccount } from '../../support/sample-account.js';

describe('the life of a token', () => {
  const tokens = { accessToken: 'a', refreshToken: 'r', obtainedAt: 0, expiresAt: 1000 };

  it('is what is left of it, to the millisecond', () => {
    assert.deepEqual(tokenLife(sampleAccount({ tokens }), 999), { state: 'fresh', remainingMs: 1 });
    assert.deepEqual(tokenLife(sampleAccount({ tokens }), 1000), { state: 'expired', sinceMs: 0, refreshable: true });
  });

  it('can be given no new one without a refresh token, or when the server has refused it', () => {
    const { refreshToken: _, ...alone } = tokens;
    assert.deepEqual(tokenLife(sampleAccount({ tokens: alone }), 1500), {
      state: 'expired',
      sinceMs: 500,
      refreshable: false,
    });
    assert.deepEqual(tokenLife(sampleAccount({ tokens }), 1500, true), {
      state: 'expired',
      sinceMs: 500,
      refreshable: false,
    });
  });

  it('is unknown where the server did not say, and then counts as fresh', () => {
    const { expiresAt: _, ...unknown } = tokens;
    assert.deepEqual(tokenLife(sampleAccount({ tokens: unknown }), 1e15), { state: 'unknown' });
    assert.equal(isFresh(unknown, 1e15, 60_000), true);
  });

  it('is none before the first sign-in', () => {
    const { tokens: _, ...account } = sampleAccount();
    assert.deepEqual(tokenLife(account, 0), { state: 'signed-out' });
  });
});
