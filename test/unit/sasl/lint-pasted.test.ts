import assert from 'node:assert/strict';
import { describeFinding } from '../../../src/common/sasl-words.js';
import { lintSaslString } from '../../../src/sasl/lint.js';
import { encodeOauthbearer } from '../../../src/sasl/oauthbearer.js';
import { encodeXoauth2 } from '../../../src/sasl/xoauth2.js';

const user = 'alice@example.com';
const accessToken = 'ya29.made-up_token/01';
const good = encodeXoauth2({ user, accessToken });
const base64 = (text: string) => Buffer.from(text).toString('base64');
const message = (separator: string, end = separator + separator) =>
  `user=${user}${separator}auth=Bearer ${accessToken}${end}`;
const challenge = base64('{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}');

/** The string as it should be, and what was wrong with it as it was pasted. */
function lint(text: string) {
  const { findings, fixed, challenge: said } = lintSaslString(text, { user });
  for (const finding of findings) assert.ok(describeFinding(finding).length > 20);
  assert.ok(!JSON.stringify(findings).includes('made-up_token'));
  return { codes: findings.map(({ code }) => code), fixed, said };
}

describe('a pasted string', () => {
  for (const separator of ['\\1', '\\01', '\\001', '\\x01', '\\u0001', '\\u{1}', '\\cA', '^A', '^a', '%01', '&#1;']) {
    it(`is read with ${separator} for the separator`, () => {
      for (const text of [message(separator), base64(message(separator))]) {
        const { codes, fixed } = lint(text);
        assert.ok(codes.includes('literal-control'), codes.join());
        assert.equal(fixed, good);
      }
    });
  }

  for (const [name, separator] of [
    ['<SOH>', '<SOH>'],
    ['[SOH]', '[SOH]'],
    ['the picture of the byte', '\u2401'],
    ['{0x01}', '{0x01}'],
  ] as const) {
    it(`is read with ${name} for the separator`, () => assert.equal(lint(message(separator)).fixed, good));
  }

  for (const [name, text] of [
    ['the byte 0x11', base64(message('\u0011'))],
    ['the byte 0x11, once at the end', base64(message('\u0011', '\u0011'))],
    ['zero bytes', base64(message('\0'))],
    ['tabs', base64(message('\t'))],
    ['carets that are lost', message('A')],
    ['carets that are lost, once at the end', message('A', 'A')],
    ['the first caret lost', base64(`user=${user}Aauth=Bearer ${accessToken}\u0001\u0001`)],
  ] as const) {
    it(`is read with ${name}`, () => {
      const { codes, fixed } = lint(text);
      assert.ok(codes.includes('lost-caret'), codes.join());
      assert.equal(fixed, good);
    });
  }

  it('is read with carets lost in OAUTHBEARER', () => {
    const text = `n,a=${user},Ahost=mail.example.comAport=993Aauth=Bearer ${accessToken}AA`;
    const { codes, fixed } = lint(text);
    assert.deepEqual(codes, ['not-encoded', 'lost-caret']);
    assert.equal(fixed, encodeOauthbearer({ user, accessToken, host: 'mail.example.com', port: 993 }));
  });

  for (const [name, expression] of [
    ['of Google’s documentation', `base64("${message('^A')}")`],
    ['without quotation marks', `base64(${message('^A')})`],
    ['of Python', `base64.b64encode(b"${message('\\x01')}")`],
    ['of a browser', `btoa('${message('\\x01')}')`],
    ['of Node.js', `Buffer.from("${message('\\x01')}").toString("base64")`],
    ['of PHP', `base64_encode("${message('\\1')}");`],
    ['of C#', `Convert.ToBase64String(Encoding.UTF8.GetBytes("${message('\\u0001')}"))`],
    ['of a shell', `echo -n "${message('^A')}" | base64`],
    ['of a shell, with printf', `printf '${message('\\001')}' | openssl base64`],
    ['in parts', `base64("user=" + "${user}" + "^Aauth=Bearer " + "${accessToken}" + "^A^A")`],
  ] as const) {
    it(`is recognized as the expression ${name}`, () => {
      const { codes, fixed } = lint(expression);
      assert.ok(codes.includes('expression'), codes.join());
      assert.equal(fixed, good);
    });
  }

  it('is not recognized if the parts of an expression are variables', () => {
    const { codes, fixed } = lint('base64_encode("user=" . $email . "\\1auth=Bearer " . $token . "\\1\\1")');
    assert.ok(codes.includes('expression'));
    assert.equal(fixed, undefined);
  });

  for (const [open, close] of [
    ['"', '"'],
    ["'", "'"],
    ['“', '”'],
    ['„', '“'],
    ['«', '»'],
    ['‘', '’'],
    ['`', '`'],
    ['<', '>'],
  ] as const) {
    it(`is read in ${open}${close}`, () => {
      assert.deepEqual(lint(`${open}${good}${close}`), {
        codes: ['surrounded'],
        fixed: good,
        said: undefined,
      });
    });
  }

  it('is read from a code block, and with zero-width spaces', () => {
    assert.deepEqual(lint(`\`\`\`\n${good}\n\`\`\``).fixed, good);
    for (const text of [`\ufeff${good}`, `${good}\u00a0`, `${good.slice(0, 9)}\u200b${good.slice(9)}`]) {
      const { codes, fixed } = lint(text);
      assert.equal(codes.length, 1);
      assert.equal(fixed, good);
    }
  });

  for (const [name, log] of [
    ['with its reply', `AUTH XOAUTH2 ${good}\r\n535 5.7.8 Username and Password not accepted`],
    ['of IMAP', `C: A1 AUTHENTICATE XOAUTH2 ${good}\nS: A1 NO [AUTHENTICATIONFAILED] Invalid credentials`],
    ['of POP3', `C: AUTH XOAUTH2 ${good}\nS: -ERR bad`],
    ['with the time', `2026-01-01 12:00:00.123 C: AUTH XOAUTH2 ${good}`],
    ['of Python’s imaplib', `  58:03.12 > b'KMAE1 AUTHENTICATE XOAUTH2 ${good}\\r\\n'`],
    ['of Python’s smtplib', `send: 'AUTH XOAUTH2 ${good}\\r\\n'\nreply: b'535-5.7.8 Username not accepted\\r\\n'`],
    ['of curl', `> A002 AUTHENTICATE XOAUTH2 ${good}\n< A002 NO`],
    ['of JavaMail', `DEBUG SMTP: AUTH XOAUTH2 ${good}`],
    ['of PHPMailer', `CLIENT -> SERVER: AUTH XOAUTH2 ${good}`],
    ['whose string is on its own line', `C: A1 AUTHENTICATE XOAUTH2\nS: +\nC: ${good}\nS: A1 OK`],
    ['whose string is on its own line, of SMTP', `AUTH XOAUTH2\r\n334 \r\n${good}\r\n235 2.7.0 Accepted`],
    ['of oauth2.py', `OAuth2 argument:\n${good}\n`],
    ['with the mechanism', `XOAUTH2 ${good}`],
  ] as const) {
    it(`is found in a log ${name}`, () => {
      assert.deepEqual(lint(log), { codes: [], fixed: good, said: undefined });
    });
  }

  it('is not accepted if a log has truncated it', () => {
    const { codes, fixed } = lint(`C: AUTH XOAUTH2 ${good.slice(0, 30)}\nS: 501 5.5.2 Cannot decode`);
    assert.ok(codes.length > 0);
    assert.equal(fixed, undefined);
  });

  for (const [name, text] of [
    ['with its reply', `334 ${challenge}\r\n535 5.7.8 no`],
    ['in lines', `${challenge.slice(0, 40)}\n${challenge.slice(40, 60)}\n${challenge.slice(60)}`],
    ['in lines after the mark', `334 ${challenge.slice(0, 40)}\n${challenge.slice(40)}`],
    ['in lines with a mark each', `334-${challenge.slice(0, 40)}\n334 ${challenge.slice(40)}`],
    ['in indented lines', `+ ${challenge.slice(0, 40)}\r\n  ${challenge.slice(40)}\r\n`],
    ['decoded already', '{\n "status":"400",\n "schemes":"Bearer"\n}'],
    ['of curl', `< + ${challenge}`],
    ['of Python', `reply: b'334 ${challenge}\\r\\n'`],
    ['with the time', `12:00:01 S: + ${challenge}`],
    ['in quotation marks', `"${challenge}"`],
  ] as const) {
    it(`is distinguished from a server’s challenge ${name}`, () => {
      const { codes, fixed, said } = lint(text);
      assert.deepEqual([codes, fixed, said?.status], [['challenge'], undefined, '400']);
    });
  }

  for (const [name, text] of [
    ['once', encodeURIComponent(good)],
    ['twice', encodeURIComponent(encodeURIComponent(good))],
    ['in small letters', good.replaceAll('=', '%3d')],
    ['with a line break', `${good.slice(0, 20)}%0D%0A${good.slice(20)}`],
    ['before base64', encodeURIComponent(message('\u0001'))],
  ] as const) {
    it(`is read if it is percent-encoded ${name}`, () => {
      const { codes, fixed } = lint(text);
      assert.ok(codes.includes('percent-encoded'), codes.join());
      assert.equal(fixed, good);
    });
  }

  for (const [name, text] of [
    ['as JSON', `{"access_token":"${accessToken}","expires_in":3599,"token_type":"Bearer"}`],
    ['as a header of HTTP', `Authorization: Bearer ${accessToken}`],
    ['after the word Bearer', `Bearer ${accessToken}`],
    ['as it is printed', `Access Token: ${accessToken}`],
    ['alone', accessToken],
  ] as const) {
    it(`is built from a token that is given ${name}`, () => {
      assert.deepEqual(lint(text), { codes: ['token-only'], fixed: good, said: undefined });
    });
  }

  it('is built from JSON instead of a token', () => {
    const json = JSON.stringify({ access_token: accessToken, expires_in: 3599 });
    const { codes, fixed } = lint(base64(`user=${user}\u0001auth=Bearer ${json}\u0001\u0001`));
    assert.deepEqual([codes, fixed], [['invalid-token'], good]);
  });

  for (const placeholder of ['undefined', 'None', '[object Object]', '{email}', '${USER}', 'your_email']) {
    it(`has no user if it is ${placeholder}`, () => {
      const { codes, fixed } = lint(base64(`user=${placeholder}\u0001auth=Bearer ${accessToken}\u0001\u0001`));
      assert.deepEqual([codes, fixed], [['invalid-user'], undefined]);
    });
  }
});
