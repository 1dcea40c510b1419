import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import { formatChecks, formatOutcome } from '../../src/report/text.js';
import { startScriptedServer, type ScriptedServer, type Turn } from '../support/scripted-server.js';

const user = 'alice@example.com';
const script: readonly Turn[] = [
  { send: '220 ready\r\n' },
  { when: /EHLO/, send: '250-hello\r\n250-PIPELINING\r\n250 AUTH XOAUTH2\r\n' },
  { when: /AUTH/, send: '235 2.7.0 in\r\n' },
  { when: /MAIL FROM/, send: '250 2.1.0 sender ok\r\n' },
  { when: /RCPT TO/, send: '250 2.1.5 recipient ok\r\n' },
  { when: /^DATA$/, send: '354 go ahead\r\n' },
  { when: /^\.$/, send: '250 2.0.0 queued as 12345\r\n' },
  { when: /QUIT/, send: '221 bye\r\n' },
];

/** The script with another answer to the command, and nothing after it. */
const answering = (command: RegExp, send: string, rest: Partial<Turn> = {}): readonly Turn[] => {
  const place = script.findIndex(({ when }) => when?.source === command.source);
  return [...script.slice(0, place), { when: command, send, ...rest }];
};

describe('a test message', () => {
  let server: ScriptedServer;

  const attempt = async (turns: readonly Turn[], changes: Partial<LoginCheckOptions> = {}) => {
    server = await startScriptedServer(turns);
    return checkLogin({
      protocol: 'smtp',
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      mechanism: 'XOAUTH2',
      user,
      accessToken: 'made-up.token_0123456789',
      timeoutMs: 5000,
      sendTestMessage: true,
      now: () => Date.UTC(2026, 10, 5, 9, 8, 7),
      ...changes,
    });
  };

  afterEach(async () => {
    await server.idle();
    await server.stop();
  });

  it('is sent once from the account to itself, and is a separate check', async () => {
    const result = await attempt(script);
    assert.equal(result.outcome, 'ok', formatOutcome(result));
    const [mail, rcpt, data, ...message] = server.received.slice(2);
    assert.deepEqual([mail, rcpt, data], [`MAIL FROM:<${user}>`, `RCPT TO:<${user}>`, 'DATA']);
    const end = message.indexOf('.');
    assert.match(
      message.slice(0, end).join('\n'),
      /^Date: Thu, 05 Nov 2026 09:08:07 \+0000\nFrom: <alice@example\.com>\n/,
    );
    assert.ok(!server.received.includes('RSET'));
    assert.deepEqual(result.checks.map(({ name, status, summary }) => [name, status, summary]).slice(3), [
      ['mailbox', 'ok', 'sender ok'],
      ['message', 'ok', 'queued as 12345'],
    ]);
    assert.deepEqual(result.phases.at(-1)?.name, 'message');
    assert.match(diagnose(result)[0].advice, /a message was sent: the server accepted it/);
    assert.ok(formatChecks(result.checks).some((line) => /✔ Message +ok +queued as/.test(line)));
  });

  describe('from an internationalized address', () => {
    const address = 'jörg@exämple.test';
    const withUtf8 = script.map((turn) =>
      turn.when?.source === 'EHLO' ? { ...turn, send: '250-hello\r\n250-SMTPUTF8\r\n250 AUTH XOAUTH2\r\n' } : turn,
    );

    it('is sent to a server with SMTPUTF8', async () => {
      const result = await attempt(withUtf8, { user: address });
      assert.equal(result.outcome, 'ok', formatOutcome(result));
      const received = server.received.map((line) => Buffer.from(line, 'latin1').toString('utf8'));
      assert.ok(received.includes(`MAIL FROM:<${address}> SMTPUTF8`));
      assert.ok(received.includes(`From: <${address}>`));
      assert.match(received.join('\n'), /^Message-ID: <[\w-]+@xn--exmple-cua\.test>$/m);
    });

    it('is not sent to a server without it, with that reason', async () => {
      const result = await attempt(script, { user: address });
      assert.equal(result.failure?.code, 'smtputf8-not-offered');
      assert.match(diagnose(result)[0].cause, /127\.0\.0\.1 does not support SMTPUTF8 .* jörg@exämple\.test requires/);
      assert.deepEqual(
        result.checks.map(({ name, status }) => `${name} ${status}`),
        ['token ok', 'string ok', 'login ok', 'mailbox failed', 'message skipped'],
      );
      assert.ok(!server.received.some((line) => line.startsWith('MAIL')));
    });

    it('does not fail a login check without a message', async () => {
      const result = await attempt(script, { user: address, sendTestMessage: false });
      assert.equal(result.outcome, 'ok');
      assert.match(JSON.stringify(result.transcript), /skipped: the server does not support SMTPUTF8/);
    });
  });

  it('is not sent unless requested', async () => {
    const result = await attempt(
      [...script.slice(0, 4), { when: /RSET/, send: '250 ok\r\n' }, { when: /QUIT/, send: '221 bye\r\n' }],
      { sendTestMessage: false },
    );
    assert.equal(result.outcome, 'ok');
    assert.ok(!server.received.some((line) => /^(?:RCPT|DATA)/.test(line)));
    assert.deepEqual(
      result.checks.map(({ name }) => name),
      ['token', 'string', 'login', 'mailbox'],
    );
  });

  const refusals: readonly [string, RegExp, string, string, RegExp][] = [
    [
      'the right to send, after DATA',
      /^\.$/,
      '554 5.2.252 SendAsDenied; alice@example.com not allowed to send as bob@example.com\r\n',
      'send-as-denied',
      /accepted alice@example\.com and refused the message: 554/,
    ],
    [
      'the right to send, in the second of several lines',
      /^\.$/,
      '550-5.7.60 SMTP\r\n550 5.7.60 Client does not have permissions to send as this sender\r\n',
      'send-as-denied',
      /refused the message/,
    ],
    [
      'the address of this machine',
      /^\.$/,
      '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.\r\n',
      'machine-blocked',
      /refused the message/,
    ],
    [
      'the recipient',
      /RCPT TO/,
      '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found\r\n',
      'recipient-rejected',
      /refused the message/,
    ],
    [
      'a sender of no known kind',
      /RCPT TO/,
      '550 5.1.0 Address rejected\r\n',
      'recipient-rejected',
      /refused the message/,
    ],
    [
      'a domain',
      /^DATA$/,
      '550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains.\r\n',
      'sender-domain-not-registered',
      /refused the message/,
    ],
  ];
  for (const [what, command, send, code, closing] of refusals) {
    it(`shows that the server refuses ${what}`, async () => {
      const result = await attempt(answering(command, send));
      assert.deepEqual([result.outcome, result.failedPhase], ['refused', 'message']);
      assert.equal(diagnose(result)[0].code, code);
      assert.match(formatOutcome(result), closing);
      assert.deepEqual(result.checks.map(({ name, status }) => `${name} ${status}`).slice(2), [
        'login ok',
        'mailbox ok',
        'message failed',
      ]);
      assert.deepEqual(
        result.serverWords.filter(({ phase }) => phase === 'message').map(({ line }) => line),
        send.trim().split('\r\n'),
      );
    });
  }

  it('is not sent if the sender is refused', async () => {
    const result = await attempt(
      answering(/MAIL FROM/, '550 5.7.60 Client does not have permissions to send as this sender\r\n'),
    );
    assert.equal(result.failedPhase, 'mailbox');
    assert.match(formatOutcome(result), /accepted alice@example\.com and refused the sender: 550/);
    assert.deepEqual(result.checks.map(({ name, status }) => `${name} ${status}`).slice(2), [
      'login ok',
      'mailbox failed',
      'message skipped',
    ]);
  });

  it('has an unknown outcome if the server does not reply', async () => {
    const hangs = await attempt(answering(/^\.$/, ''), { timeoutMs: 150 });
    assert.match(hangs.failure?.message ?? '', /Whether it accepted the message is not known/);
    await server.stop();
    const closes = await attempt(answering(/^\.$/, '', { close: true }));
    assert.match(closes.failure?.message ?? '', /Whether it accepted the message is not known/);
  });

  it('is skipped if the user name is not an address', async () => {
    const result = await attempt([...script.slice(0, 3), script.at(-1)!], { user: 'alice' });
    assert.deepEqual(result.checks.map(({ name, status }) => `${name} ${status}`).slice(2), [
      'login ok',
      'mailbox skipped',
      'message skipped',
    ]);
    assert.match(diagnose(result)[0].advice, /Only sending a message shows/);
  });
});
