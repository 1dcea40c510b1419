/** A text from outside that {@link safeText} has made fit to be shown. The mark is the type’s only: it is a string. */
export type SafeText = string & { readonly __safeText: true };

/** What a server said, with each of its texts made fit to be shown. */
export type Safe<T> = { readonly [K in keyof T]: Extract<T[K], string> extends never ? T[K] : SafeText };

/** How a text from outside is made fit to be shown. */
export interface SafeTextOptions {
  /** Takes out the secrets that whoever wrote the text may know. */
  readonly redact: (text: string) => string;
  /** The most characters that are shown; 300 by default. */
  readonly limit?: number;
}

/**
 * Makes a text from a server, a redirect, a proxy, a certificate or a file fit to be shown, on one line:
 * without secrets, without characters that control, reverse or hide, and not too long. Where links are
 * rendered, see {@link withoutLinks}.
 */
export function safeText(outside: string, { redact, limit = 300 }: SafeTextOptions): SafeText {
  // No more is redacted than can be shown: a piece of a secret at the end is taken out too.
  const line = escapeUnprintable(
    outside
      .slice(0, 4 * limit)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return cut(redact(line), limit) as SafeText;
}

/** For what has come from someone who knows no secret. */
export const noSecrets = { redact: (text: string): string => text };

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/**
 * Bytes as text: UTF-8 where they are; everything else, and every character that is not to be printed, as the
 * `\xNN` of its bytes.
 */
export function escapeBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const faithful = Buffer.from(text, 'utf8').equals(bytes)
    ? text
    : bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, escapeByte);
  return escapeUnprintable(faithful);
}

/** Control characters, and those that reverse the line, take no room or hide text (tags, variation selectors). */
const unprintable =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e01ef}]/gu;

function escapeUnprintable(text: string): string {
  return text.replace(unprintable, (character) =>
    Buffer.from(character).toString('latin1').replace(/[^]/g, escapeByte),
  );
}

function escapeByte(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/**
 * A text in which the editor finds no links. It renders `[text](command:…)` and `[text](https://…)` in
 * notifications and below inputs as links (`parseLinkedText` of VS Code).
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
