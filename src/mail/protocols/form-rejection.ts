import type { ServerReply } from '../wire/reply.js';

/** Words about how a command is written. */
const aboutCommand =
  /argument|syntax|pars(?:e|ing)|unrecogni[sz]ed|unknown|unexpected|malformed|command|protocol error|too (?:long|large|many)|line length/i;

/** Words about what was sent in it, or about a state that the other form does not change. */
const aboutOther =
  /SASL argument|decode|base64|user|account|credential|token|password|expired|session|state|connect(?:ed|ion)s\b|throttl|limit exceeded|try again|later|disabled|not (?:enabled|allowed|permitted|supported)|authenticat(?:ion|e) (?:fail|unsuccessful)|mailbox/i;

/**
 * Whether a server that refuses a login complains of the form in which the credential is sent: on the line of the
 * command, or on a separate line. It has not looked at the credential then, so that the other form is no second
 * attempt to log in. When in doubt it is not the form.
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

/** Whether a prompt asks for a user name or a password, as AUTH LOGIN does: `VXNlcm5hbWU6` is “Username:”. */
export function isPasswordPrompt(base64: string): boolean {
  const text = Buffer.from(base64, 'base64').toString('latin1').replace('\0', '');
  return [text, base64].some((prompt) => /^(?:user(?: ?name)?|login|pass ?word) ?:?$/i.test(prompt.trim()));
}
