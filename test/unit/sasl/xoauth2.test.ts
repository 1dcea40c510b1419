import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeXoauth2, encodeXoauth2 } from '../../../src/sasl/xoauth2.js';
import { describeSaslError } from '../../../src/common/sasl-words.js';
import { SaslError } from '../../../src/sasl/errors.js';
import { emailAddress, bearerToken } from '../../support/arbitraries.js';

/** User, token and string as published: Google's protocol page, its walk-through, Microsoft, Yandex. */
const published = [
  [
    'someuser@example.com',
    'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg',
    'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
  ],
  [
    'xoauth@gmail.com',
    'ya29.AHES6ZRKeUQwH2xhirksSUDSyjg9oPuRMMal05Ty0cfFIT_uRfESHw',
    'dXNlcj14b2F1dGhAZ21haWwuY29tAWF1dGg9QmVhcmVyIHlhMjkuQUhFUzZaUktlVVF3SDJ4aGlya3NTVURTeWpnOW9QdVJNTWFsMDVUeTBjZkZJVF91UmZFU0h3AQE=',
  ],
  [
    'test@contoso.onmicrosoft.com',
    'EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA',
    'dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNCQUFVRkZwVUFvN0ozVmUwYmpMQldaV0NjbFJDM0VvQUEBAQ==',
  ],
  [
    'test@yandex.ru',
    'ArdFfigAAKFwEUbpZq1FQxufwJlrq-pE2g',
    'dXNlcj10ZXN0QHlhbmRleC5ydQFhdXRoPUJlYXJlciBBcmRGZmlnQUFLRndFVWJwWnExRlF4dWZ3SmxycS1wRTJnAQE=',
  ],
] as const;

const refused = (code: string, text: RegExp) => (error: unknown) =>
  error instanceof SaslError && error.code === code && text.test(describeSaslError(error));

describe('XOAUTH2', () => {
  for (const [user, accessToken, string] of published) {
    it(`builds exactly the published string of ${user}`, () => {
      assert.equal(encodeXoauth2({ user, accessToken }), string);
      assert.deepEqual(decodeXoauth2(string), { user, accessToken });
    });
  }

  it('decodes every user and token that it encodes', () => {
    fc.assert(
      fc.property(emailAddress, bearerToken, (user, accessToken) => {
        assert.deepEqual(decodeXoauth2(encodeXoauth2({ user, accessToken })), { user, accessToken });
      }),
    );
  });

  it('rejects values that could inject fields', () => {
    for (const user of ['alice\u0001auth=Bearer x', 'alice\r\nQUIT', 'a\tb', 'a\u0000']) {
      assert.throws(() => encodeXoauth2({ user, accessToken: 'token' }), refused('invalid-user', /control character/));
    }
  });

  it('reports an invalid token without quoting it', () => {
    const faults = [
      ['', 'empty-token', /empty/],
      ['Bearer s3cret', 'invalid-token', /word “Bearer”/],
      ['{"access_token":"s3cret"}', 'invalid-token', /JSON/],
      ['"s3cret"', 'invalid-token', /quotation marks/],
      ['s3cret\n', 'invalid-token', /line break/],
      ['s3crét', 'invalid-token', /RFC 6750/],
    ] as const;
    for (const [accessToken, code, text] of faults) {
      assert.throws(
        () => encodeXoauth2({ user: 'alice@example.com', accessToken }),
        (error: unknown) => refused(code, text)(error) && !String(error).includes('s3cr'),
      );
    }
  });

  it('refuses an empty user', () => {
    assert.throws(() => encodeXoauth2({ user: ' ', accessToken: 'token' }), refused('empty-user', /email address/));
  });

  it('reports invalid base64', () => {
    const faults = [
      ['dXNlcj1h\nAWF1', /line break/],
      ['dXNl-j1_', /URL-safe/],
      ['dXNlcj1hA', /padding/],
      ['dXNlcj1*', /outside the alphabet/],
    ] as const;
    for (const [text, reason] of faults) assert.throws(() => decodeXoauth2(text), refused('invalid-base64', reason));
  });

  it('reports base64 that is not an XOAUTH2 string', () => {
    assert.throws(() => decodeXoauth2('aGVsbG8='), refused('invalid-message', /Not an XOAUTH2 string/));
  });
});
