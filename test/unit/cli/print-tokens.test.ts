import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { warnOfOtherOwner } from '../../../src/cli/print-tokens.js';

describe('the tokens of a sign-in', () => {
  it('are told to be of somebody else than --user, whatever the letter case', async () => {
    const warning = async (user: string | undefined, identity: string | undefined) => {
      const [stderr, stdout] = [new PassThrough(), new PassThrough()];
      const io = { stdin: stdout, stdout, stderr, env: {}, signal: new AbortController().signal };
      const tokens = { accessToken: 'made-up', obtainedAt: 0, ...(identity === undefined ? {} : { identity }) };
      warnOfOtherOwner(user === undefined ? {} : { user }, tokens, io);
      stderr.end();
      return text(stderr);
    };
    assert.match(await warning('alice@example.com', 'bob@example.com'), /^xoauth2: bob@\S+ signed in, not alice@/);
    for (const [user, identity] of [
      ['alice@example.com', 'Alice@Example.com'],
      ['alice@example.com', undefined],
      [undefined, 'bob@example.com'],
    ] as const) {
      assert.equal(await warning(user, identity), '');
    }
  });
});
