import type { Scenario } from './scenario.js';

/** Gmail's challenge to every token that it does not take. */
export const gmailChallenge = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}';

/** What Gmail says to a token that it does not take. */
export const gmailRefusal = {
  imap: { challenge: gmailChallenge, reply: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)' },
  smtp: {
    challenge: gmailChallenge,
    reply:
      '535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials',
  },
  pop3: { challenge: gmailChallenge, reply: '-ERR [AUTH] Username and password not accepted.' },
} as const;

/** The accounts of the sandbox: one where all is well, and one for each failure that people meet. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'alice',
    title: 'All is well',
    teaches: 'Signing in, the string and all three logins work. A good client uses one access token until it expires.',
  },
  {
    name: 'expired',
    title: 'The first access token has expired',
    teaches:
      'The server refuses the token though expires_in said otherwise. A good client refreshes once and tries again, without asking for consent.',
    deadTokens: 'first',
  },
  {
    name: 'revoked',
    title: 'Access was revoked',
    teaches:
      'Access token and refresh token are worthless (password changed, access withdrawn). A good client asks for a new sign-in and does not try again and again.',
    deadTokens: 'all',
    refreshToken: 'refused',
  },
  {
    name: 'wrong-scope',
    title: 'The token lacks the scope of mail',
    teaches:
      'The challenge names the scope that the server wants. A good client shows it and signs in again with exactly that scope.',
    login: gmailRefusal,
  },
  {
    name: 'other-user',
    title: 'The token belongs to somebody else',
    teaches:
      'The browser was signed in to another account. A good client compares the ID token’s address with the mailbox before it connects.',
    owner: 'somebody-else@sandbox.test',
  },
  {
    name: 'imap-disabled',
    title: 'IMAP is switched off',
    teaches:
      'A good token does not open a mailbox that is closed to IMAP and POP3. A good client shows the server’s words, which say so.',
    login: {
      imap: {
        reply:
          'NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)',
      },
      pop3: {
        reply:
          '-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail settings page and enable your account for POP access.',
      },
    },
  },
  {
    name: 'smtp-disabled',
    title: 'SMTP AUTH is switched off (Microsoft)',
    teaches: 'Only an administrator can change it. A good client says so and does not ask for a new sign-in.',
    login: {
      smtp: {
        reply:
          '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [SANDBOX.test 2026-01-01T00:00:00.000Z]',
      },
    },
  },
  {
    name: 'not-connected',
    title: 'Authenticated but not connected (Microsoft)',
    teaches:
      'The login is OK and the first command is not: the address may be an alias, or belong to another account. A good client tests the mailbox too.',
    mailbox: {
      imap: { reply: 'BAD User is authenticated but not connected.\n* BYE Connection closed. 14', closes: true },
      pop3: { reply: '-ERR Command is not valid in this state.' },
      smtp: { reply: '550 5.7.60 SMTP; Client does not have permissions to send as this sender' },
    },
  },
  {
    name: 'too-many',
    title: 'Too many connections',
    teaches:
      'Gmail sends its usual challenge, and only the last line tells the cause. A good client closes connections and waits.',
    login: {
      imap: { challenge: gmailChallenge, reply: 'NO [ALERT] Too many simultaneous connections. (Failure)' },
      smtp: { reply: '454 4.7.0 Too many login attempts, please try again later. - gsmtp' },
      pop3: { reply: '-ERR [IN-USE] Too many simultaneous connections.' },
    },
  },
  {
    name: 'temporary',
    title: 'A temporary failure',
    teaches:
      'The code says that it will pass: 454, [UNAVAILABLE], [SYS/TEMP]. A good client waits longer each time and keeps its token.',
    login: {
      imap: { reply: 'NO [UNAVAILABLE] Temporary authentication failure. Please try again later.' },
      smtp: { reply: '454 4.7.0 Temporary authentication failure' },
      pop3: { reply: '-ERR [SYS/TEMP] Temporary authentication failure.' },
    },
  },
  {
    name: 'slow',
    title: 'A slow login',
    teaches: 'The login takes five seconds. A good client stays usable meanwhile and can be cancelled.',
    delayMs: 5000,
  },
  {
    name: 'drop',
    title: 'The connection is dropped',
    teaches:
      'The server closes the connection instead of answering. A good client says where it happened and tries once more.',
    drops: 'login',
  },
  {
    name: 'no-refresh-token',
    title: 'No refresh token',
    teaches:
      'The server gives an access token only, as Google does without access_type=offline or at a second consent. A good client says that it will ask again when the token expires.',
    refreshToken: 'none',
  },
  {
    name: 'invalid-grant',
    title: 'The refresh is refused',
    teaches:
      'Refreshing ends in invalid_grant, as after seven days of a Google app in Testing. A good client asks for a new sign-in once, and keeps the account.',
    refreshToken: 'refused',
    accessTokenLife: 90,
  },
  {
    name: 'denied',
    title: 'Consent is denied',
    teaches: 'The redirect brings error=access_denied. A good client ends its wait at once and says what was missing.',
    consent: 'denied',
  },
  {
    name: 'short-life',
    title: 'Access tokens live 30 seconds',
    teaches: 'A good client refreshes before it uses a token that is about to expire, once for all of its connections.',
    accessTokenLife: 30,
  },
];
