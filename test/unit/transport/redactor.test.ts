import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fingerprint, Redactor, redactedToken } from '../../../src/transport/redactor.js';
import { redactedCredential } from '../../../src/sasl/redacted-credential.js';

describe('redaction', () => {
  const accessToken = 'ya29.made-up_0123456789';

  it('keeps the shape of the credential, and a fingerprint that is equal for equal tokens', () => {
    const shape = redactedCredential('XOAUTH2', { user: 'alice@example.com' }, redactedToken(accessToken));
    assert.match(shape, /^<user=alice@example\.com, auth=Bearer <23 characters, #[0-9a-f]{4}>>$/);
    assert.ok(shape.includes(redactedToken(accessToken)));
    assert.equal(fingerprint(accessToken), fingerprint(accessToken));
    assert.match(
      redactedCredential('OAUTHBEARER', { user: 'a', host: 'mail.example.com', port: 993 }, redactedToken(accessToken)),
      /^<a=a, host=mail\.example\.com, port=993, auth=/,
    );
  });

  it('redacts a secret in any text, in any letter case, plain or in base64', () => {
    const secrets = new Redactor([{ text: accessToken, placeholder: '<token>' }]);
    const echoes = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => Buffer.from(text).toString('base64'),
      (text: string) => Buffer.from(`{"x":"${text}"}`).toString('base64'),
      (text: string) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
      (text: string) => Buffer.from(text).toString('base64url'),
      (text: string) => `OK${Buffer.from(`  ${text}`).toString('base64').slice(1)}`,
      (text: string) => Buffer.from(text).toString('hex'),
      (text: string) => Array.from(text, (letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
      (text: string) => text.slice(0, 18),
      (text: string) => text.slice(4),
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), echoes, (before, after, echo) => {
        const whole = secrets.redact(`${before} ${echo(accessToken)} ${after}`);
        const clean = whole.toLowerCase();
        for (let at = 0; at + 16 <= accessToken.length; at++) {
          assert.ok(!clean.includes(accessToken.slice(at, at + 16)), clean);
        }
        for (const word of clean.match(/(?:[0-9a-f]{2}){16,}/g) ?? []) {
          assert.ok(!Buffer.from(word, 'hex').toString('latin1').includes(accessToken));
        }
        assert.ok(!clean.replaceAll('%', '').includes(Buffer.from(accessToken).toString('hex')), clean);
        for (const word of whole.match(/[A-Za-z0-9+/_-]{16,}/g) ?? []) {
          for (const offset of [0, 1, 2, 3]) {
            const once = Buffer.from(word.slice(offset), 'base64').toString('latin1');
            assert.ok(
              !once.includes(accessToken) && !Buffer.from(once, 'base64').toString('latin1').includes(accessToken),
              whole,
            );
          }
        }
      }),
    );
  });

  it('does not change other text', () => {
    const secrets = new Redactor([{ text: accessToken, placeholder: '<token>' }]);
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        assert.equal(secrets.redact(text), text);
      }),
    );
    assert.equal(secrets.redact(`a ${accessToken} b`), 'a <token> b');
  });

  it('withholds the pieces of a secret in texts that are shown together', () => {
    const secret = 'qX7-zJ4_vB9kW2mN8pL5tR3s';
    const pieces = secret.match(/.{6}/g) ?? [];
    const names = ['a-name-that-is-long-enough.example.com', 'mail.example.com', ...pieces];
    const clean = new Redactor([{ text: secret, placeholder: '<token>' }]).redactList(names);
    assert.equal(clean.length, names.length);
    assert.equal(clean[0], names[0]);
    for (const piece of pieces) assert.ok(!clean.join().includes(piece), piece);
  });
});
