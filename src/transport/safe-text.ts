/**
 * Bytes as text: UTF-8 where they are; everything else, every control character and every character that
 * would break or reverse the line on a screen as the `\xNN` of its bytes.
 */
export function escapeBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const faithful = Buffer.from(text, 'utf8').equals(bytes)
    ? text
    : bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, escapeByte);
  return faithful
    .replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, escapeByte)
    .replace(/[\u0080-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) =>
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
