import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** The decoders of the content codings of RFC 9110 §8.4.1. */
const decoders: Readonly<Record<string, (bytes: Uint8Array, options: zlib.ZlibOptions) => Promise<Buffer>>> = {
  gzip: promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  'x-gzip': promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  deflate: promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflate),
  br: promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
};

/** The most codings that a body may have: each is decoded in turn. */
const maximumCodings = 4;

/**
 * Decodes the content codings of a body. None is requested, but some servers send one anyway. A body that is not in the
 * declared coding, or in too many, is returned unchanged.
 *
 * @param codings the value of `Content-Encoding`
 * @param maxOutputLength the maximum size of the result, in octets
 * @returns `undefined` if the result would be larger
 */
export async function decodeBody(
  body: Uint8Array,
  codings: string | undefined,
  maxOutputLength: number,
): Promise<Uint8Array | undefined> {
  const names = (codings ?? '').toLowerCase().split(',');
  if (names.length > maximumCodings) return body;
  let bytes = body;
  for (const coding of names.reverse()) {
    const decode = decoders[coding.trim()];
    if (decode === undefined || bytes.length === 0) continue;
    try {
      bytes = await decode(bytes, { maxOutputLength });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    }
  }
  return bytes;
}
