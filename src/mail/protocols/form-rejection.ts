import type { ServerReply } from '../wire/reply.js';

/** Words about the syntax of a command. */
const aboutCommand =
  /argument|syntax|pars(?:e|ing)|unrecogni[sz]ed|unknown|unexpected|malformed|command|protocol error|too (?:long|large|many)|line length/i;

/** Words about the content of the command, or about a condition that the other form would not change. */
const aboutOther =
  /SASL argument|decode|base64|user|account|credential|token|password|expired|session|state|connect(?:ed|ion)s\b|throttl|limit exceeded|try again|later|disabled|not (?:enabled|allowed|permitted|supported)|authenticat(?:ion|e) (?:fail|unsuccessful)|mailbox/i;

/**
 * Whether a negative reply is about the form in which the credential was sent: on the line of the command, or on a
 * separate line. In that case the server has not evaluated the credential, so trying the other form is not a second
 * login attempt. In case of doubt, returns false.
 *
 * Sources: RFC 4954 §4 (500, 501, 504), RFC 9051 §7.1 (BAD), RFC 5034 §4 (POP3 has words only).
 */
export function isAboutForm(reply: ServerReply): boolean {
  const { code, enhancedStatus = '', responseCode, text } = reply;
  if (responseCode !== undefined || aboutOther.test(text)) return false;
  switch (code) {
    // Exchange: 504 5.7.4 Unrecognized authentication type, to a command without the credential.
    case '504':
      return /^(?:|5\.5\.\d+|5\.7\.4)$/.test(enhancedStatus);
    case '500':
    case '501':
      return /^(?:|5\.5\.\d+)$/.test(enhancedStatus);
    case 'BAD':
    case '-ERR':
      return aboutCommand.test(text);
    default:
      return false;
  }
}

/** Whether a challenge is a prompt for a user name or a password, as in AUTH LOGIN: `VXNlcm5hbWU6` is “Username:”. */
export function isPasswordPrompt(base64: string): boolean {
  const text = Buffer.from(base64, 'base64').toString('latin1').replace('\0', '');
  return [text, base64].some((prompt) => /^(?:user(?: ?name)?|login|pass ?word) ?:?$/i.test(prompt.trim()));
}
