import type { Sample } from '../../src/diagnosis/rule.js';

const providers = ['Google', 'Microsoft', 'Yahoo', 'Yandex', 'Fastmail', 'Zoho', 'Mail.ru', 'Comcast'];

/**
 * Lines that look like a phrase of a rule and are not: what they are explained as instead. A pattern or a condition
 * that becomes wider takes them.
 */
export const nearMisses: readonly (readonly [expected: string, sample: Sample])[] = [
  ['unknown', { line: 'A1 NO because' }],
  ['unknown', { line: 'A1 NO [ALERT] Open the settings in a web browser to allow this.' }],
  ['unknown', { line: 'A1 NO Account temporarily held by its owner' }],
  ['unknown', { line: 'A1 BAD Command Error. 12' }],
  [
    'mailbox-refused',
    { line: 'A2 BAD Command Error. 10', failedPhase: 'mailbox', token: { expiresAt: Date.UTC(2027, 0, 1) } },
  ],
  ['server-says-scope', { line: '501 5.5.126 Invalid XOAUTH2 auth data - Scope is not valid' }],
  ['unknown', { line: '550 5.7.1 Not today' }],
  ['unknown', { line: '-ERR not today' }],
  ['mailbox-refused', { line: 'A2 NO Not this one', failedPhase: 'mailbox' }],
  ['mailbox-refused', { line: '550 5.7.1 Not this one', failedPhase: 'mailbox' }],
  ['refused-at-greeting', { line: '554 5.3.2 Not today', failedPhase: 'greeting' }],
  ['refused-at-greeting', { line: '554 5.3.2 No messages today', failedPhase: 'greeting' }],
  ['mailbox-refused', { line: '550 5.7.1 The sender domain is known here', failedPhase: 'mailbox' }],
  ['unknown', { line: 'A1 NO Ask for the authorization code' }],
  ['unknown', { line: 'A1 NO The account expires next week' }],
  ['unknown', { line: 'A1 NO A logged out user wrote this' }],
  ['unknown', { line: '* BYE All of this is over' }],
  ['unknown', { line: 'A1 NO It said * BYE disconnected' }],
  ['mailbox-refused', { line: 'A2 NO It said * BYE disconnected', failedPhase: 'mailbox' }],
  // Codes count at the beginning of a line only.
  ...['A1 NO code 535 5.7.3 x', 'A1 NO code 504 x', 'A1 NO code 538 x', 'A1 NO code 454 x', 'A1 NO 555 5.5.2x'].map(
    (line) => ['unknown', { line }] as const,
  ),
  ['unknown', { line: 'A1 NO the code 530 and STARTTLS' }],
  ['unknown', { line: '530 5.7.1 Not today' }],
  ['unknown', { line: '250 STARTTLS' }],
  ['unknown', { line: 'A1 NO There is no System Error in it' }],
  // What one provider means by a word, another may not.
  ...providers.flatMap((provider) => [
    ['unknown', { line: 'A1 NO because', provider }] as const,
    ['unknown', { line: 'A1 NO the code 535', provider }] as const,
    ['unknown', { line: '550 5.7.1 Not today', provider, protocol: 'smtp' }] as const,
  ]),
  ['invalid-credentials', { line: 'A1 NO [AUTHENTICATIONFAILED] Incorrect username or password.' }],
  ['invalid-credentials', { line: '535 5.7.3 Authentication unsuccessful' }],
  ['invalid-credentials', { line: 'A1 NO AUTHENTICATE failed.' }],
  ['throttled', { line: 'A1 NO Server error - please try again later' }],
  // Facts that a rule needs.
  ['smtp-auth-disabled', { line: '535 5.7.139 SmtpClientAuthentication is disabled.', user: 'alice@example.com' }],
  ['unknown', { line: '550 5.7.1 Not today', user: 'alice@outlook.com' }],
  ['malformed-credential', { line: 'A1 NO Invalid SASL argument', provider: 'Google' }],
  [
    'gmail-invalid-credentials',
    {
      line: 'A1 NO because',
      provider: 'Google',
      challenge: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
    },
  ],
  [
    'unknown',
    {
      line: '501 Not today',
      protocol: 'smtp',
      server: { host: 'smtp-hve.office365.com', port: 587, security: 'starttls' },
    },
  ],
  ['unknown', { line: '550 Not today', capabilities: ['AUTH LOGIN XOAUTH2'] }],
  ['mechanism-unknown', { line: '504 5.5.4 Rejected', capabilities: ['AUTH LOGIN'] }],
  ['unknown', { line: 'A1 NO (EHLO) is not for IMAP' }],
  ['unknown', { line: 'A1 NO too many arguments' }],
  ['unknown', { line: 'A1 NO contains 504 and 5.7.1' }],
];
