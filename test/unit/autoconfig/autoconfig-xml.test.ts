import assert from 'node:assert/strict';
import { parseAutoconfig } from '../../../src/autoconfig/autoconfig-xml.js';

const file = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><clientConfig version="1.1">${inner}</clientConfig>`;
const server = (inner: string, kind = 'incomingServer', type = 'imap') => `<${kind} type="${type}">${inner}</${kind}>`;
const usual = '<hostname>imap.example.test</hostname><port>993</port><socketType>SSL</socketType>';

describe('the parser of Autoconfig files', () => {
  it('parses servers, OAuth and the authorization server', () => {
    const text = file(
      `<emailProvider id="example.test">${server(`${usual}<authentication>OAuth2</authentication>`)}${server(
        '<hostname>smtp.%EMAILDOMAIN%</hostname><port>587</port><socketType>STARTTLS</socketType><authentication>password-cleartext</authentication>',
        'outgoingServer',
        'smtp',
      )}</emailProvider><oAuth2><issuer>https://login.example.test</issuer><scope>mail, offline_access</scope></oAuth2>`,
    );
    assert.deepEqual(parseAutoconfig(text, 'example.test'), {
      servers: [
        { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls', oauth: true },
        { protocol: 'smtp', host: 'smtp.example.test', port: 587, security: 'starttls', oauth: false },
      ],
      scopes: ['mail', 'offline_access'],
      issuer: 'https://login.example.test',
    });
  });

  it('omits unusable servers', () => {
    const text = file(
      [
        server('<hostname>imap example</hostname><port>993</port><socketType>SSL</socketType>'),
        server('<hostname>a.test</hostname><port>70000</port><socketType>SSL</socketType>'),
        server('<hostname>a.test</hostname><port>993</port><socketType>magic</socketType>'),
        server(usual, 'incomingServer', 'exchange'),
      ].join(''),
    );
    assert.deepEqual(parseAutoconfig(text, 'example.test')?.servers, []);
  });

  const hostile: readonly (readonly [title: string, text: string])[] = [
    ['a web page', '<!doctype html><html><body>Not found</body></html>'],
    ['another document', '<config/>'],
    ['half of a surrogate pair', '<!\ud800'],
    ['a document type', `<!DOCTYPE clientConfig [<!ENTITY a "b">]>${file(usual)}`],
    ['an entity of its own', file(server('<hostname>&a;</hostname>'))],
    ['an external entity', `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><clientConfig>&a;</clientConfig>`],
    ['a broken file', '<clientConfig><emailProvider>'],
    ['nothing', ''],
    ['too many elements', file('<a/>'.repeat(10_000))],
    ['too deep', file('<a>'.repeat(1000) + '</a>'.repeat(1000))],
  ];
  for (const [title, text] of hostile) {
    it(`rejects ${title}`, () => assert.equal(parseAutoconfig(text, 'example.test'), undefined));
  }
});
