/*
 * Finds secrets in texts that contain them in a changed form: in another letter case, in pieces, with other characters
 * in between, reversed, or in a common encoding.
 *
 * Text and secret are reduced to letters and digits. An index holds short windows (n-grams) of each encoded form of the
 * secret; a text that contains one of them resembles the secret. The search takes linear time.
 */

/** An encoded form of a secret, and how it is cut into windows: their length and the stride between their starts. */
interface Form {
  readonly text: string;
  readonly length: number;
  readonly stride: number;
  /** Whether to index windows that could be an ordinary word. */
  readonly words: boolean;
}

/** Any ten consecutive letters and digits contain a window; ordinary text does not contain one by chance. */
const usual = { length: 9, stride: 2, words: true };
/** For the secret itself: a window at every offset. */
const everywhere = { length: 9, stride: 1, words: true };
/** A secret made up by a person consists of words, which a reply may contain too. */
const irregular = { length: 9, stride: 1, words: false };
const manyWords = { length: 16, stride: 3, words: true };
/** Covers about as many characters of the secret, each written as two or three digits. */
const inDigits = { length: 18, stride: 3, words: true };

/** How much of the end of a long token is searched for in rare encodings, in characters. */
const longTail = 600;

/** The lengths of the shortest and the longest window. */
const shortest = 9;
const longest = 18;

/** The length of a window's prefix, which is used as a number to reject most texts early. */
const startLength = 4;
const starts = 36 ** startLength;

