import type { SafeText } from '../../transport/safe-text.js';
import type { Phase } from './phases.js';

/**
 * What a line of the server is: a line of its greeting; a line of a reply that refuses or reports an error
 * (each line of SMTP's); IMAP's untagged `OK`, `NO` and `BAD`, or one of them with `ALERT` or `WEBALERT`; its
 * `BYE`; or a line that is no reply of the protocol or has no end.
 */
export type ServerWordsKind = 'greeting' | 'reply-line' | 'untagged' | 'alert' | 'bye' | 'other';

/** A line in which a server may have said why, in the order in which they came. */
export interface ServerWords {
  readonly kind: ServerWordsKind;
  readonly phase: Phase;
  /** The whole line as it came, with its code or tag: redacted, cut after 2,000 characters. */
  readonly line: SafeText;
}

/** Response codes of `* OK` that describe a mailbox or the server and explain nothing. RFC 9051 §7.1, RFC 7162. */
const stateCode =
  /^\* OK \[(?:CAPABILITY|PERMANENTFLAGS|UIDNEXT|UIDVALIDITY|UNSEEN|HIGHESTMODSEQ|NOMODSEQ|MAILBOXID|UIDNOTSTICKY)\b/i;

/** What kind of words an untagged response of IMAP is; `undefined` where it is data. */
export function untaggedKind(text: string): ServerWordsKind | undefined {
  if (/^\* BYE\b/i.test(text)) return 'bye';
  if (/^\* (?:OK|NO|BAD|PREAUTH) \[(?:WEB)?ALERT\b/i.test(text)) return 'alert';
  return /^\* (?:OK|NO|BAD)\b/i.test(text) && !stateCode.test(text) ? 'untagged' : undefined;
}

/** What kind of words a line is that came after the reply that ended a dialogue, whatever the protocol. */
export function kindAfterEnd(text: string): ServerWordsKind {
  const reply = /^(?:[2-5]\d\d(?:[ -]|$)|-ERR\b|\+OK\b|[A-Z]\d+ (?:OK|NO|BAD)\b)/i.test(text);
  return untaggedKind(text) ?? (reply ? 'reply-line' : 'other');
}
