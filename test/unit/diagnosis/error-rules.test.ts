import assert from 'node:assert/strict';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { errorRules, ruleFor } from '../../../src/diagnosis/error-rules.js';
import { serverError } from '../../../src/oauth/errors.js';

describe('an error response of an authorization server', () => {
  for (const { name, samples, source } of errorRules) {
    for (const sample of samples) {
      it(`is explained: ${sample.error} ${sample.description ?? ''}`, () => {
        assert.equal(ruleFor(sample)?.name, name);
        assert.notEqual(source, '');
        const error = serverError(sample.error, sample.description, (text) => text);
        assert.deepEqual([error.code, error.serverError], ['server-error', sample.error]);
        const message = describeError(error);
        assert.match(message, /[.:] .*\./);
        if (sample.description !== undefined) assert.ok(message.includes(sample.description));
      });
    }
  }

  it('is recognized by code and description together', () => {
    for (const [description, expected] of [
      ['Invalid JWT Signature.', 'invalid-request'],
      ['AADSTS540050: another code that begins like a known one.', 'microsoft-unknown-code'],
      ['AADSTS540: no code', 'invalid-request'],
    ] as const) {
      assert.equal(ruleFor({ error: 'invalid_request', description })?.name, expected);
    }
  });

  it('is shown unchanged if it is unknown', () => {
    assert.match(
      describeError(serverError('strange_error', 'because', (text) => text)),
      /refused the request \(strange_error\)\. The server says: “because”/,
    );
  });
});
