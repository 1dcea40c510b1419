import assert from 'node:assert/strict';
import { dotStuffed, testMessageLines } from '../../../src/mail/protocols/test-message.js';

describe('the test message', () => {
  const lines = testMessageLines({ address: 'alice@example.com', sentAt: Date.UTC(2026, 10, 5, 9, 8, 7), id: 'one' });

  it('has the fields of RFC 5322, each once, before an empty line', () => {
    const head = lines.slice(0, lines.indexOf(''));
    assert.deepEqual(head.slice(0, 4), [
      'Date: Thu, 05 Nov 2026 09:08:07 +0000',
      'From: <alice@example.com>',
      'To: <alice@example.com>',
      'Message-ID: <one@example.com>',
    ]);
    const names = head.map((line) => line.split(':')[0]);
    assert.deepEqual(names, [...new Set(names)]);
    for (const name of ['Subject', 'Auto-Submitted', 'MIME-Version', 'Content-Type']) {
      assert.ok(names.includes(name), name);
    }
    assert.ok(lines.length > head.length + 1);
  });

  it('is ASCII with lines within the limit', () => {
    for (const line of lines) assert.match(line, /^[\x20-\x7e]{0,78}$/);
  });

  it('is dot-stuffed', () => {
    assert.deepEqual(dotStuffed(['.', '..a', 'b.', '']), ['..', '...a', 'b.', '']);
  });
});
