/** The encodings of a byte order mark (RFC 3629 §6, RFC 2781 §3.2). */
const marks: readonly (readonly [encoding: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

/**
 * Decodes a body. Valid UTF-8 is decoded as such, whatever the declared charset; other bodies by their byte order mark,
 * by the zero octets of UTF-16 (RFC 4627 §3), or by the charset of the header or the page.
 *
 * @param contentType the value of `Content-Type`
 */
function bodyText(body: Uint8Array, contentType: string | null): string {
  const marked = marks.find(([, ...bytes]) => bytes.every((byte, index) => body[index] === byte));
  if (marked !== undefined) return decode(body, marked[0]) ?? '';
  if (body.length >= 4 && body[0] !== 0 && body[1] === 0) return decode(body, 'utf-16le') ?? '';
  if (body.length >= 4 && body[0] === 0 && body[1] !== 0) return decode(body, 'utf-16be') ?? '';
  const utf8 = decode(body, 'utf-8', true);
  if (utf8 !== undefined) return utf8;
  const named = charset(contentType) ?? charset(Buffer.from(body.subarray(0, 1024)).toString('latin1'));
  return (named === undefined ? undefined : decode(body, named)) ?? decode(body, 'windows-1252') ?? '';
}

/** Decodes the body of a response. @see {@link bodyText} */
export async function responseText(response: Response): Promise<string> {
  return bodyText(new Uint8Array(await response.arrayBuffer()), response.headers.get('content-type'));
}

/** The parameter of a media type (RFC 9110 §8.3), which pages repeat in a `meta` element. */
function charset(text: string | null): string | undefined {
  return /\bcharset\s*=\s*["']?([\w.:-]{2,40})/i.exec(text ?? '')?.[1];
}

/** `undefined` for an unknown encoding, and with `fatal` for invalid bytes. */
function decode(body: Uint8Array, encoding: string, fatal = false): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal }).decode(body);
  } catch {
    return undefined;
  }
}
