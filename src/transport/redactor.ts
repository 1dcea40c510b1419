import { createHmac, randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';

/** A piece of a secret this long, in octets, is taken out even where the rest of the secret is missing. */
const shortestFragment = 16;

/** A secret this short, in characters, turns up in decoded text by chance. */
const shortestEncoded = 6;

/** What must not be written, and what is written in its place. */
export interface Secret {
  readonly text: string;
  readonly placeholder: string;
}

const keySlot = Symbol.for('mail-oauth.fingerprintKey');

/**
 * Lives as long as the process, so that fingerprints can be compared within it and nowhere else. The
 * bundles of one process share it: the sandbox and the tests show the same token alike.
 */
const fingerprintKey = ((globalThis as unknown as Record<symbol, Buffer | undefined>)[keySlot] ??= randomBytes(32));

/** Four hexadecimal digits that are the same for the same token and say nothing about it. */
export function fingerprint(token: string): string {
  return `#${createHmac('sha256', fingerprintKey).update(token).digest('hex').slice(0, 4)}`;
}

/** The access token as it may be shown: `<38 characters, #a1b2>`. */
export function redactedToken(accessToken: string): string {
  return l10n.t('<{0} characters, {1}>', accessToken.length, fingerprint(accessToken));
}

/**
 * Takes the secrets of a conversation out of what a server says. A server may echo a credential whole,
 * cut short (“line too long: AUTH …”), in other letters (a capability), or inside the base64 of a challenge.
 */
export class Redactor {
  readonly #secrets: readonly Secret[];
  readonly #fragments = new Set<string>();

  constructor(secrets: readonly Secret[]) {
    // The longest first: one may hold another.
    this.#secrets = secrets.filter(({ text }) => text !== '').sort((a, b) => b.text.length - a.text.length);
    for (const { text } of this.#secrets) {
      for (const fragment of windows(lowerCase(text))) this.#fragments.add(fragment);
    }
  }

  /** The text with each secret, or long piece of one, replaced by what may be shown of it. */
  redact(text: string): string {
    const whole = this.#secrets.reduce(replaceSecret, text);
    return this.#redactFragments(whole).replace(encodedWord, (word) => (this.#encloses(word, 2) ? piece(word) : word));
  }

  #redactFragments(text: string): string {
    if (this.#fragments.size === 0) return text;
    const folded = lowerCase(text);
    const isFragment = (at: number) =>
      at + shortestFragment <= folded.length && this.#fragments.has(folded.slice(at, at + shortestFragment));
    let clean = '';
    let kept = 0;
    for (let at = 0; at + shortestFragment <= text.length; at++) {
      if (!isFragment(at)) continue;
      const start = at;
      while (isFragment(at + 1)) at++;
      at += shortestFragment - 1;
      clean += text.slice(kept, start) + piece(text.slice(start, at + 1));
      kept = at + 1;
    }
    return clean + text.slice(kept);
  }

  /** @param depth how many encodings may lie around the secret */
  #encloses(word: string, depth: number): boolean {
    return decodings(word).some(
      (decoded) =>
        this.#secrets.some(({ text }) => text.length >= shortestEncoded && decoded.includes(text)) ||
        this.#redactFragments(decoded) !== decoded ||
        (depth > 1 && (decoded.match(encodedWord) ?? []).some((inner) => this.#encloses(inner, depth - 1))),
    );
  }
}

/** Base64 (of both alphabets), hexadecimal, or percent-encoded. */
const encodedWord = /[A-Za-z0-9+/_.~%-]{16,}={0,2}/g;

/** What a word may stand for; its base64 may begin before or after the place where the word does. */
function decodings(word: string): string[] {
  const base64 = [0, 1, 2, 3].map((offset) => Buffer.from(word.slice(offset), 'base64').toString('latin1'));
  const hexadecimal = /^(?:[0-9a-f]{2})+$/i.test(word) ? [Buffer.from(word, 'hex').toString('latin1')] : [];
  const percent = word.includes('%')
    ? [word.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))]
    : [];
  return [...base64, ...hexadecimal, ...percent];
}

function replaceSecret(text: string, { text: secret, placeholder }: Secret): string {
  const folded = lowerCase(text);
  const sought = lowerCase(secret);
  let clean = '';
  let kept = 0;
  for (let at = folded.indexOf(sought); at !== -1; at = folded.indexOf(sought, kept)) {
    clean += text.slice(kept, at) + placeholder;
    kept = at + secret.length;
  }
  return clean + text.slice(kept);
}

function* windows(text: string): Generator<string> {
  for (let at = 0; at + shortestFragment <= text.length; at++) yield text.slice(at, at + shortestFragment);
}

/** ASCII only, so that no character changes its length. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function piece(text: string): string {
  return l10n.t('<{0} characters of the credential>', text.length);
}
