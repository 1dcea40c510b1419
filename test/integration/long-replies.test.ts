import assert from 'node:assert/strict';
import { imapGreeting, longestStretch, longReplies, undisturbed } from '../support/long-replies.js';

describe('a reply of 1 MB', () => {
  const octets = 900_000;

  for (const [name, protocol, answers] of longReplies) {
    it(`${name} does not block the event loop longer than a short one`, async () => {
      const short = await undisturbed(() => longestStretch(protocol, answers(9_000), 'refused'));
      const long = await undisturbed(() => longestStretch(protocol, answers(octets), 'refused'));
      // A hundred times the reply: without a limit the ratio is a hundred or more. Some ms are always lost.
      assert.ok(long / Math.max(short, 10) < 5, `${long} ms for 900 KB, ${short} ms for 9 KB`);
    });
  }

  it('in ten thousand lines is rejected as too long', async () => {
    await longestStretch('imap', [imapGreeting, '* 1\r\n'.repeat(20_000)], 'failed');
  });
});
