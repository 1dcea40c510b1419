import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { compareMechanisms } from '../../src/mail/login-check/comparison.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import type { Protocol, Security } from '../../src/mail/wire/server.js';
import { mechanisms } from '../../src/sasl/mechanism.js';
import { mailScope, startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.js';
import { portNames, startDovecot, type Dovecot } from '../support/dovecot.js';
import { startPostfix, type Postfix } from '../support/postfix.js';

const user = 'alice@example.com';

describe('a test against Dovecot', function () {
  this.timeout(60_000);
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;
  let ca: string;

  before(async () => {
    authorizationServer = await startAuthorizationServer();
    dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
    ca = await readFile(dovecot.caFile, 'utf8');
  });

  after(async () => {
    await dovecot.stop();
    await authorizationServer.stop();
  });

  const attempt = (
    protocol: Protocol,
    security: Exclude<Security, 'none'>,
    accessToken: string,
    changes: Partial<LoginCheckOptions> = {},
  ) =>
    checkLogin({
      protocol,
      server: { host: dovecot.host, port: dovecot.ports[portNames[protocol][security]], security },
      mechanism: 'XOAUTH2',
      user,
      accessToken,
      ca,
      ...changes,
    });

  for (const protocol of ['imap', 'smtp', 'pop3'] as const) {
    for (const security of ['tls', 'starttls'] as const) {
      for (const mechanism of mechanisms) {
        it(`logs in with ${protocol} and ${mechanism}, ${security}`, async () => {
          const { accessToken } = await authorizationServer.issueTokens({ user });
          const report = await attempt(protocol, security, accessToken, { mechanism });
          assert.equal(report.outcome, 'ok', JSON.stringify(report, undefined, 1));
          assert.match(report.tls?.protocol ?? '', /^TLSv1\.[23]$/);
          assert.deepEqual(report.tls?.altNames, ['localhost', '127.0.0.1']);
          assert.ok(report.phases.some(({ name, status }) => name === 'mailbox' && status === 'ok'));
          const text = JSON.stringify(report);
          assert.ok(!text.includes(accessToken));
          assert.match(text, /auth=Bearer <\d+ characters, #[0-9a-f]{4}>/);
        });
      }

      it(`explains a refused token with ${protocol}, ${security}, after responding to the challenge`, async () => {
        const report = await attempt(protocol, security, 'made-up-token');
        assert.equal(report.outcome, 'refused', JSON.stringify(report, undefined, 1));
        assert.equal(report.failedPhase, 'authenticate');
        assert.equal(report.challenge?.status, '401');
        assert.equal(report.reply?.code, { imap: 'NO', smtp: '535', pop3: '-ERR' }[protocol]);
        const { code, cause, advice } = diagnose(report)[0];
        assert.equal(code, 'invalid-token');
        assert.match(`${cause} ${advice}`, /expired or been revoked.*sign in again/);
      });
    }
  }

  const badTokens = {
    expired: async () => (await authorizationServer.issueTokens({ user, expiresIn: -1 })).accessToken,
    revoked: async () => {
      const { accessToken, revoke } = await authorizationServer.issueTokens({ user });
      await revoke();
      return accessToken;
    },
    'of another user': async () => (await authorizationServer.issueTokens({ user: 'bob@example.com' })).accessToken,
    'of another scope': async () => (await authorizationServer.issueTokens({ user, scope: 'read-only' })).accessToken,
  };
  for (const [name, issue] of Object.entries(badTokens)) {
    for (const protocol of ['imap', 'smtp', 'pop3'] as const) {
      for (const mechanism of mechanisms) {
        const security = mechanism === 'XOAUTH2' ? 'tls' : 'starttls';
        it(`reports the refusal of a token that is ${name}, with ${protocol}, ${mechanism}, ${security}`, async () => {
          const report = await attempt(protocol, security, await issue(), { mechanism });
          assert.equal(report.outcome, 'refused', JSON.stringify(report, undefined, 1));
          assert.equal(report.failedPhase, 'authenticate');
          assert.notEqual(diagnose(report)[0].code, 'unknown');
        });
      }
    }
  }

  it('sends a test message through Dovecot’s submission', async () => {
    const { accessToken } = await authorizationServer.issueTokens({ user });
    const report = await attempt('smtp', 'tls', accessToken, { sendTestMessage: true });
    assert.equal(report.outcome, 'ok', JSON.stringify(report.transcript, undefined, 1));
    assert.equal(report.checks.at(-1)?.name, 'message');
    assert.equal(dovecot.messages.length, 1);
    assert.match(dovecot.messages[0] ?? '', /^From: <alice@example\.com>$/m);
    assert.match(dovecot.messages[0] ?? '', /^Subject: Test message from Mail OAuth$/m);
  });

  it('compares the mechanisms that are offered', async () => {
    const { accessToken } = await authorizationServer.issueTokens({ user });
    const rows = await compareMechanisms({
      protocol: 'pop3',
      server: { host: dovecot.host, port: dovecot.ports.pop3s, security: 'tls' },
      user,
      accessToken,
      ca,
    });
    assert.deepEqual(
      rows.map(({ mechanism, form, result }) => `${mechanism} ${form} ${result.outcome}`),
      ['XOAUTH2 inline ok', 'XOAUTH2 continuation ok', 'OAUTHBEARER inline ok', 'OAUTHBEARER continuation ok'],
    );
  });

  it('logs in if the first address of a host does not respond', async () => {
    const { accessToken } = await authorizationServer.issueTokens({ user });
    // Dovecot listens on IPv4 only; “localhost” is ::1 as well.
    const report = await attempt('imap', 'tls', accessToken);
    assert.equal(report.outcome, 'ok');
    assert.match(JSON.stringify(report.transcript), /connected to 127\.0\.0\.1/);
  });

  it('sends a token that exceeds the line limits of SMTP and POP3 on a separate line', async () => {
    for (const protocol of ['smtp', 'pop3'] as const) {
      const report = await attempt(protocol, 'tls', 'x'.repeat(4096));
      assert.equal(report.initialResponse?.form, 'continuation');
      assert.equal(report.outcome, 'refused', report.failure?.message);
    }
  });

  it('reports an untrusted certificate, and sends nothing', async () => {
    const { ca: _, ...options } = {
      protocol: 'imap',
      server: { host: dovecot.host, port: dovecot.ports.imaps, security: 'tls' },
      mechanism: 'XOAUTH2',
      user,
      accessToken: 'token',
      ca,
    } as const;
    const report = await checkLogin(options);
    assert.equal(report.failure?.code, 'tls-untrusted');
    assert.match(diagnose(report)[0].advice, /CA file/);
    assert.ok(report.transcript.every(({ direction }) => direction === 'note'));
  });

  it('recognizes TLS on a plaintext port, and vice versa', async () => {
    const { accessToken } = await authorizationServer.issueTokens({ user });
    const tooEarly = await attempt('imap', 'tls', accessToken, {
      server: { host: 'localhost', port: dovecot.ports.imap, security: 'tls' },
    });
    assert.equal(tooEarly.failure?.code, 'tls-failed');
    assert.match(diagnose(tooEarly)[0].advice, /STARTTLS/);
    const tooLate = await attempt('imap', 'tls', accessToken, {
      server: { host: 'localhost', port: dovecot.ports.imaps, security: 'starttls' },
      timeoutMs: 500,
    });
    assert.equal(tooLate.outcome, 'failed');
  });
});

describe('a test against Postfix with Dovecot’s SASL', function () {
  this.timeout(60_000);
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;
  let postfix: Postfix;
  let ca: string;

  before(async () => {
    authorizationServer = await startAuthorizationServer();
    dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
    postfix = await startPostfix(dovecot);
    ca = await readFile(dovecot.caFile, 'utf8');
  });

  after(async () => {
    await postfix.stop();
    await dovecot.stop();
    await authorizationServer.stop();
  });

  for (const [security, port] of [
    ['tls', 'submissions'],
    ['starttls', 'submission'],
  ] as const) {
    for (const mechanism of mechanisms) {
      it(`logs in and is refused with ${mechanism}, ${security}`, async () => {
        const { accessToken } = await authorizationServer.issueTokens({ user });
        const options: LoginCheckOptions = {
          protocol: 'smtp',
          server: { host: 'localhost', port: postfix.ports[port], security },
          mechanism,
          user,
          accessToken,
          ca,
        };
        const good = await checkLogin(options);
        assert.equal(good.outcome, 'ok', JSON.stringify(good.transcript, undefined, 1) + (await postfix.log()));
        const bad = await checkLogin({ ...options, accessToken: 'made-up' });
        assert.equal(bad.outcome, 'refused');
        assert.equal(bad.reply?.code, '535');
        assert.notEqual(diagnose(bad)[0].code, 'unknown');
        const long = await checkLogin({ ...options, accessToken: 'x'.repeat(4096) });
        assert.equal(long.initialResponse?.form, 'continuation');
        assert.equal(long.reply?.code, '535', long.failure?.message);
      });
    }
  }

  it('sends a test message, and shows one that is refused after DATA', async () => {
    const options = {
      protocol: 'smtp',
      server: { host: 'localhost', port: postfix.ports.submissions, security: 'tls' },
      mechanism: 'XOAUTH2',
      ca,
      sendTestMessage: true,
    } as const;
    const { accessToken } = await authorizationServer.issueTokens({ user });
    const accepted = await checkLogin({ ...options, user, accessToken });
    assert.equal(accepted.outcome, 'ok', JSON.stringify(accepted.transcript, undefined, 1) + (await postfix.log()));
    assert.match(accepted.checks.at(-1)?.summary ?? '', /queued as/);
    const other = 'alice@example.net';
    const tokens = await authorizationServer.issueTokens({ user: other });
    const refused = await checkLogin({ ...options, user: other, accessToken: tokens.accessToken });
    assert.deepEqual([refused.outcome, refused.failedPhase], ['refused', 'message'], await postfix.log());
    assert.equal(refused.transcript.filter(({ direction }) => direction === 'client').at(-1)?.text, '.');
    assert.equal(diagnose(refused)[0].code, 'recipient-rejected');
  });
});
