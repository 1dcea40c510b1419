import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeFinding } from '../../../src/common/sasl-words.js';
import { lintSaslString } from '../../../src/sasl/lint.js';
import type { LintCode } from '../../../src/sasl/lint-finding.js';
import { decodeOauthbearer, encodeOauthbearer } from '../../../src/sasl/oauthbearer.js';
import { decodeXoauth2, encodeXoauth2 } from '../../../src/sasl/xoauth2.js';
import { bearerToken, emailAddress } from '../../support/arbitraries.js';

const user = 'alice@example.com';
const accessToken = 'ya29.made-up_token/01';
const good = encodeXoauth2({ user, accessToken });
const goodBearer = encodeOauthbearer({ user: 'a,b=c@example.com', accessToken, host: 'mail.example.com', port: 993 });
const codes = (text: string) => lintSaslString(text).findings.map(({ code }) => code);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the linter of SASL strings', () => {
  it('accepts the output of the encoders', () => {
    fc.assert(
      fc.property(emailAddress, bearerToken, (anyUser, token) => {
        for (const string of [
          encodeXoauth2({ user: anyUser, accessToken: token }),
          encodeOauthbearer({ user: anyUser, accessToken: token }),
        ]) {
          const { findings, fixed, user: found } = lintSaslString(string);
          assert.deepEqual(findings, []);
          assert.equal(fixed, string);
          assert.equal(found, anyUser);
        }
      }),
    );
    assert.equal(lintSaslString(goodBearer).fixed, goodBearer);
  });

  const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
  const faults: readonly [string, LintCode, string, string?][] = [
    ['a separator written as \\1', 'literal-control', base64(`user=${user}\\1auth=Bearer ${accessToken}\\1\\1`)],
    ['a separator of which only the “A” is left', 'lost-caret', `user=${user}Aauth=Bearer ${accessToken}AA`],
    ['an “A” after the separator', 'lost-caret', base64(`user=${user}\u0001Aauth=Bearer ${accessToken}\u0001\u0001`)],
    ['the byte 0x11', 'lost-caret', base64(`user=${user}\u0011auth=Bearer ${accessToken}\u0011\u0011`)],
    ['the expression of documentation', 'expression', `base64("user=${user}^Aauth=Bearer ${accessToken}^A^A")`],
    [
      'the expression with joined parts',
      'expression',
      `base64("user=" + "${user}" + "^Aauth=Bearer " + "${accessToken}" + "^A^A")`,
    ],
    [
      'a token that is encoded once more',
      'encoded-token',
      encodeXoauth2({ user, accessToken: base64(jwt) }),
      encodeXoauth2({ user, accessToken: jwt }),
    ],
    ['a line break in the base64', 'line-break', `${good.slice(0, 20)}\r\n${good.slice(20)}`],
    [
      'the URL-safe alphabet',
      'url-safe',
      encodeXoauth2({ user: 'alice?>@example.com', accessToken }).replaceAll('+', '-').replaceAll('/', '_'),
      encodeXoauth2({ user: 'alice?>@example.com', accessToken }),
    ],
    ['missing padding', 'padding', good.replace(/=+$/, '')],
    ['quotation marks', 'surrounded', `"${good}"`],
    ['quotation marks after the command', 'surrounded', `AUTH XOAUTH2 "${good}"`],
    ['the encoding of URLs', 'percent-encoded', encodeURIComponent(good)],
    [
      'a line break after the user',
      'invalid-user',
      base64(`user=${user}\r\n\u0001auth=Bearer ${accessToken}\u0001\u0001`),
    ],
    [
      'angle brackets around the user',
      'invalid-user',
      base64(`user=<${user}>\u0001auth=Bearer ${accessToken}\u0001\u0001`),
    ],
    [
      'a line break before the message',
      'spacing',
      base64(`\nuser=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`),
    ],
    ['a line break after the message', 'spacing', base64(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001\n`)],
    ['two spaces after Bearer', 'bearer-missing', base64(`user=${user}\u0001auth=Bearer  ${accessToken}\u0001\u0001`)],
    ['no space after Bearer', 'bearer-missing', base64(`user=${user}\u0001auth=Bearer${accessToken}\u0001\u0001`)],
    [
      'an empty field',
      'spacing',
      base64(
        `n,a=a=2Cb=3Dc@example.com,\u0001host=mail.example.com\u0001port=993\u0001\u0001auth=Bearer ${accessToken}\u0001\u0001`,
      ),
      goodBearer,
    ],
    [
      'a field without a name',
      'spacing',
      base64(
        `n,a=a=2Cb=3Dc@example.com,\u0001host=mail.example.com\u0001port=993\u0001x\u0001auth=Bearer ${accessToken}\u0001\u0001`,
      ),
      goodBearer,
    ],
    [
      'a name in capitals',
      'spacing',
      base64(
        `n,a=a=2Cb=3Dc@example.com,\u0001host=mail.example.com\u0001port=993\u0001AUTH=Bearer ${accessToken}\u0001\u0001`,
      ),
      goodBearer,
    ],
    [
      'user= in the header',
      'wrong-key',
      base64(
        `n,user=a=2Cb=3Dc@example.com,\u0001host=mail.example.com\u0001port=993\u0001auth=Bearer ${accessToken}\u0001\u0001`,
      ),
      goodBearer,
    ],
    ['a second encoding', 'encoded-twice', base64(good)],
    ['the message itself', 'not-encoded', `user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`],
    ['^A written out', 'literal-control', `user=${user}^Aauth=Bearer ${accessToken}^A^A`],
    [
      '\\x01 written out and encoded',
      'literal-control',
      base64(`user=${user}\\x01auth=Bearer ${accessToken}\\x01\\x01`),
    ],
    ['line breaks for separators', 'wrong-separator', base64(`user=${user}\nauth=Bearer ${accessToken}\n\n`)],
    ['no separator', 'missing-separator', base64(`user=${user}auth=Bearer ${accessToken}\u0001\u0001`)],
    ['one byte at the end', 'wrong-end', base64(`user=${user}\u0001auth=Bearer ${accessToken}\u0001`)],
    ['no Bearer', 'bearer-missing', base64(`user=${user}\u0001auth=${accessToken}\u0001\u0001`)],
    ['Bearer twice', 'bearer-twice', base64(`user=${user}\u0001auth=Bearer Bearer ${accessToken}\u0001\u0001`)],
    [
      'a line break after the token',
      'invalid-token',
      base64(`user=${user}\u0001auth=Bearer ${accessToken}\n\u0001\u0001`),
    ],
    [
      'no comma after a=',
      'missing-comma',
      base64(
        `n,a=a=2Cb=3Dc@example.com\u0001host=mail.example.com\u0001port=993\u0001auth=Bearer ${accessToken}\u0001\u0001`,
      ),
      goodBearer,
    ],
    [
      'an unescaped user',
      'unescaped',
      base64(
        `n,a=a,b=c@example.com,\u0001host=mail.example.com\u0001port=993\u0001auth=Bearer ${accessToken}\u0001\u0001`,
      ),
      goodBearer,
    ],
  ];
  for (const [name, code, string, fixed = good] of faults) {
    it(`reports and fixes ${name}`, () => {
      const result = lintSaslString(string);
      assert.ok(
        result.findings.some((finding) => finding.code === code),
        JSON.stringify(result.findings),
      );
      assert.equal(result.fixed, fixed);
      assert.ok(!JSON.stringify(result.findings).includes(accessToken));
    });
  }

  it('does not change a user or a token that ends in “A”', () => {
    const string = encodeXoauth2({ user: 'alice@example.CA', accessToken: `${accessToken}AA` });
    assert.deepEqual(lintSaslString(string).findings, []);
  });

  it('recognizes a prompt of AUTH LOGIN and an app password', () => {
    assert.deepEqual(codes('535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6'), ['login-prompt']);
    assert.deepEqual(codes(encodeXoauth2({ user, accessToken: 'abcdefghijklmnop' })), ['app-password']);
  });

  it('accepts the whole command of a log', () => {
    assert.deepEqual(lintSaslString(`AUTH XOAUTH2 ${good}\r\n`).findings, []);
    assert.equal(lintSaslString(`A1 AUTHENTICATE XOAUTH2 ${good}`).fixed, good);
  });

  it('recognizes a token, and other texts', () => {
    assert.deepEqual(
      lintSaslString(accessToken).findings.map(({ code }) => code),
      ['token-only'],
    );
    for (const other of ['aGVsbG8=', 'undefined']) {
      assert.deepEqual(
        lintSaslString(other).findings.map(({ code }) => code),
        ['not-sasl'],
        other,
      );
    }
    assert.equal(lintSaslString('').fixed, undefined);
  });

  it('builds the string with the given user if it has none', () => {
    for (const string of [accessToken, base64(`auth=Bearer ${accessToken}\u0001\u0001`)]) {
      assert.deepEqual([lintSaslString(string).needsUser, lintSaslString(string).fixed], [true, undefined]);
      const { fixed, needsUser } = lintSaslString(string, { user });
      assert.deepEqual([fixed, needsUser], [good, undefined]);
    }
    assert.equal(lintSaslString(base64(`auth=Bearer ${accessToken}\u0001\u0001`)).findings[0]?.code, 'user-missing');
  });

  it('decodes a server’s challenge, also from a transcript line', () => {
    const challenge = base64('{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}');
    for (const line of [challenge, `+ ${challenge}`, `334 ${challenge}\r\n`, `S: + ${challenge}`]) {
      const { findings, challenge: said, fixed } = lintSaslString(line);
      assert.deepEqual(
        findings.map(({ code }) => code),
        ['challenge'],
      );
      assert.match(describeFinding(findings[0]!), /a server’s error message.*"status":"400"/);
      assert.deepEqual([said?.status, said?.scope, fixed], ['400', 'https://mail.google.com/', undefined]);
    }
  });

  it('accepts an OAUTHBEARER message without a user (RFC 7628 §3.1)', () => {
    const string = base64(`n,,\u0001auth=Bearer ${accessToken}\u0001\u0001`);
    assert.deepEqual(lintSaslString(string), { findings: [], mechanism: 'OAUTHBEARER', fixed: string });
  });

  it('reports repeated fields and an invalid port', () => {
    const bearer = `auth=Bearer ${accessToken}\u0001`;
    for (const [fields, code, detail] of [
      [`${bearer}${bearer}`, 'repeated-field', 'auth'],
      [`host=a\u0001host=b\u0001${bearer}`, 'repeated-field', 'host'],
      [`port=x\u0001${bearer}`, 'invalid-port', undefined],
      [`port=70000\u0001${bearer}`, 'invalid-port', undefined],
    ] as const) {
      const string = base64(`n,a=${user},\u0001${fields}\u0001`);
      assert.deepEqual(
        lintSaslString(string).findings.map((finding) => [finding.code, finding.detail]),
        [[code, detail]],
      );
      assert.throws(() => decodeOauthbearer(string));
    }
  });

  it('reports what cannot be fixed, with its place', () => {
    for (const [string, code, at] of [
      [`AUTH XOAUTH2 ${good.slice(0, 20)}…`, 'wrong-alphabet', 33],
      [good.slice(0, 21), 'cut-off', 21],
      [base64('\0alice\0s3cret'), 'other-mechanism', 0],
      [
        Buffer.from(`user=m\u00fcller@example.com\u0001auth=Bearer ${accessToken}\u0001\u0001`, 'latin1').toString(
          'base64',
        ),
        'invalid-user',
        5,
      ],
      [base64(`user=al\nice@example.com\u0001auth=Bearer ${accessToken}\u0001\u0001`), 'invalid-user', 5],
      [base64(`user=${user}\u0001auth=Bearer two words\u0001\u0001`), 'invalid-token', 35],
    ] as const) {
      const { findings, fixed } = lintSaslString(string);
      assert.deepEqual([findings.map((finding) => [finding.code, finding.at]), fixed], [[[code, at]], undefined]);
    }
  });

  it('counts places in the given string', () => {
    const [space] = lintSaslString(`A1 AUTHENTICATE XOAUTH2 ${good.slice(0, 10)} ${good.slice(10)}`).findings;
    assert.deepEqual([space?.code, space?.at], ['line-break', 34]);
    assert.deepEqual(
      lintSaslString(`${good}"`).findings.map(({ code, at }) => [code, at]),
      [['surrounded', good.length]],
    );
    const [end] = lintSaslString(base64(`n,a=x,\u0001auth=Bearer ${accessToken}\u0001`)).findings;
    assert.deepEqual([end?.code, end?.at], ['wrong-end', `n,a=x,.auth=Bearer ${accessToken}`.length]);
  });

  it('never returns a fixed string with problems', () => {
    const piece = fc.constantFrom(
      'junk',
      '\u0001junk\u0001',
      'AUTH=',
      `user=${user}\u0001`,
      `n,a=${user},\u0001`,
      `auth=Bearer ${accessToken}\u0001\u0001`,
      `\u0001auth=Bearer ${accessToken}`,
      'user=',
      'n,',
      'a=',
      ',',
      '=',
      '\u0001',
      '^A',
      'auth=',
      'Bearer ',
      user,
      accessToken,
      ' ',
      '\r\n',
      '"',
      '<',
      '>',
      'host=x',
      '\0',
      'é',
    );
    const message = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(message, fc.boolean(), fc.option(fc.constantFrom('', ' ', user)), (text, encoded, name) => {
        const { fixed } = lintSaslString(encoded ? base64(text) : text, { user: name ?? undefined });
        if (fixed !== undefined) assert.deepEqual(lintSaslString(fixed).findings, [], fixed);
        const { findings, mechanism } = lintSaslString(base64(text));
        if (findings.length === 0) {
          assert.ok(mechanism === 'XOAUTH2' ? decodeXoauth2(base64(text)) : decodeOauthbearer(base64(text)));
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('reports the place of a problem', () => {
    const [finding] = lintSaslString(base64(`user=${user}\u0001auth=${accessToken}\u0001\u0001`)).findings;
    assert.deepEqual([finding?.layer, finding?.at], ['message', `user=${user}\u0001auth=`.length]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.string().map((text) => base64(`user=${text}`)),
          fc.string().map((text) => base64(`n,${text}`)),
        ),
        (text) => void lintSaslString(text),
      ),
    );
  });

  it('reports one finding for a text that is not such a string', () => {
    for (const text of ['hello world', 'hello']) {
      assert.deepEqual(
        lintSaslString(text).findings.map(({ code }) => code),
        ['not-sasl'],
        text,
      );
    }
  });
});
