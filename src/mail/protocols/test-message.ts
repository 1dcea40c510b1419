import { domainToASCII } from 'node:url';

/** The variable parts of a test message. */
export interface TestMessage {
  /** Sender and recipient; an address without quotes and spaces. */
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** The part of the Message-ID before the `@`: unique, without spaces. */
  readonly id: string;
}

/** A message from the account to itself, as lines without CRLF and before dot-stuffing. RFC 5322 §3.6, RFC 3834 §5. */
export function testMessageLines({ address, sentAt, id }: TestMessage): readonly string[] {
  const domain = domainToASCII(address.slice(address.lastIndexOf('@') + 1));
  return [
    `Date: ${new Date(sentAt).toUTCString().replace(/GMT$/, '+0000')}`,
    `From: <${address}>`,
    `To: <${address}>`,
    `Message-ID: <${id}@${domain}>`,
    'Subject: Test message from Mail OAuth',
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This message was sent by Mail OAuth (XOAUTH2 for IMAP, SMTP and POP3) from',
    'this address to itself, to test whether the server accepts messages.',
    '',
    'It can be deleted.',
  ];
}

/** Dot-stuffs lines for DATA: a line that begins with a dot gets another one. RFC 5321 §4.5.2. */
export function dotStuffed(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line.startsWith('.') ? `.${line}` : line));
}
