import assert from 'node:assert/strict';
import type { Sample } from '../../../src/diagnosis/rule.js';
import { formatOutcome } from '../../../src/report/outcome.js';
import { sampleReport } from '../../support/sample-report.js';

describe('the closing line of a refusal', () => {
  const cases: readonly [Sample, RegExp][] = [
    [
      { line: '554 5.7.1 no', failedPhase: 'greeting' },
      /^NO: smtp\.example\.com refused the connection in its greeting/,
    ],
    [{ line: '* BYE no', failedPhase: 'greeting' }, /^NO: imap\.example\.com refused the connection in its greeting/],
    [{ line: '421 no', failedPhase: 'capability' }, /^NO: smtp\.example\.com refused EHLO/],
    [{ line: 'A1 BAD no', failedPhase: 'capability' }, /^NO: imap\.example\.com refused to list its capabilities/],
    [{ line: '* BYE no', failedPhase: 'starttls' }, /^NO: imap\.example\.com refused STARTTLS/],
    [{ line: 'A1 NO no' }, /^NO: imap\.example\.com refused alice@example\.com with XOAUTH2/],
    [
      { line: 'A2 NO no', failedPhase: 'mailbox' },
      /^NO: imap\.example\.com accepted alice@example\.com and refused the mailbox/,
    ],
    [
      { line: '-ERR no', failedPhase: 'mailbox' },
      /^NO: pop3\.example\.com accepted alice@example\.com and refused the mailbox/,
    ],
    [
      { line: '550 no', failedPhase: 'mailbox' },
      /^NO: smtp\.example\.com accepted alice@example\.com and refused the sender/,
    ],
    [
      { line: '550 no', failedPhase: 'message' },
      /^NO: smtp\.example\.com accepted alice@example\.com and refused the message/,
    ],
  ];
  for (const [sample, line] of cases) {
    it(`names ${sample.failedPhase ?? 'the login'} after “${sample.line}”`, () => {
      const report = sampleReport(sample);
      assert.match(formatOutcome(report), line);
      assert.ok(formatOutcome(report).endsWith(`: ${sample.line}`));
      assert.match(formatOutcome(report, false), line);
      assert.match(formatOutcome(report, false), / \(1 ms\)\.$/);
    });
  }

  it('states that the token was not sent', () => {
    const report = sampleReport({ line: '504 no' });
    const unsent = { ...report, initialResponse: { form: 'continuation', reason: '', sent: false } } as const;
    for (const withReply of [true, false]) {
      assert.match(formatOutcome(unsent, withReply), /refused the command for XOAUTH2, before the token was sent/);
    }
  });
});
