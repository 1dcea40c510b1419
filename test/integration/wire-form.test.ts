import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { compareMechanisms } from '../../src/mail/login-check/comparison.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import type { Protocol } from '../../src/mail/wire/server.js';
import { startScriptedServer, type ScriptedServer, type Turn } from '../support/scripted-server.js';

const user = 'alice@example.com';
const accessToken = 'made-up.token_0123456789';
const credential = Buffer.from(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`).toString('base64');
const whole = new RegExp(`^${credential.replaceAll('+', '\\+')}$`);

/** What comes before the login; the server of IMAP offers no SASL-IR where `continuation` is wanted first. */
const opening: Readonly<Record<Protocol, readonly Turn[]>> = {
  imap: [{ send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n' }],
  smtp: [{ send: '220 ready\r\n' }, { when: /EHLO/, send: '250-hello\r\n250 AUTH XOAUTH2\r\n' }],
  pop3: [{ send: '+OK ready\r\n' }, { when: /CAPA/, send: '+OK\r\nSASL XOAUTH2\r\n.\r\n' }],
};
const closing: Readonly<Record<Protocol, readonly Turn[]>> = {
  imap: [{ when: /SELECT/, send: 'A2 OK opened\r\n' }],
  smtp: [
    { when: /MAIL FROM/, send: '250 ok\r\n' },
    { when: /RSET/, send: '250 ok\r\n' },
  ],
  pop3: [{ when: /STAT/, send: '+OK 0 0\r\n' }],
};
const yes: Readonly<Record<Protocol, string>> = { imap: 'A1 OK in\r\n', smtp: '235 in\r\n', pop3: '+OK in\r\n' };
const goAhead: Readonly<Record<Protocol, string>> = { imap: '+ \r\n', smtp: '334 \r\n', pop3: '+ \r\n' };
const accepts = (protocol: Protocol, form: 'inline' | 'continuation'): readonly Turn[] => [
  ...opening[protocol],
  ...(form === 'inline'
    ? [{ when: /^(?:A1 )?AUTH(?:ENTICATE)? XOAUTH2 \S/, send: yes[protocol] }]
    : [
        { when: /^(?:A1 )?AUTH(?:ENTICATE)? XOAUTH2$/, send: goAhead[protocol] },
        { when: whole, send: yes[protocol] },
      ]),
  ...closing[protocol],
];

describe('the form of the credential', () => {
  let server: ScriptedServer;

  const attempt = async (
    protocol: Protocol,
    script: Parameters<typeof startScriptedServer>[0],
    changes: Partial<LoginCheckOptions> = {},
  ) => {
    server = await startScriptedServer(script);
    return checkLogin({
      protocol,
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      mechanism: 'XOAUTH2',
      user,
      accessToken,
      timeoutMs: 5000,
      ...changes,
    });
  };
  /** The script of a server that says this to the command, and accepts the other form on the next connection. */
  const rejecting =
    (protocol: Protocol, turns: readonly Turn[], other: 'inline' | 'continuation') => (number: number) =>
      number === 0 ? [...opening[protocol], ...turns] : accepts(protocol, other);
  const sent = () => server.received.filter((line) => line.includes(credential)).length;

  afterEach(async () => {
    await server.idle();
    await server.stop();
  });

  const rejections: readonly [Protocol, string][] = [
    ['smtp', '504 5.7.4 Unrecognized authentication type\r\n'],
    ['smtp', '501 5.5.4 Syntax: AUTH mechanism\r\n'],
    ['smtp', '500 5.5.6 Line too long\r\n'],
    ['imap', 'A1 BAD Command Argument Error. 11\r\n'],
    ['pop3', '-ERR Invalid command argument.\r\n'],
    ['pop3', '-ERR Protocol error. Connection is closed. 10\r\n'],
  ];
  for (const [protocol, line] of rejections) {
    it(`is a separate line if the server rejects the inline form with “${line.trim()}”`, async () => {
      const result = await attempt(protocol, rejecting(protocol, [{ when: /AUTH/, send: line }], 'continuation'));
      assert.equal(result.outcome, 'ok', JSON.stringify(result.transcript, undefined, 1));
      assert.deepEqual(result.rejectedForms, [{ form: 'inline', line: line.trim(), sent: true }]);
      assert.equal(result.acceptedForm, 'continuation');
      assert.match(result.checks[1]?.summary ?? '', /on a separate line: the server rejected the other form$/);
      assert.equal(sent(), 2);
    });
  }

  for (const protocol of ['imap', 'smtp', 'pop3'] as const) {
    it(`${protocol}: is a separate line if the server ignores the inline form; the first exchange is canceled`, async () => {
      const canceled = { imap: 'A1 BAD canceled\r\n', smtp: '501 canceled\r\n', pop3: '-ERR canceled\r\n' }[protocol];
      const turns = [
        { when: /AUTH/, send: goAhead[protocol] },
        { when: /^\*$/, send: canceled },
      ];
      const result = await attempt(protocol, rejecting(protocol, turns, 'continuation'));
      assert.equal(result.outcome, 'ok', JSON.stringify(result.transcript, undefined, 1));
      assert.deepEqual(result.rejectedForms, [{ form: 'inline', line: goAhead[protocol].trim(), sent: true }]);
      assert.equal(sent(), 2);
    });
  }

  it('is inline if the server refuses the command without a credential', async () => {
    const long = { accessToken: `${accessToken}${'x'.repeat(600)}` };
    for (const [protocol, line] of [
      ['smtp', '504 5.7.4 Unrecognized authentication type\r\n'],
      ['pop3', '-ERR Invalid command argument.\r\n'],
    ] as const) {
      const script = rejecting(protocol, [{ when: /^AUTH XOAUTH2$/, send: line }], 'inline');
      const result = await attempt(protocol, script, long);
      assert.equal(result.outcome, 'ok', JSON.stringify(result.transcript, undefined, 1));
      assert.deepEqual(result.rejectedForms, [{ form: 'continuation', line: line.trim(), sent: false }]);
      assert.deepEqual([result.acceptedForm, result.initialResponse?.sent], ['inline', true]);
      assert.equal(server.received.filter((one) => one.length > 600).length, 1);
      await server.stop();
    }
  });

  const refusals: readonly [Protocol, string][] = [
    ['smtp', '535 5.7.8 Username and Password not accepted\r\n'],
    ['smtp', '535 5.7.3 Authentication unsuccessful\r\n'],
    ['smtp', '501 5.5.2 Cannot Decode response\r\n'],
    ['smtp', '454 4.7.0 Temporary authentication failure\r\n'],
    ['smtp', '530 5.7.57 Client not authenticated\r\n'],
    ['imap', 'A1 NO AUTHENTICATE failed.\r\n'],
    ['imap', 'A1 NO Invalid command argument\r\n'],
    ['imap', 'A1 BAD Invalid SASL argument. k5\r\n'],
    ['imap', 'A1 BAD User is authenticated but not connected.\r\n'],
    ['imap', 'A1 BAD [AUTHENTICATIONFAILED] Command failed\r\n'],
    ['pop3', '-ERR [AUTH] Invalid command argument\r\n'],
    ['pop3', '-ERR Logon failure: unknown user name or bad password.\r\n'],
    ['pop3', '-ERR Too many simultaneous connections\r\n'],
  ];
  for (const [protocol, line] of refusals) {
    it(`is not changed after “${line.trim()}”, which is not about the form`, async () => {
      const result = await attempt(protocol, [...opening[protocol], { when: /AUTH/, send: line }]);
      assert.equal(result.outcome, 'refused');
      assert.deepEqual(result.rejectedForms, []);
      assert.equal(sent(), 1);
    });
  }

  it('is not changed after a challenge, whatever follows', async () => {
    const challenge = Buffer.from('{"status":"400"}').toString('base64');
    const turns = [
      { when: /AUTH/, send: `334 ${challenge}\r\n` },
      { when: /^$/, send: '501 5.5.4 Syntax error\r\n' },
    ];
    const result = await attempt('smtp', [...opening.smtp, ...turns]);
    assert.deepEqual([result.outcome, result.rejectedForms, sent()], ['refused', [], 1]);
    assert.equal(result.acceptedForm, 'inline');
  });

  it('is not changed if an empty challenge and the refusal arrive together', async () => {
    const result = await attempt('smtp', [...opening.smtp, { when: /AUTH/, send: '334 \r\n535 5.7.8 no\r\n' }]);
    assert.deepEqual([result.reply?.code, result.rejectedForms, sent()], ['535', [], 1]);
  });

  it('is changed once: if the other form fails too, the first result is kept and both are named', async () => {
    const script = (number: number) => [
      ...opening.smtp,
      { when: /AUTH/, send: number === 0 ? '504 5.7.4 Unrecognized authentication type\r\n' : '500 Unexpected\r\n' },
    ];
    const result = await attempt('smtp', script);
    assert.equal(result.reply?.line, '504 5.7.4 Unrecognized authentication type');
    assert.deepEqual(
      result.rejectedForms.map(({ form, sent: was }) => [form, was]),
      [
        ['inline', true],
        ['continuation', false],
      ],
    );
    assert.deepEqual([result.failedPhase, result.acceptedForm, sent()], ['authenticate', undefined, 1]);
    const [{ code, cause, advice }] = diagnose(result);
    assert.equal(code, 'both-forms-rejected');
    assert.match(`${cause} ${advice}`, /in both forms.*other form was tried/);
  });

  it('reports the refusal of the token if the other form is accepted', async () => {
    const script = (number: number) =>
      number === 0
        ? [...opening.smtp, { when: /AUTH/, send: '501 5.5.4 Syntax: AUTH mechanism\r\n' }]
        : [...opening.smtp, { when: /AUTH XOAUTH2$/, send: '334 \r\n' }, { when: whole, send: '535 5.7.8 no\r\n' }];
    const result = await attempt('smtp', script);
    assert.deepEqual([result.outcome, result.reply?.code, result.rejectedForms.length], ['refused', '535', 1]);
    assert.notEqual(diagnose(result)[0].code, 'both-forms-rejected');
  });

  it('keeps the first result if the second connection fails', async () => {
    const script = (number: number): readonly Turn[] =>
      number === 0
        ? [...opening.smtp, { when: /AUTH/, send: '504 5.7.4 Unrecognized authentication type\r\n' }]
        : [{ send: '421 too many\r\n' }];
    const result = await attempt('smtp', script);
    assert.deepEqual([result.reply?.code, result.failedPhase], ['504', 'authenticate']);
    assert.equal(result.serverWords.at(-1)?.line, '421 too many');
  });

  it('is not changed if it is forced, and an unsent credential is reported as such', async () => {
    const script = [...opening.smtp, { when: /AUTH/, send: '504 5.7.4 Unrecognized authentication type\r\n' }];
    const result = await attempt('smtp', script, { form: 'continuation' });
    assert.deepEqual([result.rejectedForms.length, result.initialResponse?.sent, sent()], [1, false, 0]);
    assert.match(result.checks[1]?.summary ?? '', /not sent/);
    assert.equal(result.checks[2]?.status, 'failed');
    assert.match(diagnose(result)[0].advice, /--initial_response inline/);
  });

  it('can be canceled during the second attempt', async () => {
    const cancel = new AbortController();
    server = await startScriptedServer((number) => [
      ...opening.smtp,
      ...(number === 0 ? [{ when: /AUTH/, send: '504 5.7.4 Unrecognized authentication type\r\n' }] : []),
    ]);
    server.listen((line) => {
      if (/^AUTH XOAUTH2$/.test(line)) cancel.abort();
    });
    const result = await checkLogin({
      protocol: 'smtp',
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      mechanism: 'XOAUTH2',
      user,
      accessToken,
      signal: cancel.signal,
    });
    assert.equal(result.outcome, 'cancelled');
  });

  it('is compared, even if one form is rejected', async () => {
    server = await startScriptedServer((number) =>
      number === 0
        ? [...opening.pop3, { when: /^AUTH XOAUTH2 /, send: '-ERR Invalid command argument.\r\n' }]
        : accepts('pop3', 'continuation'),
    );
    const rows = await compareMechanisms({
      protocol: 'pop3',
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      user,
      accessToken,
      timeoutMs: 5000,
    });
    assert.deepEqual(
      rows.map(({ mechanism, form, result }) => [mechanism, form, result.outcome]),
      [
        ['XOAUTH2', 'inline', 'refused'],
        ['XOAUTH2', 'continuation', 'ok'],
        ['OAUTHBEARER', undefined, 'failed'],
      ],
    );
  });
});

describe('a prompt for a password', () => {
  const prompts = ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6', 'VXNlciBOYW1lAA==', 'Username:'];
  for (const prompt of prompts) {
    for (const form of ['inline', 'continuation'] as const) {
      it(`is distinguished from a challenge: “${prompt}”, ${form}`, async () => {
        const server = await startScriptedServer([...opening.smtp, { when: /AUTH/, send: `334 ${prompt}\r\n` }]);
        try {
          const result = await checkLogin({
            protocol: 'smtp',
            server: { host: '127.0.0.1', port: server.port, security: 'none' },
            mechanism: 'XOAUTH2',
            user,
            accessToken,
            timeoutMs: 5000,
            form,
          });
          assert.equal(result.failure?.code, 'password-prompt');
          assert.match(
            result.failure.message,
            /asks for “(?:User ?name|Password):?(?:\\x00)?” as in a login with a password/i,
          );
          assert.equal(result.challenge, undefined);
          assert.equal(server.received.filter((line) => line.includes(credential)).length, form === 'inline' ? 1 : 0);
          assert.equal(diagnose(result)[0].code, 'password-prompt');
        } finally {
          await server.stop();
        }
      });
    }
  }
});
