import assert from 'node:assert/strict';
import { checkLogin } from '../../src/mail/login-check/login-check.js';
import type { LoginCheckResult } from '../../src/mail/login-check/result.js';
import type { Protocol } from '../../src/mail/wire/server.js';
import { toJson } from '../../src/report/json.js';
import { startScriptedServer, type Turn } from '../support/scripted-server.js';

const accessToken = 'made-up.token_0123456789';

describe('the recorded lines of a server', () => {
  const wordsOf = async (protocol: Protocol, turns: readonly Turn[]) => {
    const server = await startScriptedServer(turns);
    try {
      const result = await checkLogin({
        protocol,
        server: { host: '127.0.0.1', port: server.port, security: 'none' },
        mechanism: 'XOAUTH2',
        user: 'alice@example.com',
        accessToken,
        timeoutMs: 5000,
      });
      return { result, words: result.serverWords.map(({ kind, phase, line }) => [kind, phase, line]) };
    } finally {
      await server.stop();
    }
  };
  const smtp: readonly Turn[] = [
    { send: '220-mail.example.com ESMTP\r\n220 ready\r\n' },
    { when: /EHLO/, send: '250-hello\r\n250 AUTH XOAUTH2\r\n' },
  ];
  const greeting = [
    ['greeting', 'greeting', '220-mail.example.com ESMTP'],
    ['greeting', 'greeting', '220 ready'],
  ];

  it('are every line of an SMTP reply, and what arrived with it', async () => {
    const { result, words } = await wordsOf('smtp', [
      ...smtp,
      {
        when: /AUTH/,
        send: '535-5.7.1 Application-specific password required.\r\n535 5.7.1  see https://example.com/\r\n421 4.7.0 Too many, bye\r\n',
      },
    ]);
    assert.deepEqual(words, [
      ...greeting,
      ['reply-line', 'authenticate', '535-5.7.1 Application-specific password required.'],
      ['reply-line', 'authenticate', '535 5.7.1 see https://example.com/'],
      ['reply-line', 'authenticate', '421 4.7.0 Too many, bye'],
    ]);
    assert.equal(result.reply?.code, '535');
  });

  it('are the untagged lines of IMAP around a refusal, but not its data', async () => {
    const { words } = await wordsOf('imap', [
      { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] The Example service is ready.\r\n' },
      {
        when: /AUTHENTICATE/,
        send: '* NO [WEBALERT https://accounts.example.com/continue] Web login required.\r\n* OK [ALERT] Maintenance at noon\r\n* CAPABILITY IMAP4rev1\r\n* NO [UNAVAILABLE] LDAP is away\r\nA1 NO Login failed.\r\n* BYE Connection is closed. 14\r\n',
      },
    ]);
    assert.deepEqual(words, [
      ['greeting', 'greeting', '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] The Example service is ready.'],
      ['alert', 'authenticate', '* NO [WEBALERT https://accounts.example.com/continue] Web login required.'],
      ['alert', 'authenticate', '* OK [ALERT] Maintenance at noon'],
      ['untagged', 'authenticate', '* NO [UNAVAILABLE] LDAP is away'],
      ['reply-line', 'authenticate', 'A1 NO Login failed.'],
      ['bye', 'authenticate', '* BYE Connection is closed. 14'],
    ]);
  });

  it('are an error in Exchange’s OK, but not the data of an opened mailbox', async () => {
    const error = 'A1 OK AUTHENTICATE completed. [Error="ProxyNotAuthenticated Proxy=outlook.example:1993"]';
    const { result, words } = await wordsOf('imap', [
      { send: '* OK [CAPABILITY IMAP4 SASL-IR AUTH=XOAUTH2] ready\r\n' },
      { when: /AUTHENTICATE/, send: `${error}\r\n` },
      {
        when: /SELECT/,
        send: '* 3 EXISTS\r\n* OK [UIDVALIDITY 14] UIDVALIDITY value\r\n* OK [PERMANENTFLAGS (\\Seen)] Permanent flags\r\n* BAD Session is ending\r\nA2 OK [READ-WRITE] done\r\n',
      },
    ]);
    assert.equal(result.outcome, 'ok');
    assert.deepEqual(words.slice(1), [
      ['reply-line', 'authenticate', error],
      ['untagged', 'mailbox', '* BAD Session is ending'],
    ]);
  });

  it('are a refusing greeting, and an incomplete last line', async () => {
    assert.deepEqual((await wordsOf('pop3', [{ send: '-ERR [SYS/TEMP] busy\r\n', close: true }])).words, [
      ['greeting', 'greeting', '-ERR [SYS/TEMP] busy'],
    ]);
    const cut = await wordsOf('smtp', [...smtp, { when: /AUTH/, send: '421 4.3.2 Shutting', close: true }]);
    assert.equal(cut.result.failure?.code, 'connection-lost');
    assert.deepEqual(cut.words.slice(2), [['other', 'authenticate', '421 4.3.2 Shutting']]);
    const web = await wordsOf('pop3', [{ send: 'HTTP/1.1 400 Bad Request\r\nServer: cloud\r\n' }]);
    assert.deepEqual(web.words, [
      ['other', 'greeting', 'HTTP/1.1 400 Bad Request'],
      ['other', 'greeting', 'Server: cloud'],
    ]);
  });

  it('are limited to the greeting and the last lines', async () => {
    const flood = Array.from({ length: 500 }, (_, number) => `* NO line ${number}\r\n`).join('');
    const { result } = await wordsOf('imap', [
      { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hello\r\n' },
      { when: /AUTHENTICATE/, send: `${flood}A1 NO ${'x'.repeat(5000)}\r\n` },
    ]);
    const lines = result.serverWords.map(({ line }) => line);
    assert.equal(lines.length, 100);
    assert.match(lines[0] ?? '', /hello$/);
    assert.equal(lines[98], '* NO line 499');
    assert.equal(lines[99]?.length, 2001);
  });

  it('are in the JSON report, without an echoed token', async () => {
    const { result } = await wordsOf('imap', [
      { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hello\r\n' },
      { when: /AUTHENTICATE/, send: `* NO I got ${accessToken}\r\nA1 NO no\r\n` },
    ]);
    const { serverWords } = JSON.parse(JSON.stringify(toJson(result))) as Pick<LoginCheckResult, 'serverWords'>;
    assert.match(serverWords[1]?.line ?? '', /^\* NO I got <\d+ characters, #[0-9a-f]{4}>$/);
  });
});
