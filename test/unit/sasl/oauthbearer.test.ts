import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildOauthbearer, decodeOauthbearer, encodeOauthbearer } from '../../../src/sasl/oauthbearer.js';
import { encodeInitialResponse, errorChallengeAnswer } from '../../../src/sasl/mechanism.js';
import { SaslError } from '../../../src/sasl/errors.js';
import { bearerToken, emailAddress } from '../../support/arbitraries.js';

describe('OAUTHBEARER', () => {
  it('builds the message of RFC 7628 §4.1, byte for byte', () => {
    const credential = {
      user: 'user@example.com',
      host: 'server.example.com',
      port: 143,
      accessToken: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==',
    };
    const message =
      'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB';
    assert.equal(encodeOauthbearer(credential), message);
    assert.equal(encodeInitialResponse('OAUTHBEARER', credential), message);
    assert.deepEqual(decodeOauthbearer(message), credential);
  });

  it('quotes = and , in the authzid (RFC 5801 §4)', () => {
    assert.equal(
      buildOauthbearer({ user: 'a,b=c@example.com', accessToken: 'tok' }),
      'n,a=a=2Cb=3Dc@example.com,\u0001auth=Bearer tok\u0001\u0001',
    );
  });

  it('reads back every message that it builds', () => {
    fc.assert(
      fc.property(emailAddress, bearerToken, (user, accessToken) => {
        const credential = { user, accessToken, host: 'mail.example.com', port: 993 };
        assert.deepEqual(decodeOauthbearer(encodeOauthbearer(credential)), credential);
      }),
    );
  });

  it('refuses a host that could end its field', () => {
    assert.throws(
      () => buildOauthbearer({ user: 'a@example.com', accessToken: 'tok', host: 'mail\u0001port=1' }),
      (error: unknown) => error instanceof SaslError && error.code === 'invalid-host',
    );
  });

  it('answers an error challenge with a single 0x01, XOAUTH2 with an empty line', () => {
    assert.equal(errorChallengeAnswer('OAUTHBEARER'), 'AQ==');
    assert.equal(errorChallengeAnswer('XOAUTH2'), '');
  });
});
