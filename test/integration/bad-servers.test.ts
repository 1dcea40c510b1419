import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { compareMechanisms } from '../../src/mail/login-check/comparison.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import type { Protocol, Security } from '../../src/mail/wire/server.js';
import { startScriptedServer, type ScriptedServer, type Turn } from '../support/scripted-server.js';
import { formatComparison, formatOutcome } from '../../src/report/text.js';
import type { LoginCheckResult } from '../../src/mail/login-check/result.js';

const accessToken = 'made-up.token_0123456789';
const credential = Buffer.from(`user=alice@example.com\u0001auth=Bearer ${accessToken}\u0001\u0001`).toString('base64');
const challenge = Buffer.from('{"status":"401","schemes":"bearer","scope":"mail"}').toString('base64');

const imap: readonly Turn[] = [
  { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n' },
  { when: /AUTHENTICATE/, send: 'A1 OK done\r\n' },
  { when: /SELECT/, send: '* 3 EXISTS\r\n* OK [X {5}\r\nab\r\nc\r\nA2 OK [READ-WRITE] selected\r\n' },
  { when: /LOGOUT/, send: '* BYE bye\r\nA3 OK done\r\n' },
];
const smtp: readonly Turn[] = [
  { send: '220 ready\r\n' },
  { when: /EHLO/, send: '250-hello\r\n250-AUTH PLAIN XOAUTH2\r\n250 STARTTLS\r\n' },
  { when: /AUTH/, send: '235 2.7.0 accepted\r\n' },
  { when: /MAIL FROM/, send: '250 ok\r\n' },
  { when: /RSET/, send: '250 ok\r\n' },
  { when: /QUIT/, send: '221 bye\r\n' },
];
const pop3: readonly Turn[] = [
  { send: '+OK ready\r\n' },
  { when: /CAPA/, send: '+OK\r\nSASL XOAUTH2\r\nSTLS\r\n.\r\n' },
  { when: /AUTH/, send: '+OK in\r\n' },
  { when: /STAT/, send: '+OK 0 0\r\n' },
  { when: /QUIT/, send: '+OK bye\r\n' },
];
const scripts = { imap, smtp, pop3 };

/** A script with its turn at this place replaced, and nothing after it. */
const until = (script: readonly Turn[], place: number, turn: Turn): Turn[] => [
  ...script.slice(0, place),
  { ...script[place], ...turn },
];

describe('a test against a server that misbehaves', () => {
  let server: ScriptedServer;

  const attempt = async (
    protocol: Protocol,
    turns: readonly Turn[],
    changes: Partial<LoginCheckOptions> = {},
    security: Security = 'none',
  ) => {
    server = await startScriptedServer(turns);
    return checkLogin({
      protocol,
      server: { host: '127.0.0.1', port: server.port, security },
      mechanism: 'XOAUTH2',
      user: 'alice@example.com',
      accessToken,
      timeoutMs: 150,
      ...changes,
    });
  };

  // A socket that the test left open would let this wait until mocha gives up.
  afterEach(async () => {
    await server.idle();
    await server.stop();
  });

  for (const protocol of ['imap', 'smtp', 'pop3'] as const) {
    const script = scripts[protocol];

    it(`${protocol}: gives the same outcome however the bytes are split`, async () => {
      const whole = await attempt(protocol, script, { timeoutMs: 5000 });
      assert.equal(whole.outcome, 'ok', formatOutcome(whole));
      const texts = whole.transcript.filter(({ direction }) => direction !== 'note').map(({ text }) => text);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (chunk) => {
          await server.stop();
          const cut = await attempt(
            protocol,
            script.map((turn) => ({ ...turn, chunk })),
            { timeoutMs: 5000 },
          );
          assert.equal(cut.outcome, 'ok');
          assert.deepEqual(
            cut.transcript.filter(({ direction }) => direction !== 'note').map(({ text }) => text),
            texts,
          );
        }),
        { numRuns: 10 },
      );
    });

    // The goodbye comes after the verdict.
    for (const place of script.slice(0, -1).keys()) {
      it(`${protocol}: ends with the right outcome if the server hangs or closes at turn ${place}`, async () => {
        const hangs = await attempt(protocol, until(script, place, { send: '' }));
        assert.equal(hangs.failure?.code, 'timeout', formatOutcome(hangs));
        await server.stop();
        const closes = await attempt(protocol, until(script, place, { send: '', close: true }));
        assert.equal(closes.failure?.code, 'connection-lost', formatOutcome(closes));
        for (const report of [hangs, closes]) {
          assert.equal(report.phases.at(-1)?.status, 'failed');
          assert.notEqual(diagnose(report)[0].advice, '');
        }
      });

      it(`${protocol}: closes the socket when canceled at turn ${place}`, async () => {
        const cancel = new AbortController();
        const turns = until(script, place, { send: '' });
        server = await startScriptedServer(turns);
        const { when } = turns.at(-1) ?? {};
        server.listen((line) => {
          if (when?.test(line) === true) cancel.abort();
        });
        if (when === undefined) setImmediate(() => cancel.abort());
        const { port } = server;
        const report = await checkLogin({
          protocol,
          server: { host: '127.0.0.1', port, security: 'none' },
          mechanism: 'XOAUTH2',
          user: 'alice@example.com',
          accessToken,
          signal: cancel.signal,
        });
        assert.equal(report.outcome, 'cancelled');
      });
    }

    it(`${protocol}: rejects an endless line and an endless conversation`, async () => {
      const line = await attempt(protocol, until(script, 0, { send: 'x'.repeat(70 * 1024) }), { timeoutMs: 5000 });
      assert.equal(line.failure?.code, 'reply-too-long');
      await server.stop();
      const conversation = await attempt(
        protocol,
        until(script, 0, { send: `${script[0]?.send as string}${'* x\r\n'.repeat(300_000)}` }),
        { timeoutMs: 5000 },
      );
      assert.equal(conversation.outcome, 'failed');
    });

    it(`${protocol}: does not send the token if the mechanism is not offered`, async () => {
      const turns = script.map((turn) => ({
        ...turn,
        ...(turn.send === undefined ? {} : { send: String(turn.send).replace(/AUTH=XOAUTH2|XOAUTH2/, 'OTHER') }),
      }));
      if (protocol === 'imap') {
        turns.splice(1, 0, { when: /CAPABILITY/, send: '* CAPABILITY IMAP4rev1 AUTH=OTHER\r\nA1 OK done\r\n' });
      }
      const report = await attempt(protocol, turns);
      assert.equal(report.failure?.code, 'mechanism-not-offered', formatOutcome(report));
      assert.match(report.failure.message, /OTHER/);
      assert.ok(!server.received.some((received) => received.includes(credential)));
    });

    it(`${protocol}: does not continue unencrypted if STARTTLS is not offered, refused, or followed by plaintext`, async () => {
      const starttls = protocol === 'pop3' ? 'STLS' : 'STARTTLS';
      const offering = script.map((turn) => ({
        ...turn,
        ...(turn.send === undefined ? {} : { send: String(turn.send).replace('SASL-IR', 'SASL-IR STARTTLS') }),
      }));
      const before = offering.slice(0, protocol === 'imap' ? 1 : 2);
      const [no, yes] = {
        imap: ['A1 NO no\r\n', 'A1 OK go\r\n'],
        smtp: ['454 no\r\n', '220 go\r\n'],
        pop3: ['-ERR no\r\n', '+OK go\r\n'],
      }[protocol] as [string, string];
      const cases = [
        [
          script.map((turn) => ({
            ...turn,
            ...(turn.send === undefined
              ? {}
              : { send: String(turn.send).replace(/250 STARTTLS|STLS/, protocol === 'smtp' ? '250 HELP' : 'HELP') }),
          })),
          'starttls-not-offered',
        ],
        [[...before, { when: new RegExp(starttls), send: no }], 'starttls-refused'],
        [[...before, { when: new RegExp(starttls), send: `${yes}injected\r\n` }], 'starttls-injection'],
      ] as const;
      for (const [turns, code] of cases) {
        const report = await attempt(protocol, turns, {}, 'starttls');
        assert.equal(report.failure?.code, code, formatOutcome(report));
        assert.ok(!server.received.some((received) => received.includes(credential)));
        await server.stop();
      }
    });

    it(`${protocol}: recognizes the protocol of a wrong server`, async () => {
      const others = { imap: '220 mail ESMTP\r\n', smtp: '* OK IMAP4rev1\r\n', pop3: 'HTTP/1.1 400 Bad Request\r\n' };
      const report = await attempt(protocol, [{ send: others[protocol] }]);
      assert.equal(report.failure?.code, 'protocol-error');
      assert.match(
        report.failure.message,
        { imap: /speaks SMTP, not IMAP/, smtp: /speaks IMAP, not SMTP/, pop3: /speaks HTTP, not POP3/ }[protocol],
      );
    });
  }

  it('responds to a challenge as the mechanism requires, and cancels at a second one', async () => {
    const report = await attempt('imap', [
      imap[0]!,
      { when: /AUTHENTICATE/, send: `+ ${challenge}\r\n` },
      { when: /^$/, send: `+ ${challenge}\r\n` },
      { when: /^\*$/, send: 'A1 NO [AUTHENTICATIONFAILED] no\r\n' },
    ]);
    assert.equal(report.outcome, 'refused', formatOutcome(report));
    assert.equal(report.challenge?.status, '401');
    assert.equal(report.reply?.responseCode, 'AUTHENTICATIONFAILED');
  });

  it('keeps a challenge that is neither base64 nor JSON unchanged', async () => {
    const report = await attempt('smtp', [
      ...smtp.slice(0, 2),
      { when: /AUTH/, send: '334 Try \u0007again\r\n' },
      { when: /^$/, send: '535 5.7.8 no\r\n' },
    ]);
    assert.equal(report.outcome, 'refused', formatOutcome(report));
    assert.doesNotMatch(report.challenge?.text ?? '', /\u0007/);
    assert.equal(report.reply?.enhancedStatus, '5.7.8');
  });

  it('redacts the credential in the transcript, even if the server echoes it', async () => {
    const report = await attempt(
      'imap',
      until(imap, 1, { send: `A1 NO what is ${credential} or ${accessToken}?\r\n` }),
    );
    const text = JSON.stringify(report);
    assert.ok(!text.includes(credential) && !text.includes(accessToken), text);
    assert.match(
      report.reply?.line ?? '',
      /what is <user=alice@example\.com, auth=Bearer <24 characters, #[0-9a-f]{4}>> or <24 characters, #[0-9a-f]{4}>\?/,
    );
  });

  it('redacts the credential everywhere, in whatever form the server echoes it', async () => {
    const inside = Buffer.from(JSON.stringify({ status: accessToken, scope: `x ${credential}` })).toString('base64');
    const report = await attempt('imap', [
      imap[0]!,
      { when: /AUTHENTICATE/, send: `+ ${inside}\r\n` },
      {
        when: /^$/,
        send: `* CAPABILITY X=${accessToken}\r\nA1 NO cut ${credential.slice(3, 40)} ${Buffer.from(accessToken).toString('base64')}\r\n`,
      },
    ]);
    assert.equal(report.outcome, 'refused', formatOutcome(report));
    const text = JSON.stringify({ report, diagnosis: diagnose(report)[0] });
    for (const secret of [
      accessToken,
      credential,
      credential.slice(3, 40),
      Buffer.from(accessToken).toString('base64').slice(0, 24),
    ]) {
      assert.ok(!text.includes(secret) && !text.includes(secret.toUpperCase()), secret);
    }
  });

  it('escapes control characters and broken UTF-8', async () => {
    const report = await attempt('imap', [{ send: Buffer.from('* BYE \u0000\u001b[31m\xff no\r\n', 'latin1') }]);
    assert.equal(report.outcome, 'refused');
    assert.equal(report.transcript.at(-1)?.text, '* BYE \\x00\\x1b[31m\\xff no');
  });

  const strange: readonly [string, Protocol, readonly Turn[], string][] = [
    ['a wrong tag', 'imap', until(imap, 1, { send: 'Z9 OK done\r\n' }), 'protocol-error'],
    ['PREAUTH', 'imap', [{ send: '* PREAUTH welcome\r\n' }], 'preauth'],
    [
      'OK before the credential',
      'imap',
      [{ send: '* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] x\r\n' }, { when: /AUTHENTICATE/, send: 'A1 OK early\r\n' }],
      'protocol-error',
    ],
    ['an absurd literal', 'imap', until(imap, 2, { send: '* X {99999999999}\r\n' }), 'reply-too-long'],
    ['a reply that changes its code', 'smtp', until(smtp, 1, { send: '250-a\r\n550 b\r\n' }), 'protocol-error'],
  ];
  for (const [name, protocol, turns, code] of strange) {
    it(`explains ${name}`, async () => {
      const report = await attempt(protocol, turns);
      assert.equal(report.failure?.code, code, formatOutcome(report));
    });
  }

  it('treats a BYE or 421 as a refusal', async () => {
    const report = await attempt(
      'imap',
      until(imap, 2, { send: 'A2 BAD User is authenticated but not connected.\r\n* BYE Connection closed. 14\r\n' }),
    );
    assert.equal(report.failedPhase, 'mailbox');
    assert.equal(diagnose(report)[0].code, 'authenticated-not-connected');
    await server.stop();
    const bye = await attempt('imap', until(imap, 1, { send: '* BYE too many connections\r\n' }));
    assert.equal(bye.reply?.code, 'BYE');
  });

  it('accepts a host in brackets and an internationalized name', async () => {
    const attemptAt = (host: string) =>
      checkLogin({
        protocol: 'imap',
        server: { host, port: 1, security: 'none' },
        mechanism: 'OAUTHBEARER',
        user: 'alice@example.com',
        accessToken,
        allowPlaintext: true,
        timeoutMs: 5000,
      });
    const bracketed = await attemptAt('[::1]');
    assert.notEqual(bracketed.failure?.code, 'host-not-found');
    assert.match(bracketed.failure?.message ?? '', /\[::1\]:1\b/);
    const foreign = await attemptAt('imap.bücher.invalid');
    assert.deepEqual([foreign.failure?.code, foreign.server.host], ['host-not-found', 'imap.xn--bcher-kva.invalid']);
    assert.equal((await attemptAt('imap example')).failure?.code, 'host-not-found');
  });

  it('records an incomplete last line', async () => {
    const report = await attempt('imap', until(imap, 1, { send: '* BYE go away', close: true }));
    assert.equal(report.failure?.code, 'connection-lost');
    assert.deepEqual(report.transcript.at(-1)?.text, '* BYE go away');
  });

  it('is not confused by a token that equals a protocol word', async () => {
    const report = await attempt('imap', imap, { accessToken: 'e' });
    assert.match(report.checks[1]?.summary ?? '', /^well formed XOAUTH2; sent on the line of the command/);
  });

  it('returns the result before the server closes, and leaves no socket open', async () => {
    let onClose: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (onClose = resolve));
    const report = await attempt('imap', imap.slice(0, 3), { timeoutMs: 5000, onClose: () => onClose() });
    assert.equal(report.outcome, 'ok');
    assert.equal(report.phases.at(-1)?.name, 'mailbox');
    assert.deepEqual([report.transcript.at(-1)?.phase, report.transcript.at(-1)?.text], ['logout', 'A3 LOGOUT']);
    assert.equal(server.connections(), 1);
    await closed;
  });

  it('reads replies in one packet, and a refusal that does not wait for the response to the challenge', async () => {
    const together = await attempt('smtp', [
      ...smtp.slice(0, 2),
      { when: /AUTH/, send: `334 ${challenge}\r\n535 5.7.8 no\r\n` },
    ]);
    assert.equal(together.outcome, 'refused', formatOutcome(together));
    assert.equal(together.challenge?.status, '401');
    await server.stop();
    const early = await attempt('imap', [
      { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n* OK still here\r\n' },
      ...imap.slice(1),
    ]);
    assert.equal(early.outcome, 'ok', formatOutcome(early));
  });

  it('rejects a line of 10 MB without buffering all of it', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const report = await attempt('imap', [{ send: Buffer.alloc(10 * 1024 * 1024, 'x') }], { timeoutMs: 5000 });
    assert.equal(report.failure?.code, 'reply-too-long');
    assert.ok(JSON.stringify(report).length < 10_000);
    assert.ok(process.memoryUsage().arrayBuffers - before < 40 * 1024 * 1024);
  });

  it('sends tokens of 4 KB and 12 KB, inline only if the protocol allows it', async () => {
    for (const size of [4096, 12_288]) {
      const long = { accessToken: 'x'.repeat(size), timeoutMs: 5000 };
      const oneLine = await attempt('imap', imap, long);
      assert.deepEqual([oneLine.outcome, oneLine.initialResponse?.form], ['ok', 'inline']);
      await server.stop();
      for (const [protocol, goAhead] of [
        ['smtp', '334 \r\n'],
        ['pop3', '+ \r\n'],
      ] as const) {
        const script = scripts[protocol];
        const twoLines = await attempt(
          protocol,
          [
            ...script.slice(0, 2),
            { when: /^AUTH XOAUTH2$/, send: goAhead },
            { ...script[2]!, when: /^[\w+/=]{5000,}$/ },
            ...script.slice(3),
          ],
          long,
        );
        assert.deepEqual(
          [twoLines.outcome, twoLines.initialResponse?.form],
          ['ok', 'continuation'],
          formatOutcome(twoLines),
        );
        await server.stop();
      }
    }
  });

  it('sends the credential in the requested form, and states the reason', async () => {
    const twoLines = await attempt(
      'imap',
      [
        imap[0]!,
        { when: /AUTHENTICATE XOAUTH2$/, send: '+ \r\n' },
        { when: new RegExp(`^${credential}$`), send: 'A1 OK in\r\n' },
        ...imap.slice(2),
      ],
      { form: 'continuation' },
    );
    assert.equal(twoLines.outcome, 'ok', formatOutcome(twoLines));
    assert.deepEqual(twoLines.initialResponse, {
      form: 'continuation',
      reason: 'requested, although the server supports SASL-IR (RFC 4959)',
      sent: true,
    });
    await server.stop();
    const oneLine = await attempt('smtp', smtp, { form: 'inline', accessToken: 'x'.repeat(4096) });
    assert.equal(oneLine.outcome, 'ok', formatOutcome(oneLine));
    assert.match(
      oneLine.initialResponse?.reason ?? '',
      /requested, although the line of \d+ octets would exceed the limit of 512/,
    );
    await server.stop();
    const known = await attempt(
      'pop3',
      [
        ...pop3.slice(0, 2),
        { when: /^AUTH XOAUTH2$/, send: '+ \r\n' },
        { when: /^dXNlcj/, send: '+OK in\r\n' },
        ...pop3.slice(3),
      ],
      { serverProfile: { provider: 'Microsoft', separatePop3Credential: true } },
    );
    assert.equal(known.outcome, 'ok', formatOutcome(known));
    assert.match(known.initialResponse?.reason ?? '', /Microsoft’s POP3 server requires it/);
  });

  it('closes each connection of a comparison before the next login', async () => {
    let open = 0;
    const locked = net.createServer((socket) => {
      const inUse = open > 0;
      const release = () => {
        open--;
        socket.end('+OK bye\r\n');
      };
      open++;
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        const line = chunk.toString();
        if (line.startsWith('CAPA')) socket.write('+OK\r\nSASL XOAUTH2 OAUTHBEARER\r\n.\r\n');
        else if (line.startsWith('QUIT')) setTimeout(release, 30);
        else if (/^AUTH \S+\r\n$/.test(line)) socket.write('+ \r\n');
        else socket.write(inUse ? '-ERR [IN-USE] locked\r\n' : '+OK\r\n');
      });
      socket.write('+OK ready\r\n');
    });
    await new Promise<void>((resolve) => locked.listen(0, '127.0.0.1', resolve));
    const { port } = locked.address() as AddressInfo;
    const rows = await compareMechanisms({
      protocol: 'pop3',
      server: { host: '127.0.0.1', port, security: 'none' },
      user: 'alice@example.com',
      accessToken,
      timeoutMs: 5000,
    });
    await new Promise((resolve) => locked.close(resolve));
    assert.deepEqual(
      rows.map(({ result }) => result.outcome),
      ['ok', 'ok', 'ok', 'ok'],
    );
  });

  it('chooses the best offered mechanism, and compares the offered ones', async () => {
    const both = imap.map((turn) => ({
      ...turn,
      ...(turn.send === undefined
        ? {}
        : { send: String(turn.send).replace('AUTH=XOAUTH2', 'AUTH=XOAUTH2 AUTH=OAUTHBEARER') }),
    }));
    assert.equal((await attempt('imap', both, { mechanism: 'best' })).mechanism, 'OAUTHBEARER');
    await server.stop();
    assert.equal((await attempt('imap', imap, { mechanism: 'best' })).mechanism, 'XOAUTH2');
    await server.stop();
    server = await startScriptedServer([
      imap[0]!,
      { when: /AUTHENTICATE XOAUTH2 \S/, send: 'A1 NO [AUTHENTICATIONFAILED] no\r\n' },
    ]);
    const rows = await compareMechanisms({
      protocol: 'imap',
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      user: 'alice@example.com',
      accessToken,
      timeoutMs: 150,
    });
    assert.deepEqual(
      rows.map(({ mechanism, form, result }) => [mechanism, form, result.outcome]),
      [
        ['XOAUTH2', 'inline', 'refused'],
        ['XOAUTH2', 'continuation', 'failed'],
        ['OAUTHBEARER', undefined, 'failed'],
      ],
    );
    const table = formatComparison(rows);
    assert.match(
      table[1] ?? '',
      /^IMAP +XOAUTH2 +on the line of the command +refused +\d+ ms +\d+ ms +A1 NO \[AUTHENTICATIONFAILED\] no$/,
    );
    assert.match(table[3] ?? '', /^IMAP +OAUTHBEARER +– +not offered +–/);
  });

  it('reports its four checks as ok, failed or skipped', async () => {
    const statuses = ({ checks }: LoginCheckResult) => checks.map(({ name, status }) => `${name} ${status}`).join(', ');
    const good = await attempt('imap', imap);
    assert.equal(statuses(good), 'token ok, string ok, login ok, mailbox ok');
    await server.stop();
    assert.equal(
      statuses(await attempt('imap', until(imap, 1, { send: 'A1 NO no\r\n' }))),
      'token ok, string ok, login failed, mailbox skipped',
    );
    await server.stop();
    assert.equal(
      statuses(await attempt('imap', until(imap, 2, { send: 'A2 BAD User is authenticated but not connected.\r\n' }))),
      'token ok, string ok, login ok, mailbox failed',
    );
    await server.stop();
    assert.equal(
      statuses(await attempt('imap', imap, { user: '' })),
      'token ok, string failed, login skipped, mailbox skipped',
    );
    await server.stop();
    assert.equal(
      statuses(await attempt('smtp', smtp, { user: 'alice' })),
      'token ok, string ok, login ok, mailbox skipped',
    );
    await server.stop();
    const expired = { token: { expiresAt: 1000 }, today: () => 2000 };
    const stopped = await attempt('imap', imap, expired);
    assert.equal(statuses(stopped), 'token failed, string skipped, login skipped, mailbox skipped');
    assert.deepEqual(
      [stopped.failure?.code, stopped.failedPhase, server.received.length],
      ['token-expired', 'token', 0],
    );
    await server.stop();
    assert.equal(
      statuses(await attempt('imap', imap, { ...expired, skipTokenCheck: true })),
      'token failed, string ok, login ok, mailbox ok',
    );
  });

  it('sends a token unencrypted to another machine only with allowPlaintext', async () => {
    server = await startScriptedServer([]);
    const options = {
      protocol: 'imap',
      server: { host: 'mail.invalid', port: 143, security: 'none' },
      mechanism: 'XOAUTH2',
      user: 'alice@example.com',
      accessToken,
    } as const;
    assert.equal((await checkLogin(options)).failure?.code, 'plain-refused');
    assert.equal((await checkLogin({ ...options, allowPlaintext: true })).failure?.code, 'host-not-found');
  });

  it('sends nothing if the credential is invalid', async () => {
    const report = await attempt('imap', imap, { accessToken: 'Bearer x' });
    assert.equal(report.failure?.code, 'invalid-credential');
    assert.equal(server.received.length, 0);
  });

  it('makes no unnecessary round trip', async () => {
    let onClose: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (onClose = resolve));
    await attempt('imap', imap, { timeoutMs: 5000, onClose: () => onClose() });
    await closed;
    assert.deepEqual(
      server.received.map((line) => line.split(' ')[1]),
      ['AUTHENTICATE', 'SELECT', 'LOGOUT'],
    );
  });
});
