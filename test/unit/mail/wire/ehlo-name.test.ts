import assert from 'node:assert/strict';
import { ownEhloName, parseEhloName } from '../../../../src/mail/wire/ehlo-name.js';

describe('the name in EHLO', () => {
  it('is the host name if it is fully qualified', () => {
    assert.equal(ownEhloName('mx1.example.com', '192.0.2.1'), 'mx1.example.com');
    assert.equal(ownEhloName('mx1.example.com.', '192.0.2.1'), 'mx1.example.com');
    assert.equal(ownEhloName('bücher.example.org', '192.0.2.1'), 'xn--bcher-kva.example.org');
  });

  for (const hostname of [
    'laptop',
    '',
    'laptop.local',
    'localhost.localdomain',
    'fritz.lan',
    'ip-10-0-0-1.ec2.internal',
    'under_score.example.com',
    'a b.example.com',
    'evil.example.com\r\nRSET',
    '10.0.0.1',
    `${'a'.repeat(64)}.example.com`,
  ]) {
    it(`is the local address if the host name is ${JSON.stringify(hostname)}`, () => {
      assert.equal(ownEhloName(hostname, '192.0.2.1'), '[192.0.2.1]');
    });
  }

  it('tags an IPv6 address, removes its zone, and writes a mapped one as IPv4', () => {
    assert.equal(ownEhloName('laptop', '2001:db8::1'), '[IPv6:2001:db8::1]');
    assert.equal(ownEhloName('laptop', 'fe80::1%eth0'), '[IPv6:fe80::1]');
    assert.equal(ownEhloName('laptop', '::ffff:192.0.2.1'), '[192.0.2.1]');
    assert.equal(ownEhloName('laptop', undefined), '[127.0.0.1]');
  });

  it('is the configured one, if it is a domain or an address literal', () => {
    for (const name of ['mail.example.com', 'laptop', '[192.0.2.1]', '[IPv6:2001:db8::1]', '[ipv6:::1]']) {
      assert.equal(parseEhloName(name), name);
    }
    assert.equal(parseEhloName('bücher.example'), 'xn--bcher-kva.example');
  });

  for (const name of [
    '',
    ' ',
    'a b',
    'a\r\nMAIL FROM:<x@example.com>',
    'a\nb',
    'a\u0000',
    '192.0.2.1',
    '2001:db8::1',
    '[2001:db8::1]',
    '[IPv6:192.0.2.1]',
    '[192.0.2.256]',
    '[192.0.2.1]\r\nRSET',
    '[]',
    'a..b',
    '-a.example.com',
    'a.example.com.',
    `${'a.'.repeat(130)}com`,
  ]) {
    it(`cannot be ${JSON.stringify(name.slice(0, 40))}`, () => {
      assert.throws(() => parseEhloName(name), { code: 'bad-ehlo-name' });
    });
  }
});
