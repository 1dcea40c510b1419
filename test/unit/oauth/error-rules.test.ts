import assert from 'node:assert/strict';
import { errorRules, ruleFor } from '../../../src/oauth/error-rules.js';
import { serverError } from '../../../src/oauth/errors.js';

describe('an error answer of an authorization server', () => {
  for (const { name, samples, source } of errorRules) {
    for (const sample of samples) {
      it(`is explained: ${sample.error} ${sample.description ?? ''}`, () => {
        assert.equal(ruleFor(sample)?.name, name);
        assert.notEqual(source, '');
        const { message, code } = serverError(sample.error, sample.description);
        assert.equal(code, sample.error);
        assert.match(message, /: .*\./);
        if (sample.description !== undefined) assert.ok(message.includes(sample.description));
      });
    }
  }

  it('is shown as it is where nobody knows it', () => {
    assert.match(serverError('strange_error', 'because').message, /refused \(strange_error\)\. The server says: “because”/);
  });
});
