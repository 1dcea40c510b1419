import assert from 'node:assert/strict';
import { isFresh, tokenLife } from '../../../src/accounts/token-life.js';
import { sampleAccount } from '../../support/sample-account.js';

describe('tokenLife', () => {
  const tokens = { accessToken: 'a', refreshToken: 'r', obtainedAt: 0, expiresAt: 1000 };

  it('returns the remaining time in ms', () => {
    assert.deepEqual(tokenLife(sampleAccount({ tokens }), 999), { state: 'fresh', remainingMs: 1 });
    assert.deepEqual(tokenLife(sampleAccount({ tokens }), 1000), { state: 'expired', sinceMs: 0, refreshable: true });
  });

  it('reports that no refresh is possible without a valid refresh token', () => {
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

  it('is unknown without an expiry; the token then counts as fresh', () => {
    const { expiresAt: _, ...unknown } = tokens;
    assert.deepEqual(tokenLife(sampleAccount({ tokens: unknown }), 1e15), { state: 'unknown' });
    assert.equal(isFresh(unknown, 1e15, 60_000), true);
  });

  it('is signed out before the first sign-in', () => {
    const { tokens: _, ...account } = sampleAccount();
    assert.deepEqual(tokenLife(account, 0), { state: 'signed-out' });
  });
});
