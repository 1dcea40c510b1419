import fc from 'fast-check';

/** Fragments that are significant for parsers of mail, SASL, OAuth, JSON, HTML and PEM, and for terminals. */
const pieces = [
  '* OK ',
  '* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER\r\n',
  'A1 OK ',
  'A1 NO ',
  'A2 BAD ',
  '+ ',
  '+OK ',
  '-ERR [AUTH] ',
  '{5}\r\n',
  '{99999999999}\r\n',
  '250-AUTH XOAUTH2\r\n',
  '334 ',
  '535 5.7.8 ',
  '\r\n',
  '\n',
  '\r',
  '\r\n.\r\n',
  'user=',
  'auth=Bearer ',
  'n,a=a=3Db,',
  'host=',
  'port=',
  '\x01',
  '\x00',
  '^A',
  '\\x01',
  '%01',
  '\x1b[2J',
  '\x9b31m',
  '\u202e',
  '\u200b',
  '\ud800',
  '{"status":"400","schemes":"Bearer","scope":"',
  '"error":"invalid_grant"',
  '{"a":',
  '[[',
  '}',
  '"',
  '<script>',
  '<clientConfig version="1.1"><emailProvider id="example.com"><domain>example.com</domain>',
  '<incomingServer type="imap"><hostname>imap.example.com</hostname><port>993</port>',
  '</incomingServer></emailProvider></clientConfig>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '<![CDATA[',
  '<',
  '>',
  '&amp;',
  '](command:x)',
  'https://example.com/?code=a&state=b',
  'vscode://mail-oauth.xoauth2/callback?code=',
  '#error=access_denied',
  '-----BEGIN CERTIFICATE-----\n',
  '-----END CERTIFICATE-----\n',
  'eyJhbGciOiJSUzI1NiJ9.',
  '{"version":2,"id":"a","email":"a@example.com"',
  'localhost:993',
  '[::1]:',
  '=',
  '==',
  'dXNlcj1h',
];

const piece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...pieces) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.stringMatching(/^[ -~]{0,20}$/) },
);

/** Up to 60 fragments, some in base64, one of them sometimes repeated up to `longest` characters and more. */
export const hostileText = (longest = 4096) => {
  const short = fc.array(piece, { maxLength: 60, size: 'max' }).map((parts) => parts.join(''));
  const long = fc
    .tuple(short, piece, fc.integer({ min: 1, max: longest }), short)
    .map(([before, middle, length, after]) => before + middle.repeat(length / Math.max(middle.length, 1)) + after);
  return fc.oneof(
    { weight: 8, arbitrary: short },
    { weight: 3, arbitrary: short.map((text) => Buffer.from(text).toString('base64')) },
    { weight: 1, arbitrary: long },
  );
};
