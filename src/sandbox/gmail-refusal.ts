/** Gmail's challenge for any token that it refuses. */
export const gmailChallenge = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}';

/** Gmail's reply for a refused token, by protocol. */
export const gmailRefusal = {
  imap: { challenge: gmailChallenge, reply: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)' },
  smtp: {
    challenge: gmailChallenge,
    reply:
      '535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials',
  },
  pop3: { challenge: gmailChallenge, reply: '-ERR [AUTH] Username and password not accepted.' },
} as const;
