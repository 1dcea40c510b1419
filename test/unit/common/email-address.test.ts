import assert from 'node:assert/strict';
import { addressLikeness, type AddressLikeness } from '../../../src/common/email-address.js';

describe('two addresses', () => {
  const cases: readonly [string, string, AddressLikeness][] = [
    ['alice@example.com', ' alice@example.com ', 'equal'],
    ['Alice@Example.com', 'alice@example.com', 'letter-case'],
    ['alice+news@example.com', 'alice@example.com', 'tag'],
    ['a.lice@gmail.com', 'alice@googlemail.com', 'gmail'],
    ['a.lice@example.com', 'alice@example.com', 'different'],
    ['alice_outlook.com#EXT#@contoso.onmicrosoft.com', 'alice@outlook.com', 'guest'],
    ['alice_b_outlook.com#EXT#@contoso.onmicrosoft.com', 'alice_b@outlook.com', 'guest'],
    ['alice_outlook.com#EXT#@contoso.onmicrosoft.com', 'bob@outlook.com', 'different'],
    ['alice', 'alice@example.com', 'name'],
    ['alice@contoso.onmicrosoft.com', 'alice@contoso.com', 'domain'],
    ['alice@example.com', 'bob@example.com', 'different'],
    ['', 'bob@example.com', 'different'],
  ];
  for (const [one, other, likeness] of cases) {
    it(`${one} and ${other}: ${likeness}`, () => {
      assert.equal(addressLikeness(one, other), likeness);
      assert.equal(addressLikeness(other, one), likeness);
    });
  }
});
