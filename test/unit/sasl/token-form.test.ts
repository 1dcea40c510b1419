import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeTokenMistake } from '../../../src/common/sasl-words.js';
import { lintSaslString } from '../../../src/sasl/lint.js';
import { tokenMistake, type TokenMistake } from '../../../src/sasl/token-form.js';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object, header: object = {}) => `${part({ alg: 'RS256', ...header })}.${part(claims)}.c2ln`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const access = jwt({ iss: 'https://login.example.com', scope: 'mail', sub: 'alice' });

const mistakes: readonly (readonly [TokenMistake, readonly string[]])[] = [
  [
    'ID token',
    [
      jwt({ iss: 'https://accounts.google.com', aud: '1-a.apps.googleusercontent.com', at_hash: 'x' }),
      jwt({ iss: 'https://login.microsoftonline.com/x/v2.0', aud: 'guid', preferred_username: 'a@example.com' }),
      jwt({ typ: 'ID', aud: 'client' }),
      jwt({ iss: 'https://login.example.com', aud: 'client', nonce: 'n' }),
      jwt({ iss: 'https://login.example.com', aud: 'client', c_hash: 'n' }),
    ],
  ],
  [
    'refresh token',
    [
      '1//0gAbCdEfGhIjKlMnOpQrStUvWx',
      '0.AXoA6WgJJ9X2qkabcdefghij.AgABAAEAAADnfolhJpSnRYB1SVj',
      'M.C507_BAY.0.U.-CmadeUpmadeUp',
      jwt({ typ: 'Refresh' }),
      jwt({ typ: 'Offline' }),
    ],
  ],
  ['authorization code', ['4/0AbCdEfGhIjKlMnOpQrStUvWxYz', 'M.C507_BAY.2.U.made-up-made-up']],
  ['client secret', ['GOCSPX-abcdefghijklmn', `abc8Q~${'x'.repeat(34)}`]],
  ['client ID', ['1234567-abcdefghijklm.apps.googleusercontent.com']],
  ['app password', ['abcdefghijklmnop', 'abcd efgh ijkl mnop']],
  ['address', ['alice@example.com']],
  [
    'placeholder',
    ['YOUR_ACCESS_TOKEN', 'your-token', 'access_token', '<access_token>', '${ACCESS_TOKEN}', '{{token}}', '$TOKEN'],
  ],
  ['placeholder', ['undefined', 'null', '[object Object]', '%s', '%TOKEN%', '***', 'xxxxxxxxxx', '<redacted>']],
  ['JSON', ['{"access_token":"x"', ' { "token_type":"Bearer", "access_token": "x" }']],
  ['percent-encoded token', ['ya29.a0AfH6%2Fabc', 'EwB%2Babc']],
  ['cut token', ['ya29.a0AfH6SMB...', 'ya29.a0AfH6SMB…']],
  ['encoded token', [base64(access), base64('ya29.a0AfH6SMBabc')]],
  ['bound token', [jwt({ scope: 'mail', cnf: { jkt: 'x' } })]],
];

describe('a text instead of an access token', () => {
  for (const [mistake, tokens] of mistakes) {
    for (const token of tokens) {
      it(`is recognized: ${mistake} (${token.slice(0, 24)}…)`, () => {
        assert.equal(tokenMistake(token), mistake);
        assert.ok(describeTokenMistake(mistake).length > 20);
      });
      it(`is not accepted in a string: ${mistake} (${token.slice(0, 24)}…)`, () => {
        const string = base64(`user=alice@example.com\u0001auth=Bearer ${token}\u0001\u0001`);
        assert.notDeepEqual(lintSaslString(string).findings, []);
      });
    }
  }

  it('is not recognized if it may be an access token', () => {
    for (const token of [
      access,
      'ya29.a0AfH6SMBabc',
      'EwB4A8l6BAAU',
      'y0_AgAAAABabc',
      jwt({ scope: 'openid', nonce: 'n' }),
      jwt({ sub: 'alice', aud: 'mail' }, { typ: 'at+jwt' }),
      jwt({ iss: 'https://sts.windows.net/x/', appid: 'a', roles: ['IMAP.AccessAsApp'] }),
      jwt({ iss: 'https://login.microsoftonline.com/x/v2.0', azp: 'a', scp: 'IMAP.AccessAsUser.All' }),
      jwt({ typ: 'Bearer', sub: 'alice' }),
      '1000.8cb99d-made-up.5c2a-made-up',
    ]) {
      assert.equal(tokenMistake(token), undefined, token);
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => void tokenMistake(`eyJ${text}.${text}.x`)),
    );
  });
});
