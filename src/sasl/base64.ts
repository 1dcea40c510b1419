import { SaslError } from './errors.js';

const canonical = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Encodes a string, as UTF-8, in the standard alphabet with padding and no line breaks. RFC 4648 §4.
 */
export function encodeBase64(text: string): string {
  let binary = '';
  for (const octet of new TextEncoder().encode(text)) binary += String.fromCharCode(octet);
  return btoa(binary);
}

/**
 * Decodes one line of padded standard base64 to UTF-8 text; broken sequences become U+FFFD. Line breaks, the
 * URL-safe alphabet and missing padding are errors. RFC 4648 §3.3, §4.
 *
 * @throws {SaslError} `invalid-base64`
 */
export function decodeBase64(text: string): string {
  if (!canonical.test(text)) throw new SaslError('invalid-base64', base64Problem(text));
  return decodeCanonical(text);
}

/** Decodes text that is known to be padded standard base64. */
export function decodeCanonical(text: string): string {
  return utf8.decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
}

function base64Problem(text: string): string {
  if (/\s/.test(text)) return 'Not base64 as SASL uses it: it contains a space or a line break.';
  if (/[-_]/.test(text)) return 'Not base64 as SASL uses it: it uses the URL-safe alphabet.';
  if (/[^A-Za-z0-9+/=]/.test(text)) return 'Not base64 as SASL uses it: it contains a character outside the alphabet.';
  return 'Not base64 as SASL uses it: its length or padding is wrong.';
}
