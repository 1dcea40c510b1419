import assert from 'node:assert/strict';
import { networkFailure } from '../../../tools/setup/npm.mjs';

const attempt = (code: string, count: number) =>
  `npm http fetch GET https://packages.example/a attempt 1 failed with ${code}\n`.repeat(count);

describe('networkFailure', () => {
  it('parses the error of npm, of old and new versions', () => {
    assert.equal(networkFailure('npm error code ENOTFOUND\nnpm error errno ENOTFOUND\n'), 'ENOTFOUND');
    assert.equal(networkFailure('npm ERR! code ECONNREFUSED\n'), 'ECONNREFUSED');
  });

  it('does not match other errors', () => {
    assert.equal(networkFailure('npm error code EUSAGE\n'), undefined);
    assert.equal(networkFailure(''), undefined);
  });

  it('concludes from the first attempts that there is no network', () => {
    assert.equal(networkFailure(attempt('EAI_AGAIN', 4)), undefined);
    assert.equal(networkFailure(attempt('EAI_AGAIN', 5)), 'EAI_AGAIN');
    assert.equal(networkFailure(attempt('503', 5)), undefined);
  });

  it('lets npm retry if the registry has responded', () => {
    const answered = 'npm http fetch GET 200 https://packages.example/b 52ms (cache miss)\n';
    assert.equal(networkFailure(answered + attempt('ECONNRESET', 9)), undefined);
    const cached = 'npm http fetch GET 200 https://packages.example/b 5ms (cache hit)\n';
    assert.equal(networkFailure(cached + attempt('ECONNRESET', 9)), 'ECONNRESET');
  });
});
