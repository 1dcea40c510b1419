import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeErrorChallenge } from '../../../src/sasl/challenge.js';

describe('an error challenge', () => {
  it('of Gmail is decoded', () => {
    const challenge = decodeErrorChallenge(
      'eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==',
    );
    assert.deepEqual(challenge, {
      text: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
      status: '400',
      schemes: 'Bearer',
      scope: 'https://mail.google.com/',
    });
  });

  it('contains the URL of the authorization server’s metadata (RFC 7628 §4.3)', () => {
    const challenge = decodeErrorChallenge(
      'eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIiwib3BlbmlkLWNvbmZpZ3VyYXRpb24iOiJodHRwczovL2V4YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1jb25maWd1cmF0aW9uIn0=',
    );
    assert.equal(challenge.openidConfiguration, 'https://example.com/.well-known/openid-configuration');
  });

  it('is kept unchanged if it is not base64, and as text if it is not JSON', () => {
    assert.deepEqual(decodeErrorChallenge('Try again'), { text: 'Try again' });
    assert.deepEqual(decodeErrorChallenge('aGVsbG8='), { text: 'hello' });
  });

  it('never throws and never contains a control character', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((json) => Buffer.from(json).toString('base64')),
        ),
        (text) => {
          assert.doesNotMatch(decodeErrorChallenge(text).text, /[\u0000-\u001f\u007f-\u009f]/);
        },
      ),
    );
  });
});
