/** The encodings of a byte order mark (RFC 3629 §6, RFC 2781 §3.2). */
const marks: readonly (readonly [encoding: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

/**
 * A body as text. What is valid UTF-8 is read so, whatever the server calls it; everything else by its byte order
 * mark, by where the zeros of UTF-16 are (RFC 4627 §3), or by the charset that the header or the page names.
 *
 * @param contentType the value of `Content-Type`
 */
export function bodyText(body: Uint8Array, contentType: string | null): string {
  const marked = marks.find(([, ...bytes]) => bytes.every((byte, index) => body[index] === byte));
  if (marked !== undefined) return decode(body, marked[0]) ?? '';
  if (body.length >= 4 && body[0] !== 0 && body[1] === 0) return decode(body, 'utf-16le') ?? '';
  if (body.length >= 4 && body[0] === 0 && body[1] !== 0) return decode(body, 'utf-16be') ?? '';
  const utf8 = decode(body, 'utf-8', true);
  if (utf8 !== undefined) return utf8;
  const named = charset(contentType) ?? charset(Buffer.from(body.subarray(0, 1024)).toString('latin1'));
  return (named === undefined ? undefined : decode(body, named)) ?? decode(body, 'windows-1252') ?? '';
}

/** The body of a response as text. @see {@link bodyText} */
export async function responseText(response: Response): Promise<string> {
  return bodyText(new Uint8Array(await response.arrayBuffer()), response.headers.get('content-type'));
}

/** The parameter of a media type (RFC 9110 §8.3), which pages repeat in a `meta` element. */
function charset(text: string | null): string | undefined {
  return /\bcharset\s*=\s*["']?([\w.:-]{2,40})/i.exec(text ?? '')?.[1];
}

/** Undefined for an encoding that is unknown, and with `fatal` for bytes that it does not allow. */
function decode(body: Uint8Array, encoding: string, fatal = false): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal }).decode(body);
  } catch {
    return undefined;
  }
}
