import assert from 'node:assert/strict';
import { UnknownRedirects } from '../../../src/sign-in/unknown-redirects.js';

describe('redirects that match no pending sign-in', () => {
  let now: number;
  let notices: (() => void)[];
  let logged: number[];
  let unknown: UnknownRedirects;

  beforeEach(() => {
    now = 0;
    notices = [];
    logged = [];
    unknown = new UnknownRedirects(
      (count) => logged.push(count),
      () => now,
    );
  });

  /** Shows a notice that stays until the test closes it. */
  const show = () => new Promise<void>((close) => notices.push(close));

  it('cause one notice and four log lines for ten thousand of them', async () => {
    const told = Array.from({ length: 10_000 }, () => unknown.tell(show));
    assert.equal(notices.length, 1);
    assert.deepEqual(logged, [10, 100, 1000, 10_000]);
    notices[0]?.();
    await Promise.all(told);
  });

  it('cause another notice after a minute, once the first is closed', async () => {
    const first = unknown.tell(show);
    now = 59_999;
    await unknown.tell(show);
    now = 60_000;
    await unknown.tell(show);
    assert.equal(notices.length, 1, 'the first notice is still open');
    notices[0]?.();
    await first;
    void unknown.tell(show);
    assert.equal(notices.length, 2);
  });
});
