import * as l10n from '@vscode/l10n';
import {
  generalWording,
  hostName,
  otherMechanism,
  useOtherForm,
  useOtherMechanism,
  type DiagnosisRule,
  type RuleInput,
  type When,
} from '../rule.js';

const offers: When = ({ capabilities, mechanism }) =>
  capabilities.some((line) => /^(?:AUTH|SASL)[ =]/.test(line) && line.split(/[ =]/).includes(mechanism));

/** Whether the other form has not been rejected too. */
const otherFormLeft: When = ({ rejectedForms }) => rejectedForms.length < 2;

const sentInline: When = ({ initialResponse }) => initialResponse?.form !== 'continuation';

const otherForm = ({ initialResponse }: RuleInput): string =>
  initialResponse?.form === 'inline'
    ? l10n.t(
        'Send the credential on a separate line (the setting “Initial Response”, or --initial_response continuation on the command line).',
      )
    : l10n.t(
        'Send the credential on the line of the command (the setting “Initial Response”, or --initial_response inline on the command line).',
      );

/** Texts about the form of the login: the mechanism, and the line of the credential. */
export const wireFormRules: readonly DiagnosisRule[] = [
  {
    code: 'line-too-long',
    source: 'RFC 4954 §4; PHPMailer/PHPMailer#3169; jstedfast/MailKit#1343',
    confidence: 'likely',
    who: 'you',
    phase: 'authenticate',
    phrases: [
      { says: /\b5\.5\.6\b/, line: '500 5.5.6 Rejected' },
      { says: /line (?:is |was )?too long/i, line: '500 5.5.2 Line too long' },
      { says: /^555[ -]5\.5\.2/, line: '555 5.5.2 Syntax error. - gsmtp' },
      {
        says: /(?:command|argument|response|data|token|string) (?:is |was )?too (?:long|large)|too long (?:argument|line|command)|exceeds? (?:the )?maximum (?:line )?length|input buffer full/i,
        line: 'A1 BAD Command too long',
        source: 'Courier; Cyrus (maxword); Dovecot (imap-parser.c)',
        also: [
          '500 The line exceeds the maximum line length',
          'A1 BAD Error in IMAP command AUTHENTICATE: Too long argument.',
          '* BYE Input buffer full, aborting',
        ],
      },
    ],
    samples: [
      { line: '500 5.5.6 Authentication Exchange line is too long' },
      { line: 'A1 BAD Command too long', rejectedForms: ['inline', 'continuation'] },
    ],
    cause: () => l10n.t('The credential is longer than the server accepts on one line.'),
    advice: (report) =>
      report.initialResponse?.form === 'inline' && otherFormLeft(report)
        ? l10n.t(
            'Send it on a separate line (the setting “Initial Response”, or --initial_response continuation on the command line).',
          )
        : l10n.t(
            'Request fewer scopes to get a shorter token, or tell the server’s operator: RFC 4954 requires 12288 octets.',
          ),
  },
  {
    code: 'both-forms-rejected',
    source: 'MailCore/mailcore2#1663; RFC 4954 §4 (initial response)',
    confidence: 'likely',
    who: 'operator',
    phase: 'authenticate',
    phrases: [
      {
        says: /./,
        line: '504 5.7.4 Unrecognized authentication type',
        rejectedForms: ['continuation', 'inline'],
        capabilities: ['AUTH LOGIN XOAUTH2'],
      },
      { says: /^-ERR/, line: '-ERR Invalid command argument', rejectedForms: ['inline', 'continuation'] },
    ],
    when: ({ rejectedForms }) => rejectedForms.length > 1,
    cause: ({ mechanism }) =>
      l10n.t(
        'The server rejects the command for {0} in both forms, with the credential on its line and on a separate line, before checking the token.',
        mechanism,
      ),
    advice: () =>
      l10n.t(
        'The other form was tried and does not help. Ask the server’s operator: the mechanism may be listed but not enabled, or a proxy before the server may change the command.',
      ),
    action: useOtherMechanism,
  },
  {
    code: 'pop3-two-lines',
    source:
      'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth; getmail6/getmail6#256',
    confidence: 'certain',
    who: 'you',
    phrases: [
      { says: /protocol error\. connection is closed/i, line: '-ERR Protocol error. Connection is closed. 10' },
      {
        says: /invalid (?:number of )?arguments?|invalid command arguments?|too many arguments/i,
        line: '-ERR Invalid command argument',
        source: 'James (POP3); Courier (POP3)',
        also: ['-ERR Invalid number of arguments', '-ERR too many arguments'],
      },
    ],
    when: (report) => report.protocol === 'pop3' && sentInline(report) && otherFormLeft(report),
    cause: () => l10n.t('This POP3 server expects AUTH and the credential on two lines.'),
    advice: () =>
      l10n.t(
        'Send the credential on a separate line (the setting “Initial Response”, or --initial_response continuation on the command line).',
      ),
    action: useOtherForm,
  },
  {
    code: 'initial-response-rejected',
    source: 'RFC 4954 §4; RFC 4959; https://support.google.com/a/answer/3726730 (5.5.4)',
    confidence: 'certain',
    who: 'you',
    phase: 'authenticate',
    phrases: [
      {
        says: /optional argument not permitted/i,
        line: '535 5.5.4 Optional Argument not permitted for that AUTH mode.',
      },
      {
        says: /initial (?:client )?response (?:is )?(?:not (?:allowed|supported|permitted)|unsupported)/i,
        line: '501 5.7.0 Initial response not allowed',
        source: 'RFC 4954 §4',
      },
    ],
    when: otherFormLeft,
    cause: ({ mechanism }) =>
      l10n.t('The server does not accept the credential on the same line as the command for {0}.', mechanism),
    advice: otherForm,
    action: useOtherForm,
  },
  {
    code: 'mechanism-form-rejected',
    source: 'MailCore/mailcore2#1663; RFC 4954 §4 (initial response)',
    confidence: 'likely',
    who: 'you',
    phase: 'authenticate',
    phrases: [
      {
        says: /unrecognized authentication type/i,
        line: '504 5.7.4 Unrecognized authentication type',
        capabilities: ['AUTH LOGIN XOAUTH2'],
      },
      { says: /^504[ -]/, line: '504 5.5.4 Rejected', capabilities: ['AUTH LOGIN XOAUTH2'] },
      {
        says: /^501[ -]5\.5\.4\b/,
        line: '501 5.5.4 Syntax: AUTH mechanism',
        capabilities: ['AUTH LOGIN XOAUTH2'],
        source: 'Postfix (smtpd_sasl_proto.c)',
      },
    ],
    when: (report) => report.challenge === undefined && offers(report) && otherFormLeft(report),
    cause: ({ mechanism }) =>
      l10n.t('The server offers {0} but rejects the form in which it was sent, before checking the token.', mechanism),
    advice: otherForm,
    action: useOtherForm,
  },
  {
    code: 'malformed-credential',
    source: 'curl/curl#2642; RFC 4954 §6 (501)',
    confidence: 'likely',
    who: 'operator',
    phase: 'authenticate',
    phrases: [
      { says: /invalid SASL argument/i, line: 'A1 BAD Invalid SASL argument. a1mb12345' },
      { says: /cannot decode/i, line: '501 5.5.2 Cannot Decode response', also: ['535 Cannot Decode response'] },
      {
        says: /invalid (?:base-?64|user ?data)|base-?64 (?:data|decod\w+)? ?(?:is )?(?:invalid|error|failed)/i,
        line: '501 Invalid base64 data',
        source: 'Exim (auth.c); Dovecot',
        also: ['501 Base64 decoding failed'],
      },
      {
        says: /(?:malformed|invalid|bad) (?:auth\w* |SASL |initial |oauth\w* |xoauth2 )?(?:response|input|exchange|credential format|protocol)/i,
        line: 'A1 NO bad protocol / cancel',
        source: 'Cyrus SASL (SASL_BADPROT); RFC 4422 §3',
      },
      {
        says: /failed to decode|(?:could not|unable to) (?:decode|parse) (?:the )?(?:\w+ )?(?:challenge|response|credential|token|argument)/i,
        line: 'A1 NO Failed to decode OAUTHBEARER challenge.',
        source: generalWording,
        also: ['A1 NO Could not parse the response'],
      },
      { says: /\b5\.5\.2\b/, line: '501 5.5.2 Rejected' },
    ],
    samples: [{ line: '500 Error: invalid userdata' }],
    cause: () => l10n.t('The server could not read the credential.'),
    advice: ({ mechanism }) =>
      l10n.t(
        'It was built as {0} requires, so the server probably requires the other mechanism, or has a bug.',
        mechanism,
      ),
    action: useOtherMechanism,
  },
  {
    code: 'login-unfinished',
    source: 'Cyrus SASL (SASL_CONTINUE: “another step is needed in authentication”)',
    confidence: 'likely',
    who: 'operator',
    phase: 'authenticate',
    phrases: [
      {
        says: /another step is needed/i,
        line: 'A1 NO another step is needed in authentication',
        also: ['535 5.7.0 another step is needed in authentication'],
      },
    ],
    cause: (report) =>
      l10n.t(
        '{0} expected another step of the login, which {1} does not have. That says nothing about the token.',
        hostName(report),
        report.mechanism,
      ),
    advice: () =>
      l10n.t(
        'The part of the server that checks logins treats the mechanism as another one. Its operator has to check its settings (Cyrus SASL, Dovecot).',
      ),
    action: useOtherMechanism,
  },
  {
    code: 'mechanism-unknown',
    source: 'RFC 4954 §4 (504); emersion/go-imap#539; jstedfast/MailKit#1770',
    confidence: 'certain',
    who: 'you',
    phase: 'authenticate',
    phrases: [
      {
        says: /unsupported (?:authentication|SASL|AUTH|mechanism)\b|(?:mechanism|authentication type) (?:is )?not supported/i,
        line: 'A1 NO Unsupported authentication mechanism.',
        also: ['A1 NO SASL mechanism not supported', '-ERR unsupported AUTH mechanism'],
      },
      {
        says: /(?:unknown|unrecognized|(?<!failed: )invalid) (?:SASL |authentication |AUTH )?(?:mechanism|type)/i,
        line: '504 5.5.4 Unrecognized authentication type',
        also: ['A1 BAD Unrecognized authentication type'],
      },
      { says: /command syntax error/i, line: 'A1 BAD AUTHENTICATE Command syntax error. sc=x' },
      {
        says: /(?:unknown|unrecognized|unimplemented|not implemented|unsupported) (?:AUTH\w* )?command|command (?:not (?:implemented|recognized)|unrecognized|unknown)/i,
        line: '502 5.5.1 Command not implemented',
        source: 'RFC 5321 §4.2.4 (502)',
        also: ['-ERR Unknown AUTH command'],
      },
      { says: /^-ERR (?:unimplemented|not implemented|unsupported)\.?$/i, line: '-ERR unimplemented' },
      { says: /^504[ -]/, line: '504 Rejected' },
      { says: /\b5\.5\.4\b/, line: '501 5.5.4 Rejected' },
    ],
    cause: (report) =>
      offers(report)
        ? l10n.t('The server offers the mechanism {0} but does not recognize it.', report.mechanism)
        : l10n.t('The server does not know the mechanism {0}.', report.mechanism),
    advice: (report) => {
      const other = otherMechanism(report);
      if (other !== undefined) return l10n.t('Try {0}, which the server offers too.', other);
      const offered = report.capabilities.filter((line) => /^(?:AUTH|SASL)[ =]/.test(line)).join(', ');
      return offered === '' || offers(report)
        ? l10n.t('Ask its operator which mechanisms it accepts.')
        : l10n.t('Use one that it offers: {0}.', offered);
    },
    action: useOtherMechanism,
  },
];
