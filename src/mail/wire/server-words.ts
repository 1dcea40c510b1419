import type { SafeText } from '../../transport/safe-text.js';
import type { Phase } from './phases.js';

/**
 * The kind of a line from the server: `greeting`; `reply-line`, a line of a negative reply or one that reports an error
 * (in SMTP each of its lines); `untagged`, IMAP's untagged `OK`, `NO` or `BAD`; `alert`, one of those with `ALERT` or
 * `WEBALERT`; `bye`, IMAP's `BYE`; `other`, an invalid or incomplete line.
 */
export type ServerWordsKind = 'greeting' | 'reply-line' | 'untagged' | 'alert' | 'bye' | 'other';

/** A line from the server that may contain its reason. */
export interface ServerWords {
  readonly kind: ServerWordsKind;
  readonly phase: Phase;
  /** The whole line with its code or tag: redacted, truncated to 2,000 characters. */
  readonly line: SafeText;
}

/** Response codes of `* OK` that only describe a mailbox or the server. RFC 9051 §7.1, RFC 7162. */
const stateCode =
  /^\* OK \[(?:CAPABILITY|PERMANENTFLAGS|UIDNEXT|UIDVALIDITY|UNSEEN|HIGHESTMODSEQ|NOMODSEQ|MAILBOXID|UIDNOTSTICKY)\b/i;

/** The kind of an untagged IMAP response; `undefined` if it is data. */
export function untaggedKind(text: string): ServerWordsKind | undefined {
  if (/^\* BYE\b/i.test(text)) return 'bye';
  if (/^\* (?:OK|NO|BAD|PREAUTH) \[(?:WEB)?ALERT\b/i.test(text)) return 'alert';
  return /^\* (?:OK|NO|BAD)\b/i.test(text) && !stateCode.test(text) ? 'untagged' : undefined;
}

/** The kind of a line that arrived after the reply that ended a dialogue, in any protocol. */
export function kindAfterEnd(text: string): ServerWordsKind {
  const reply = /^(?:[2-5]\d\d(?:[ -]|$)|-ERR\b|\+OK\b|[A-Z]\d+ (?:OK|NO|BAD)\b)/i.test(text);
  return untaggedKind(text) ?? (reply ? 'reply-line' : 'other');
}
