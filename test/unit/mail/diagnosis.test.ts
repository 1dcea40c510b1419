import assert from 'node:assert/strict';
import { diagnose } from '../../../src/mail/diagnosis.js';
import { refusalRules, type DiagnosisContext } from '../../../src/mail/diagnosis-rules.js';
import type { MailTestReport } from '../../../src/mail/report.js';
import { decodeErrorChallenge } from '../../../src/sasl/challenge.js';

interface Case {
  readonly code: string;
  readonly line: string;
  readonly challenge?: string;
  readonly changes?: Partial<MailTestReport>;
  readonly context?: DiagnosisContext;
  /** What the explanation must name. */
  readonly says: RegExp;
}

const gmail = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}';

/** What servers were seen to answer, and what it means. */
const cases: readonly Case[] = [
  { code: 'gmail-invalid-credentials', line: 'A1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)', challenge: gmail, says: /https:\/\/mail\.google\.com\// },
  { code: 'too-many-connections', line: 'A1 NO [ALERT] Too many simultaneous connections. (Failure)', challenge: gmail, says: /Close other mail programs/ },
  { code: 'scope-missing', line: 'A1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)', challenge: gmail, context: { grantedScopes: ['https://www.googleapis.com/auth/gmail.modify'] }, says: /lacks the scope/ },
  { code: 'token-expired', line: 'A1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)', challenge: gmail, context: { tokenExpiresAt: 1, now: 2 }, says: /has expired/ },
  { code: 'throttled', line: 'A1 NO [UNAVAILABLE] try later', says: /Wait some minutes/ },
  { code: 'throttled', line: '454 4.7.0 Temporary authentication failure', says: /Wait some minutes/ },
  { code: 'imap-disabled', line: 'A1 NO [ALERT] Your account is not enabled for IMAP use.', says: /switched off/ },
  { code: 'lookup-failed', line: 'A1 NO Lookup failed', says: /service account/ },
  { code: 'smtp-auth-disabled', line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.', says: /Set-CASMailbox/ },
  { code: 'security-policy', line: '535 5.7.139 Authentication unsuccessful, user is locked by your organization\'s security defaults policy.', says: /administrator/ },
  { code: 'basic-authentication-disabled', line: '550 5.7.30 Basic authentication is not supported for Client Submission.', says: /XOAUTH2/ },
  { code: 'token-expires-soon', line: '501 5.5.127 Invalid XOAUTH2 auth data - Token will expire soon', says: /Refresh/ },
  { code: 'user-not-valid', line: '501 5.5.124 Invalid XOAUTH2 auth data - User address provided is not valid', says: /full e-mail address/ },
  { code: 'pop3-two-lines', line: '-ERR Protocol error. Connection is closed. 10', changes: { protocol: 'pop3' }, says: /two lines/ },
  { code: 'line-too-long', line: '500 5.5.6 Line too long', says: /RFC 4954/ },
  { code: 'malformed-credential', line: '501 5.5.2 Cannot Decode response', says: /could not read/ },
  { code: 'mechanism-unknown', line: '504 5.5.4 Unrecognized authentication type', says: /AUTH PLAIN/ },
  { code: 'mechanism-unknown', line: 'A1 BAD AUTHENTICATE Command syntax error. sc=x', says: /AUTH PLAIN/ },
  { code: 'insufficient-scope', line: 'A1 NO [AUTHENTICATIONFAILED] no', challenge: '{"status":"insufficient_scope","scope":"mail"}', says: /scope “mail”/ },
  { code: 'invalid-token', line: 'A1 NO [AUTHENTICATIONFAILED] no', challenge: '{"status":"401","schemes":"bearer","scope":"mail"}', context: { grantedScopes: ['https://mail.google.com/'] }, says: /expired, was revoked/ },
  { code: 'invalid-request', line: '535 5.7.8 no', challenge: '{"status":"invalid_request","scope":"https://mail.google.com/"}', says: /other mechanism/ },
  { code: 'microsoft-imap-refused', line: 'A1 NO AUTHENTICATE failed.', says: /outlook\.office\.com/ },
  { code: 'microsoft-smtp-refused', line: '535 5.7.3 Authentication unsuccessful [AM0PR]', says: /SMTP\.Send/ },
  { code: 'authenticated-not-connected', line: 'A2 BAD User is authenticated but not connected.', changes: { failedStep: 'mailbox' }, says: /alias/ },
  { code: 'mailbox-refused', line: 'A2 NO [NONEXISTENT] no such mailbox', changes: { failedStep: 'mailbox' }, says: /The token is not the reason/ },
  { code: 'invalid-credentials', line: '535 5.7.8 Username and Password not accepted', says: /does not say why/ },
  { code: 'unknown', line: 'A1 NO because', says: /A1 NO because/ },
];

function report({ line, challenge, changes }: Case): MailTestReport {
  const [, code = '', responseCode] = /^(?:A\d )?(\S+)(?: \[([A-Z]+)\])?/.exec(line) ?? [];
  return {
    protocol: 'imap',
    server: { host: 'mail.example.com', port: 993, security: 'tls' },
    mechanism: 'XOAUTH2',
    user: 'alice@example.com',
    verdict: 'refused',
    failedStep: 'authenticate',
    reply: { line, code, text: line, ...(responseCode === undefined ? {} : { responseCode }) },
    capabilities: ['AUTH PLAIN'],
    steps: [],
    transcript: [],
    ms: 1,
    ...(challenge === undefined ? {} : { challenge: decodeErrorChallenge(Buffer.from(challenge).toString('base64')) }),
    ...changes,
  };
}

describe('the diagnosis', () => {
  for (const example of cases) {
    it(`says ${example.code} to “${example.line}”`, () => {
      const { code, cause, advice, evidence } = diagnose(report(example), example.context);
      assert.equal(code, example.code);
      assert.match(`${cause} ${advice}`, example.says);
      assert.equal(evidence, example.line);
    });
  }

  it('has an example for every rule, and a source', () => {
    const tested = new Set(cases.map(({ code }) => code));
    for (const { code, source } of refusalRules) {
      assert.ok(tested.has(code), code);
      assert.notEqual(source, '', code);
    }
  });
});
