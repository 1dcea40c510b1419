import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildOauthbearer, decodeOauthbearer, encodeOauthbearer } from '../../../src/sasl/oauthbearer.js';
import { SaslClient } from '../../../src/sasl/client.js';
import { encodeInitialResponse } from '../../../src/sasl/mechanism.js';
import { SaslError } from '../../../src/sasl/errors.js';
import { bearerToken, emailAddress } from '../../support/arbitraries.js';

describe('OAUTHBEARER', () => {
  it('builds exactly the message of RFC 7628 §4.1', () => {
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

  it('escapes = and , in the authzid (RFC 5801 §4)', () => {
    assert.equal(
      buildOauthbearer({ user: 'a,b=c@example.com', accessToken: 'tok' }),
      'n,a=a=2Cb=3Dc@example.com,\u0001auth=Bearer tok\u0001\u0001',
    );
  });

  it('decodes every message that it builds', () => {
    fc.assert(
      fc.property(emailAddress, bearerToken, (user, accessToken) => {
        const credential = { user, accessToken, host: 'mail.example.com', port: 993 };
        assert.deepEqual(decodeOauthbearer(encodeOauthbearer(credential)), credential);
      }),
    );
  });

  it('rejects a host that could end its field', () => {
    assert.throws(
      () => buildOauthbearer({ user: 'a@example.com', accessToken: 'tok', host: 'mail\u0001port=1' }),
      (error: unknown) => error instanceof SaslError && error.code === 'invalid-host',
    );
  });

  it('can omit the user (RFC 7628 §3.1)', () => {
    const message = buildOauthbearer({ user: '', accessToken: 'tok' });
    assert.equal(message, 'n,,\u0001auth=Bearer tok\u0001\u0001');
    assert.deepEqual(decodeOauthbearer(Buffer.from(message).toString('base64')), { user: '', accessToken: 'tok' });
  });

  it('rejects ambiguous messages', () => {
    for (const message of [
      'a==bob,\u0001auth=Bearer tok\u0001\u0001',
      'n,a==,\u0001auth=Bearer tok\u0001\u0001',
      'n,a=bob=x,\u0001auth=Bearer tok\u0001\u0001',
      'n,a=bob,\u0001port=x\u0001auth=Bearer tok\u0001\u0001',
      'n,a=bob,\u0001auth=Bearer tok\u0001auth=Bearer other\u0001\u0001',
    ]) {
      assert.throws(
        () => decodeOauthbearer(Buffer.from(message).toString('base64')),
        (error: unknown) => error instanceof SaslError && error.code === 'invalid-message',
        message,
      );
    }
  });
});

describe('the SASL exchange', () => {
  it('responds to an error challenge with a single 0x01, XOAUTH2 with an empty line, then cancels', () => {
    const bearer = new SaslClient('OAUTHBEARER', 'initial');
    assert.equal(bearer.start(), 'initial');
    assert.equal(bearer.next(Buffer.from('{"status":"401"}').toString('base64')), 'AQ==');
    assert.equal(bearer.errorChallenge?.status, '401');
    assert.equal(bearer.next('x'), '*');
    assert.equal(bearer.errorChallenge.status, '401');
    assert.equal(new SaslClient('XOAUTH2', 'initial').next(''), '');
  });

  it('ends after too many challenges', () => {
    const client = new SaslClient('XOAUTH2', 'initial');
    for (let round = 0; round < 3; round++) client.next('');
    assert.throws(
      () => client.next(''),
      (error: unknown) => error instanceof SaslError && error.code === 'too-many-challenges',
    );
  });
});
