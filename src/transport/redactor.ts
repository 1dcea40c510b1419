import { createHmac, randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { Resemblance, type LineResemblance } from './resemblance.js';

/** A fragment of a secret of this many characters is redacted even if the rest of the secret is missing. */
const shortestFragment = 16;

/** Secrets shorter than this, in characters, are not searched for in decoded text: they would match by chance. */
const shortestEncoded = 6;

/** A text that must not be recorded, and its replacement. */
export interface Secret {
  readonly text: string;
  readonly placeholder: string;
}

const keySlot = Symbol.for('mail-oauth.fingerprintKey');

/**
 * Random for each process, so that fingerprints can be compared within one process only. The bundles in a process share
 * it, so that the sandbox and the extension show the same fingerprint for a token.
 */
const fingerprintKey = ((globalThis as unknown as Record<symbol, Buffer | undefined>)[keySlot] ??= randomBytes(32));

/** Four hexadecimal digits: equal for equal tokens within one process, and unusable to recover the token. */
export function fingerprint(token: string): string {
  return `#${createHmac('sha256', fingerprintKey).update(token).digest('hex').slice(0, 4)}`;
}

/** The placeholder for an access token: `<38 characters, #a1b2>`. */
export function redactedToken(accessToken: string): string {
  return l10n.t('<{0} characters, {1}>', accessToken.length, fingerprint(accessToken));
}

/**
 * Redacts secrets in what a server sends. A server may echo a credential whole, truncated (“line too long: AUTH …”), in
 * another letter case (a capability), or inside the base64 of a challenge: that part is replaced. A text that contains
 * a secret in any other form is withheld as a whole, see {@link Resemblance}.
 */
export class Redactor {
  readonly #secrets: readonly (Secret & { readonly sought: string })[];
  readonly #fragments = new Set<string>();
  readonly #resemblance: Resemblance;

  constructor(secrets: readonly Secret[]) {
    // Longest first: one secret may contain another.
    this.#secrets = secrets
      .filter(({ text }) => text !== '')
      .sort((a, b) => b.text.length - a.text.length)
      .map((secret) => ({ ...secret, sought: lowerCase(secret.text) }));
    for (const { sought } of this.#secrets) {
      for (const fragment of windows(sought)) this.#fragments.add(fragment);
    }
    this.#resemblance = new Resemblance(this.#secrets.map(({ text }) => text));
  }

  /** Replaces each secret, and each long fragment of one, by its placeholder. */
  redact(text: string): string {
    const clean = this.#redactParts(text);
    return this.#resemblance.isIn(clean) ? withheld(clean) : clean;
  }

  /** Redacts the lines of a conversation one by one. */
  ofLines(): LineRedactor {
    return new LineRedactor((text) => this.#redactParts(text), this.#resemblance.ofLines());
  }

  /** Redacts texts that are shown together, such as capabilities: a secret may be in pieces, one in each. */
  redactList(texts: readonly string[]): string[] {
    const lines = this.ofLines();
    const clean: string[] = [];
    for (const text of texts) {
      const { text: redacted, withhold } = lines.next(text);
      clean.push(redacted);
      for (const earlier of withhold) clean[earlier] = withheld(clean[earlier] ?? '');
    }
    return clean;
  }

  #redactParts(text: string): string {
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

  /** @param depth how many nested encodings to decode */
  #encloses(word: string, depth: number): boolean {
    return decodings(word).some(
      (decoded) =>
        this.#secrets.some(({ text }) => text.length >= shortestEncoded && decoded.includes(text)) ||
        this.#resemblance.isIn(decoded) ||
        (depth > 1 && (decoded.match(encodedWord) ?? []).some((inner) => this.#encloses(inner, depth - 1))),
    );
  }
}

/** Redacts the lines of a conversation, including secrets that are split across lines. See {@link Redactor.ofLines}. */
export class LineRedactor {
  readonly #redactParts: (text: string) => string;
  readonly #resemblance: LineResemblance;
  readonly #withheld = new Set<number>();
  #count = 0;

  constructor(redactParts: (text: string) => string, resemblance: LineResemblance) {
    this.#redactParts = redactParts;
    this.#resemblance = resemblance;
  }

  /**
   * @returns the redacted line, and the 0-based numbers of earlier lines that must now be {@link withheld}: together
   * with this line they contain a secret
   */
  next(line: string): { readonly text: string; readonly withhold: readonly number[] } {
    const number = this.#count++;
    const text = this.#redactParts(line);
    const resembling = this.#resemblance
      .add(text.slice(protocolWords(text).length))
      .filter((one) => !this.#withheld.has(one));
    for (const one of resembling) this.#withheld.add(one);
    return this.#withheld.has(number)
      ? { text: withheld(text), withhold: resembling.slice(0, -1) }
      : { text, withhold: [] };
  }
}

/** The replacement for a text that resembles a secret; the reply code is kept. */
export function withheld(text: string): string {
  const words = protocolWords(text);
  return words + l10n.t('<a line that resembles the credential, {0} octets>', Buffer.byteLength(text) - words.length);
}

/** What precedes the text of a reply in IMAP, SMTP and POP3: tag, status, codes. */
function protocolWords(text: string): string {
  return (
    /^(?:[*A-Z]\d{0,4} (?:OK|NO|BAD|BYE|PREAUTH) (?:\[[A-Z]{1,24}\] )?|\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?|\+OK |-ERR (?:\[[A-Z/-]{1,24}\] )?|\+ )/.exec(
      text,
    )?.[0] ?? ''
  );
}

/** A word that may be base64 (either alphabet), hexadecimal, or percent-encoded. */
const encodedWord = /[A-Za-z0-9+/_.~%-]{16,}={0,2}/g;

/** What a word may decode to. The base64 may be aligned differently from the word. */
function decodings(word: string): string[] {
  const base64 = [0, 1, 2, 3].map((offset) => Buffer.from(word.slice(offset), 'base64').toString('latin1'));
  const hexadecimal = /^(?:[0-9a-f]{2})+$/i.test(word) ? [Buffer.from(word, 'hex').toString('latin1')] : [];
  const percent = word.includes('%')
    ? [word.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))]
    : [];
  return [...base64, ...hexadecimal, ...percent];
}

/** @param sought the secret in lower case */
function replaceSecret(text: string, { sought, placeholder }: Secret & { readonly sought: string }): string {
  if (text.length < sought.length) return text;
  const folded = lowerCase(text);
  let clean = '';
  let kept = 0;
  for (let at = folded.indexOf(sought); at !== -1; at = folded.indexOf(sought, kept)) {
    clean += text.slice(kept, at) + placeholder;
    kept = at + sought.length;
  }
  return clean + text.slice(kept);
}

function* windows(text: string): Generator<string> {
  for (let at = 0; at + shortestFragment <= text.length; at++) yield text.slice(at, at + shortestFragment);
}

/** ASCII only, so that the length of the text does not change. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function piece(text: string): string {
  return l10n.t('<{0} characters of the credential>', text.length);
}