/** Secrets, to be recognized in texts. */
export class Resemblance {
  readonly #secrets: readonly string[];
  #index: WindowIndex | undefined;

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** Whether a text contains a fragment of a secret in any form. */
  isIn(text: string): boolean {
    return [...new Set(reductions(text))].some((view) => this.#find(view));
  }

  /** Recognizes secrets in the lines of a conversation, including secrets that are split across lines. */
  ofLines(): LineResemblance {
    return new LineResemblance((view) => this.#find(view));
  }

  #find(view: string): boolean {
    // Built lazily: a long token has many windows.
    const index = (this.#index ??= new WindowIndex(this.#secrets.flatMap((secret) => [...formsOf(secret)])));
    if (view.length < shortest) return false;
    const rotated = rot13(view);
    return [view, reverse(view), rotated, reverse(rotated)].some((variant) => index.matches(variant));
  }
}

/** The end of the preceding text, with the line number of each character. */
interface Tail {
  readonly text: string;
  readonly lines: readonly number[];
}

/** The state of {@link Resemblance.ofLines}. */
export class LineResemblance {
  readonly #find: (view: string) => boolean;
  #tails: readonly Tail[] = [];
  #count = 0;

  constructor(find: (view: string) => boolean) {
    this.#find = find;
  }

  /**
   * Adds a line, without the protocol's prefix.
   *
   * @returns the 0-based numbers of the lines that resemble a secret and end with this one: none, this one, or this one
   * and some before it
   */
  add(line: string): readonly number[] {
    const number = this.#count++;
    const views = reductions(line);
    const joined = views.map((view, level) => join(this.#tails[level], view, number));
    const alone = [...new Set(views)].some((view) => this.#find(view));
    // A line that resembles the secret by itself may go on with one that was too short to.
    const candidates = alone ? views.map((view, level) => seam(this.#tails[level], view, number)) : joined;
    const together = candidates.filter((tail, level) => isNews(candidates, level) && this.#find(tail.text));
    const found = alone || together.length > 0;
    // A secret that continues in the next line is found there.
    this.#tails = joined.map((tail) => end(tail, found ? shortest - 1 : longest - 1));
    return found ? [...new Set([...together.flatMap(({ lines }) => lines), number])].sort((x, y) => x - y) : [];
  }
}

/** Where two lines meet: short enough that only a window with letters of both fits into it. */
function seam(tail: Tail | undefined, view: string, line: number): Tail {
  return join(tail === undefined ? undefined : end(tail, shortest - 1), view.slice(0, shortest - 1), line);
}

function join(tail: Tail | undefined, view: string, line: number): Tail {
  const { text, lines } = tail ?? { text: '', lines: [] };
  // Only this much is ever compared.
  const own = Array<number>(Math.min(view.length, longest)).fill(line);
  return { text: text + view, lines: [...lines, ...own] };
}

function end({ text, lines }: Tail, length: number): Tail {
  return { text: text.slice(-length), lines: lines.slice(-length) };
}

function isNews(tails: readonly Tail[], level: number): boolean {
  return tails.findIndex(({ text }) => text === tails[level]?.text) === level;
}

/** A text reduced to letters and digits: as it is, and with one and two layers of escapes decoded. */
function reductions(text: string): readonly [string, string, string] {
  const once = decodeEscapes(text);
  const twice = once === text ? text : decodeEscapes(once);
  const asIs = reduce(text).toLowerCase();
  const decoded = once === text ? asIs : reduce(once).toLowerCase();
  return [asIs, decoded, twice === once ? decoded : reduce(twice).toLowerCase()];
}

function reduce(text: string): string {
  const folded = /[^\u0000-\u00ff]/.test(text) ? text.normalize('NFKC') : text;
  return folded.replace(/[^A-Za-z0-9]+/g, '');
}

const escapes =
  /(?:\\x|\\u00|%u00|%|=|0x|\\u\{0{0,4})([0-9a-f]{2})\}?|&#x0{0,6}([0-9a-f]{2});?|&#0{0,5}(\d{2,3});?|\\([0-7]{3})/gi;

/** Decodes escapes of C, JSON, URLs, HTML and quoted-printable. */
function decodeEscapes(text: string): string {
  return text.replace(escapes, (_, code?: string, html?: string, decimal?: string, octal?: string) => {
    const hexadecimal = code ?? html;
    if (hexadecimal !== undefined) return String.fromCharCode(parseInt(hexadecimal, 16));
    return String.fromCharCode(decimal === undefined ? parseInt(octal ?? '', 8) : Number(decimal));
  });
}

function reverse(text: string): string {
  return Buffer.from(text, 'latin1').reverse().toString('latin1');
}

function rot13(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 97) bytes[at] = code < 110 ? code + 13 : code - 13;
  }
  return bytes.toString('latin1');
}

function* formsOf(secret: string): Generator<Form> {
  // RFC 7519: before the last dot are header and claims, which share prefixes with any base64 of JSON or of an address.
  const text = secret.startsWith('ey') ? secret.slice(secret.lastIndexOf('.') + 1) : secret;
  yield { text, ...(isRandom(text) ? everywhere : irregular) };
  yield { text: secret, ...manyWords };
  const bytes = Buffer.from(secret);
  for (const encoded of base64Forms(bytes)) yield { text: encoded, ...usual };
  // For a long token the end suffices: an echo of less is not usable.
  const tail = secret.slice(-longTail);
  for (const encoded of base64Forms(Buffer.from(tail))) {
    for (const twice of base64Forms(Buffer.from(encoded))) yield { text: twice, ...usual };
  }
  for (const encoded of base64Forms(Buffer.from(tail, 'utf16le'))) yield { text: encoded, ...usual };
  yield { text: bytes.toString('hex'), ...inDigits };
  yield { text: bytes.join(''), ...inDigits };
  yield { text: Array.from(bytes, (byte) => byte.toString(8)).join(''), ...inDigits };
}

/** The base64 that must appear in any base64 text that contains these bytes, for each of the three alignments. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const aligned = bytes.subarray(offset);
    return aligned.subarray(0, aligned.length - (aligned.length % 3)).toString('base64');
  });
}

/** A set of windows. */
class WindowIndex {
  readonly #windows = new Map<number, Set<string>>();
  readonly #starts = new Uint8Array(starts);

  constructor(forms: readonly Form[]) {
    for (const form of forms) this.#add(form);
  }

  /** Whether a text of lower-case letters and digits contains a window. */
  matches(text: string): boolean {
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      start = (start * 36 + digit(text.charCodeAt(at))) % starts;
      if (this.#starts[start] === 0) continue;
      const begin = at + 1 - startLength;
      for (const [length, windows] of this.#windows) {
        if (windows.has(text.slice(begin, begin + length))) return true;
      }
    }
    return false;
  }

  #add({ text, length, stride, words }: Form): void {
    const reduced = reduce(text);
    const last = reduced.length - length;
    if (last < 0) return;
    for (let at = 0; at < last + stride; at += stride) {
      const window = reduced.slice(Math.min(at, last), Math.min(at, last) + length);
      if (words || isIrregular(window)) this.#addWindow(window.toLowerCase());
    }
  }

  #addWindow(window: string): void {
    if (framing.has(window)) return;
    const windows = this.#windows.get(window.length) ?? new Set();
    this.#windows.set(window.length, windows.add(window));
    this.#starts[parseInt(window.slice(0, startLength), 36)] = 1;
  }
}

/**
 * The windows in the base64 of what precedes the token in every credential. They contain no secret, and challenges
 * contain them too: Gmail's has `"Bearer"`.
 */
const framing: ReadonlySet<string> = new Set(
  base64Forms(Buffer.from('\u0001auth=Bearer ')).flatMap((form) => {
    // If the last space begins a group of three octets, the next base64 letter is I.
    const known = `${form}I`.toLowerCase();
    return Array.from({ length: known.length - usual.length + 1 }, (_, at) => known.slice(at, at + usual.length));
  }),
);

/** The value of a lower-case letter or a digit in base 36. */
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}

/** Whether a secret is random: it changes between letters, digits and cases more often than words do. */
function isRandom(secret: string): boolean {
  const changes = secret.match(/[a-z](?=[A-Z])|[A-Za-z](?=\d)|\d(?=[A-Za-z])/g) ?? [];
  return changes.length > secret.length / 4;
}

/** Whether a window cannot be a word: it contains a digit or several changes of letter case. */
function isIrregular(piece: string): boolean {
  return /\d/.test(piece) || (piece.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g) ?? []).length >= 4;
}
