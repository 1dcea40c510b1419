import assert from 'node:assert/strict';
import { DiscoveryError } from '../../../src/autoconfig/errors.js';
import { parseTarget } from '../../../src/autoconfig/target.js';

describe('the target of a discovery', () => {
  it('is an address, a domain or a host', () => {
    assert.deepEqual(parseTarget(' Alice@Example.Test '), {
      domain: 'example.test',
      ascii: 'example.test',
      email: 'Alice@Example.Test',
    });
    assert.deepEqual(parseTarget('example.test.'), { domain: 'example.test', ascii: 'example.test' });
    assert.deepEqual(parseTarget('alice@bücher.test').ascii, 'xn--bcher-kva.test');
    assert.deepEqual(parseTarget('"a@b"@example.test').domain, 'example.test');
  });

  for (const text of [
    '',
    'alice@',
    '@example.test',
    'alice',
    'localhost',
    '192.0.2.1',
    'alice@[192.0.2.1]',
    'a b.test',
    'a..test',
    'example.test/x',
    `${'a'.repeat(64)}.test`,
  ]) {
    it(`is not “${text.slice(0, 20)}”`, () => assert.throws(() => parseTarget(text), DiscoveryError));
  }
});
