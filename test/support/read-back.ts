/**
 * Tries to recover a secret from a text manually or with a common tool: each decoding of the text is searched for the
 * secret and for fragments of 16 characters of it.
 *
 * @returns the decodings that reveal a fragment
 */
export function readBack(text: string, secret: string): string[] {
  return Object.entries(views(text))
    .filter(([, found]) => found().some((view) => holdsPiece(view.toLowerCase(), secret.toLowerCase())))
    .map(([how]) => how);
}

function holdsPiece(text: string, secret: string): boolean {
  if (secret.length < 16) return text.includes(secret);
  for (let at = 0; at + 16 <= secret.length; at += 4) if (text.includes(secret.slice(at, at + 16))) return true;
  return false;
}

function views(text: string): Record<string, () => string[]> {
  const code = (radix: number) => (_: string, digits: string) => String.fromCharCode(parseInt(digits, radix));
  const packed = text.replace(/\s+/g, '');
  const joined = text.replace(/^.*?S: (?:\d{3}[ -])?(?:5\.7\.8 ?)?/gm, '').replace(/\s+/g, '');
  return {
    plain: () => [text],
    reversed: () => [Array.from(text).reverse().join('')],
    'escapes removed': () => [text.replace(/\\x[0-9a-f]{2}/g, '')],
    'escapes decoded': () => [text.replace(/\\x([0-9a-f]{2})/g, code(16))],
    'URL-decoded': () => [text.replace(/%([0-9a-f]{2})/gi, code(16))],
    'HTML-decoded': () => [text.replace(/&#(\d+);/g, code(10))],
    'JSON-decoded': () => [text.replace(/\\u([0-9a-f]{4})/gi, code(16))],
    'quoted-printable': () => [text.replace(/=([0-9A-F]{2})/g, code(16))],
    'spaces removed': () => [text.replace(/[\s|]+/g, '')],
    'punctuation removed': () => [text.replace(/[.,:;]\s?/g, '')],
    'invisible characters removed': () => [text.replace(/[\u200b\u00ad\u2060]/g, '')],
    'lines joined': () => [joined],
    rot13: () => [rot13(text)],
    hexadecimal: () =>
      (text.match(/(?:[0-9a-f]{2}[ :]?){20,}/gi) ?? []).map((word) =>
        Buffer.from(word.replace(/[ :]/g, ''), 'hex').toString('latin1'),
      ),
    base64: () => [text, joined, packed].flatMap(base64Decodings),
  };
}

function base64Decodings(text: string): string[] {
  return (text.match(/[A-Za-z0-9+/_-]{20,}={0,2}/g) ?? []).flatMap((word) =>
    [0, 1, 2, 3].map((offset) => Buffer.from(word.slice(offset), 'base64').toString('latin1')),
  );
}

/** Applies ROT13. */
export function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
}
