import assert from 'node:assert/strict';
import { diagnose, diagnosisRules } from '../../../src/diagnosis/diagnosis.js';
import { samplesOf, type Sample } from '../../../src/diagnosis/rule.js';
import type { ServerWords, ServerWordsKind } from '../../../src/mail/wire/server-words.js';
import { noSecrets, safeText } from '../../../src/transport/safe-text.js';
import { sampleReport } from '../../support/sample-report.js';

const said = (kind: ServerWordsKind, line: string): ServerWords => ({
  kind,
  phase: 'authenticate',
  line: safeText(line, { ...noSecrets, limit: 2048 }),
});

/** The diagnoses of a refusal around which the server said more. */
const diagnoseWith = (sample: Sample, ...words: readonly ServerWords[]) =>
  diagnose({ ...sampleReport(sample), serverWords: words });

describe('the evidence of a diagnosis', () => {
  const refusal = 'A1 NO AUTHENTICATE failed.';

  it('is every line of a reply, and a sentence across lines', () => {
    const [first] = diagnoseWith(
      { line: '535 5.7.8 See https://support.example.com' },
      said('reply-line', '535-5.7.8 This mailbox is not'),
      said('reply-line', '535-5.7.8 enabled for SMTP.'),
      said('reply-line', '535 5.7.8 See https://support.example.com'),
    );
    assert.equal(first.code, 'protocol-disabled');
    assert.match(first.lines.join(), /not enabled for SMTP/);
  });

  for (const [kind, line, code, confidence] of [
    ['alert', '* NO [ALERT] Please log in via your web browser', 'browser-sign-in-required', 'certain'],
    ['alert', '* OK [WEBALERT https://accounts.example.com/] Please sign in', 'browser-sign-in-required', 'likely'],
    ['untagged', '* NO Too many simultaneous connections', 'too-many-connections', 'certain'],
    ['bye', '* BYE Account is suspended', 'account-disabled', 'certain'],
  ] as const) {
    it(`is an untagged line: ${line}`, () => {
      const [first] = diagnoseWith({ line: refusal }, said(kind, line), said('reply-line', refusal));
      assert.deepEqual([first.code, first.confidence, first.lines], [code, confidence, [line]]);
    });
  }

  it('is every key of a challenge', () => {
    const challenge = '{"status":"401","error_description":"The access token expired"}';
    const [first] = diagnose(sampleReport({ line: refusal, challenge }));
    assert.equal(first.code, 'server-says-token-expired');
  });

  it('is not the greeting in a later phase', () => {
    const [first] = diagnose({
      ...sampleReport({ line: 'A1 NO because' }),
      serverWords: [{ ...said('greeting', '* OK Too many connections are bad'), phase: 'greeting' }],
    });
    assert.equal(first.code, 'unknown');
  });

  it('is never certain for a code or the class of a reply', () => {
    for (const line of ['A1 NO [UNAVAILABLE] x', '454 4.7.0 x', '504 x', '535 5.7.30 x', 'A1 NO [OVERQUOTA] x']) {
      for (const { confidence } of diagnose(sampleReport({ line }))) assert.notEqual(confidence, 'certain', line);
    }
    for (const line of ['A2 NO x', '550 x', '-ERR x']) {
      assert.equal(diagnose(sampleReport({ line, failedPhase: 'mailbox' }))[0].confidence, 'possible', line);
    }
  });

  it('ranks texts before codes', () => {
    const [first] = diagnose(sampleReport({ line: '454 4.7.0 Your account has been locked' }));
    assert.equal(first.code, 'account-locked');
  });
});

describe('the meanings of a refusal', () => {
  it('are reduced to one for an unambiguous text', () => {
    const meanings = diagnose(
      sampleReport({
        line: 'A1 NO [ALERT] Too many simultaneous connections. (Failure)',
        challenge: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
        token: { expiresAt: 1 },
      }),
    );
    assert.deepEqual(
      meanings.map(({ code }) => code),
      ['too-many-connections'],
    );
  });

  it('are at most three, unique, strongest evidence first', () => {
    for (const rule of diagnosisRules) {
      for (const sample of samplesOf(rule)) {
        const codes = diagnose(sampleReport(sample)).map(({ code }) => code);
        assert.ok(codes.length <= 3, codes.join());
        assert.equal(new Set(codes).size, codes.length);
      }
    }
  });

  it('omit reasons that are known not to apply', () => {
    const challenge = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}';
    const cause = (token: Sample['token']) =>
      diagnose(sampleReport({ line: 'A1 NO Invalid credentials', challenge, token: token ?? {} }))[0].cause;
    assert.match(cause({}), /expired.*scope.*another user/);
    assert.doesNotMatch(cause({ owner: 'Alice@example.com' }), /another user/);
    assert.doesNotMatch(cause({ scopes: ['https://mail.google.com/'] }), /scope/);
    assert.doesNotMatch(cause({ expiresAt: Date.UTC(2026, 1, 1) }), /expired/);
  });

  it('name the owner of another user’s token', () => {
    const [{ cause, actions }] = diagnose(
      sampleReport({
        line: 'A1 NO [AUTHENTICATIONFAILED] Username does not match token',
        token: { owner: 'bob@example.com' },
      }),
    );
    assert.match(cause, /bob@example\.com/);
    assert.deepEqual(actions, [{ kind: 'set-user', user: 'bob@example.com' }]);
  });

  it('are ranked lower once their action was tried, and marked', () => {
    const report = sampleReport({
      line: 'A1 NO [AUTHENTICATIONFAILED] Server error - please try again later',
      provider: 'Yahoo',
    });
    const [first, second] = diagnose(report);
    const [action] = first.actions;
    assert.ok(action !== undefined && second !== undefined);
    const again = diagnose(report, { tried: [action] });
    assert.deepEqual(
      again.slice(0, 2).map(({ code }) => code),
      [second.code, first.code],
    );
    assert.deepEqual(again[1]?.actions, [{ ...action, tried: true }]);
  });

  it('state who can fix it', () => {
    const who = (line: string) => diagnose(sampleReport({ line }))[0].who;
    assert.equal(
      who('535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled.'),
      'administrator',
    );
    assert.equal(who('A1 NO [UNAVAILABLE] Temporary authentication failure.'), 'operator');
    assert.equal(who('A1 NO Too many login attempts'), 'nobody');
    // A port of another protocol is a setting; one that breaks the protocol later is the server's fault.
    for (const [failedPhase, fixer] of [
      ['greeting', 'you'],
      ['authenticate', 'operator'],
    ] as const) {
      assert.equal(diagnose(sampleReport({ failure: 'protocol-error', failedPhase }))[0].who, fixer);
    }
  });
});
