import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { diagnose, diagnosisRules } from '../../../src/diagnosis/diagnosis.js';
import type { LoginFailureCode } from '../../../src/mail/login-check/result.js';
import { samplesOf, type Sample } from '../../../src/diagnosis/rule.js';
import { diagnosesDocument, parts } from '../../support/diagnoses-document.js';
import { misdiagnosed } from '../../support/misdiagnosed.js';
import { sampleReport } from '../../support/sample-report.js';
import { formatDiagnosis } from '../../../src/report/text.js';

const confidences = ['possible', 'likely', 'certain'];

describe('the diagnosis', () => {
  const codeOf = (sample: Sample) => diagnose(sampleReport(sample))[0].code;

  for (const rule of diagnosisRules) {
    const { code, source, confidence } = rule;
    for (const sample of samplesOf(rule)) {
      it(`is ${code} for “${sample.line ?? sample.failure ?? ''}”`, () => {
        const report = sampleReport(sample);
        const diagnosis = diagnose(report)[0];
        assert.equal(diagnosis.code, code);
        assert.ok(confidences.indexOf(diagnosis.confidence) <= confidences.indexOf(confidence));
        if (sample.line !== undefined) assert.ok(diagnosis.lines.includes(sample.line), diagnosis.lines.join());
        assert.notEqual(source, '');
        for (const sentence of [diagnosis.cause, diagnosis.advice]) {
          assert.doesNotMatch(sentence, /\{\d\}|undefined|^$/);
          assert.match(sentence, /[.)]$/);
        }
      });
    }
  }

  it('does not match similar lines, responses and phases', () => {
    assert.deepEqual(misdiagnosed(), []);
  }).timeout(20_000);

  it('mentions an accepted login only if there was one', () => {
    for (const rule of diagnosisRules) {
      for (const sample of samplesOf(rule)) {
        const report = sampleReport({ ...sample, failedPhase: 'authenticate' });
        for (const { code, cause } of diagnose(report)) {
          assert.doesNotMatch(cause, /login was accepted/, `${code}: ${cause}`);
        }
      }
    }
  }).timeout(20_000);

  it('has unique codes', () => {
    const codes = diagnosisRules.map(({ code }) => code);
    assert.deepEqual(codes, [...new Set(codes)]);
  });

  it('explains every failure code', () => {
    // The compiler holds this list to the type.
    const all: Record<LoginFailureCode, true> = {
      'host-not-found': true,
      'connection-refused': true,
      'host-unreachable': true,
      'connection-lost': true,
      timeout: true,
      'tls-untrusted': true,
      'tls-expired': true,
      'tls-name-mismatch': true,
      'tls-failed': true,
      'tls-no-protocol': true,
      'tls-too-old': true,
      'starttls-not-offered': true,
      'starttls-refused': true,
      'starttls-injection': true,
      'plain-refused': true,
      'protocol-error': true,
      'reply-too-long': true,
      'mechanism-not-offered': true,
      'smtputf8-not-offered': true,
      'password-prompt': true,
      preauth: true,
      'invalid-credential': true,
      'token-expired': true,
      'token-not-yet-valid': true,
      'wrong-audience': true,
      'scope-missing': true,
      'wrong-owner': true,
      'bad-ca': true,
      'bad-ehlo-name': true,
      'bad-proxy': true,
      'proxy-failed': true,
    };
    for (const failure of Object.keys(all) as LoginFailureCode[]) {
      assert.notEqual(diagnose(sampleReport({ failure }))[0].code, 'unknown', failure);
    }
  });

  it('attributes texts to a provider, or with certainty, only if justified', () => {
    assert.equal(
      codeOf({ line: 'A1 NO AUTHENTICATE failed.', challenge: '{"status":"invalid_token"}' }),
      'invalid-token',
    );
    assert.equal(codeOf({ line: '535 5.7.3 Authentication unsuccessful', protocol: 'smtp' }), 'invalid-credentials');
    assert.equal(
      codeOf({
        line: '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.',
        protocol: 'smtp',
        provider: 'Microsoft',
      }),
      'microsoft-smtp-refused',
    );
    assert.notEqual(codeOf({ line: 'A1 BAD Command Error. 12' }), 'session-expired');
    assert.notEqual(codeOf({ line: 'A1 NO Account temporarily locked by its owner' }), 'throttled');
    const inTwoLines = sampleReport({ line: '-ERR Protocol error. Connection is closed. 10', protocol: 'pop3' });
    assert.notEqual(
      diagnose({ ...inTwoLines, initialResponse: { form: 'continuation', reason: '', sent: true } })[0].code,
      'pop3-two-lines',
    );
    assert.equal(
      codeOf({
        line: 'A1 NO no',
        challenge: '{"status":"403","scope":"imap smtp"}',
        token: { scopes: ['smtp', 'imap'] },
      }),
      'insufficient-scope',
    );
    const government = diagnose(
      sampleReport({
        line: 'A1 NO AUTHENTICATE failed.',
        provider: 'Microsoft',
        server: { host: 'outlook.office365.us', port: 993, security: 'tls' },
      }),
    )[0];
    assert.deepEqual(government.actions[0], {
      kind: 'sign-in',
      scope: 'https://outlook.office365.us/IMAP.AccessAsUser.All',
    });
  });

  it('does not misinterpret a browser, an EHLO or an MX', () => {
    const line = 'A1 NO [ALERT] Open the settings in a web browser to allow this.';
    assert.notEqual(codeOf({ line }), 'browser-sign-in-required');
    const [afterLogin] = diagnose({
      ...sampleReport({
        line: '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname',
        protocol: 'smtp',
        failedPhase: 'mailbox',
      }),
      initialResponse: { form: 'inline', reason: 'usual', sent: true },
    });
    assert.equal(afterLogin.code, 'ehlo-name-rejected');
    assert.doesNotMatch(afterLogin.cause, /no token was sent/);
    const server = { host: 'smtp.hve.mx.microsoft', port: 587, security: 'starttls' } as const;
    assert.equal(
      codeOf({ failure: 'mechanism-not-offered', failedPhase: 'authenticate', protocol: 'smtp', server }),
      'mechanism-not-offered',
    );
  });

  it('states what a success has tested', () => {
    const ok = { ...sampleReport({ protocol: 'smtp' }), outcome: 'ok' as const };
    assert.match(diagnose(ok)[0].advice, /^The login was tested\..* message/);
    const withSender = { ...ok, phases: [{ name: 'mailbox' as const, ms: 1, status: 'ok' as const }] };
    assert.match(diagnose(withSender)[0].advice, /the sender/);
    assert.doesNotMatch(diagnose({ ...ok, protocol: 'imap' })[0].advice, /sender|message/);
  });

  it('quotes the server if the cause is unknown', () => {
    const diagnosis = diagnose(sampleReport({ line: 'A1 NO because' }))[0];
    assert.equal(diagnosis.code, 'unknown');
    assert.match(diagnosis.cause, /A1 NO because/);
  });

  it('ranks a server’s text before its challenge, and an expired token before a guess', () => {
    const gmail = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}';
    assert.equal(
      diagnose(
        sampleReport({
          line: 'A1 NO [ALERT] Too many simultaneous connections. (Failure)',
          challenge: gmail,
          token: { expiresAt: 1 },
        }),
      )[0].code,
      'too-many-connections',
    );
    assert.equal(
      diagnose(sampleReport({ line: 'A1 NO AUTHENTICATE failed.', token: { expiresAt: 1 } }))[0].code,
      'refused-expired',
    );
  });

  it('offers actions', () => {
    const action = (sample: Parameters<typeof sampleReport>[0]) => diagnose(sampleReport(sample))[0].actions[0];
    const server = { host: 'imap.gmail.com', port: 993, security: 'tls' } as const;
    const challenge = '{"status":"insufficient_scope","scope":"https://mail.google.com/"}';
    assert.deepEqual(action({ line: 'A1 NO no', challenge, server }), {
      kind: 'sign-in',
      scope: 'https://mail.google.com/',
    });
    assert.deepEqual(action({ failure: 'token-expired', failedPhase: 'token' }), { kind: 'refresh' });
    assert.deepEqual(action({ failure: 'wrong-owner', token: { owner: 'bob@example.com' } }), {
      kind: 'set-user',
      user: 'bob@example.com',
    });
    assert.deepEqual(action({ failure: 'mechanism-not-offered', capabilities: ['AUTH=OAUTHBEARER'] }), {
      kind: 'use-mechanism',
      mechanism: 'OAUTHBEARER',
    });
    assert.equal(action({ failure: 'mechanism-not-offered', capabilities: ['AUTH=PLAIN'] }), undefined);
    const closed = sampleReport({ failure: 'connection-lost', failedPhase: 'authenticate' });
    const initialResponse = { form: 'inline', reason: '', sent: true } as const;
    assert.deepEqual(diagnose({ ...closed, initialResponse })[0].actions, [
      { kind: 'use-form', form: 'continuation' },
      { kind: 'test-again' },
    ]);
    const separate = { ...initialResponse, form: 'continuation' } as const;
    assert.deepEqual(diagnose({ ...closed, initialResponse: separate })[0].actions[0], {
      kind: 'use-form',
      form: 'inline',
    });
    assert.deepEqual(action({ failure: 'tls-failed', failedPhase: 'tls', protocol: 'smtp' }), {
      kind: 'use-server',
      server: { host: 'smtp.example.com', port: 587, security: 'starttls' },
    });
    assert.deepEqual(
      action({ line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.' }),
      { kind: 'open-page', url: 'https://aka.ms/smtp_auth_disabled' },
    );
  });

  it('does not let a server choose the scopes of a sign-in, but names them', () => {
    const challenge =
      '{"status":"insufficient_scope","scope":"https://mail.google.com/ https://www.googleapis.com/auth/cloud-platform"}';
    for (const host of ['imap.evil.example', 'imap.gmail.com']) {
      const server = { host, port: 993, security: 'tls' } as const;
      const [{ actions, advice }] = diagnose(sampleReport({ line: 'A1 NO no', challenge, server }));
      assert.deepEqual(actions, [{ kind: 'sign-in' }]);
      assert.match(advice, /auth\/cloud-platform/);
    }
  });

  it('states each fact once', () => {
    const lines = formatDiagnosis(
      sampleReport({ failure: 'host-not-found' }),
      diagnose(sampleReport({ failure: 'host-not-found' })),
    );
    assert.equal(lines.filter((line) => line.includes('(host-not-found)')).length, 0);
  });

  it('does not list a certain cause as a possible one', () => {
    const report = sampleReport({
      line: 'A1 NO [UNAVAILABLE] Temporary authentication failure. Please try again later.',
    });
    const lines = formatDiagnosis(report, diagnose(report));
    assert.ok(lines.some((line) => line.startsWith('Also (certain): ')));
    assert.ok(!lines.some((line) => line.includes('may also be (certain)')));
  });

  it('has every rule in docs/diagnoses.md, generated by `npm run docs`', () => {
    assert.deepEqual(
      parts.flatMap(([, , rules]) => rules.map(({ code }) => code)).sort(),
      diagnosisRules.map(({ code }) => code).sort(),
    );
    assert.equal(readFileSync('docs/diagnoses.md', 'utf8'), diagnosesDocument());
  });
});
