/**
 * A text from outside that has passed through {@link safeText}. It is a branded string: the brand exists in the type
 * only.
 */
export type SafeText = string & { readonly __safeText: true };

/** The same type, with each string property made {@link SafeText}. */
export type Safe<T> = { readonly [K in keyof T]: Extract<T[K], string> extends never ? T[K] : SafeText };

/** Options of {@link safeText}. */
export interface SafeTextOptions {
  /** Removes the secrets that the author of the text may know. */
  readonly redact: (text: string) => string;
  /** The maximum length of the result, in characters; 300 by default. */
  readonly limit?: number;
}

/**
 * Makes a text from a server, a redirect, a proxy, a certificate or a file safe to display on one line: removes
 * secrets, escapes control, bidirectional and invisible characters, and limits the length. Where links are rendered,
 * see {@link withoutLinks}.
 */
export function safeText(outside: string, { redact, limit = 300 }: SafeTextOptions): SafeText {
  // The text is truncated before it is redacted, which limits the cost; a fragment of a secret at the end is redacted
  // too.
  const line = escapeUnprintable(
    outside
      .slice(0, 4 * limit)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return cut(redact(line), limit) as SafeText;
}

/** For texts from a source that does not know any secret. */
export const noSecrets = { redact: (text: string): string => text };

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/**
 * Decodes bytes as UTF-8. Invalid UTF-8 and unprintable characters become the `\xNN` of their bytes.
 */
export function escapeBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const faithful = Buffer.from(text, 'utf8').equals(bytes)
    ? text
    : bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, escapeByte);
  return escapeUnprintable(faithful);
}

/**
 * Control characters, bidirectional controls, zero-width characters, and characters that hide text (tags, variation
 * selectors).
 */
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
 * Prevents the editor from rendering links: in notifications and below inputs it turns `[text](command:…)` and
 * `[text](https://…)` into links (`parseLinkedText` of VS Code).
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
