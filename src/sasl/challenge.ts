import { decodeBase64 } from './base64.js';
import { parseJsonObject } from './json-object.js';

/**
 * The error challenge of a server that rejects an OAuth credential, decoded. RFC 7628 §3.2.2; XOAUTH2 uses the same
 * keys.
 */
export interface ErrorChallenge {
  /** The challenge as text, with control, bidirectional and invisible characters escaped. */
  readonly text: string;
  /** `invalid_token`, `insufficient_scope`, `invalid_request` or, in XOAUTH2, an HTTP status such as `400`. */
  readonly status?: string;
  /** The scope or scopes, separated by spaces, that the server requires. */
  readonly scope?: string;
  /** The authentication schemes that the server accepts. */
  readonly schemes?: string;
  /** The URL of the authorization server's metadata (`openid-configuration`). */
  readonly openidConfiguration?: string;
}

/**
 * Decodes a server challenge. It never throws: text that is not base64 is kept unchanged, and text that is not JSON has
 * only `text`.
 *
 * @example
 * ```ts
 * import { decodeErrorChallenge } from 'xoauth2';
 *
 * const { status, scope } = decodeErrorChallenge(
 *   'eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==',
 * );
 * console.log(status, scope); // prints: 400 https://mail.google.com/
 * ```
 */
export function decodeErrorChallenge(challenge: string): ErrorChallenge {
  return parseErrorChallenge(decodedText(challenge));
}

/**
 * The challenge at the end of a reply. Postfix appends Dovecot's challenge, in base64, to its refusal.
 */
export function challengeInReply(text: string): ErrorChallenge | undefined {
  const encoded = /[\s:](ey[A-Za-z0-9+/]{10,4000}={0,2})\s?$/.exec(text)?.[1];
  const challenge = encoded === undefined ? undefined : decodeErrorChallenge(encoded);
  return challenge?.status === undefined ? undefined : challenge;
}

/** Parses a challenge that is already base64-decoded. */
export function parseErrorChallenge(raw: string): ErrorChallenge {
  const text = escapeUnprintable(raw.trim());
  const json = parseJsonObject(raw);
  if (json === undefined) return { text };
  const field = (key: string, name: string) => {
    const value = json[key];
    return typeof value === 'string' || typeof value === 'number' ? { [name]: escapeUnprintable(String(value)) } : {};
  };
  return {
    text,
    ...field('status', 'status'),
    ...field('scope', 'scope'),
    ...field('schemes', 'schemes'),
    ...field('openid-configuration', 'openidConfiguration'),
  };
}

function decodedText(challenge: string): string {
  try {
    return decodeBase64(challenge.trim());
  } catch {
    return challenge;
  }
}

function escapeUnprintable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e01ef}]/gu,
    (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
    },
  );
}
