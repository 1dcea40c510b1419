/*
 * Finds secrets in texts that do not hold them as they are: in other letters, in pieces, with something
 * between the letters, backwards, or in an encoding that one tool takes off.
 *
 * Text and secret are reduced to letters and digits. Of the secret, in each encoding, short windows are kept;
 * a text that holds one resembles the secret. Everything takes time in proportion to the length of the text.
 */

/** A form of a secret, and how it is cut into windows: their length and the distance of their beginnings. */
interface Form {
  readonly text: string;
  readonly length: number;
  readonly stride: number;
  /** Whether a piece that could be a word of a sentence counts. */
  readonly words: boolean;
}

/** Ten letters and digits in a row hold a window, and ordinary text holds none by chance. */
const usual = { length: 9, stride: 2, words: true };
/** Of the secret itself, wherever a piece of it begins. */
const everywhere = { length: 9, stride: 1, words: true };
/** A secret that a person made up consists of words, which a reply may hold too. */
const irregular = { length: 9, stride: 1, words: false };
const manyWords = { length: 16, stride: 3, words: true };
/** About as many characters of the secret, where each is written with two or three digits. */
const inDigits = { length: 18, stride: 3, words: true };

/** How much of a long token is looked for in rare encodings, in characters. */
const longTail = 600;

/** The lengths of the shortest and the longest window. */
const shortest = 9;
const longest = 18;

/** What a window begins with, as a number; it tells most texts that hold none. */
const startLength = 4;
const starts = 36 ** startLength;

/** Secrets, to be recognized in texts. */
export class Resemblance {
  readonly #secrets: readonly string[];
  #index: WindowIndex | undefined;

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** Whether a text holds a piece of a secret in any form. */
  isIn(text: string): boolean {
    return [...new Set(reductions(text))].some((view) => this.#find(view));
  }

  /** Recognizes secrets in the lines of a conversation, also where they are spread over several. */
  ofLines(): LineResemblance {
    return new LineResemblance((view) => this.#find(view));
  }

  #find(view: string): boolean {
    // Made when a server says something, since a long token has many windows.
    const index = (this.#index ??= new WindowIndex(this.#secrets.flatMap((secret) => [...formsOf(secret)])));
    if (view.length < shortest) return false;
    const rotated = rot13(view);
    return [view, reverse(view), rotated, reverse(rotated)].some((variant) => index.matches(variant));
  }
}

/** The end of what came before, letter by letter, with the line that each is from. */
interface Tail {
  readonly text: string;
  readonly lines: readonly number[];
}

/** The memory of {@link Resemblance.ofLines}. */
export class LineResemblance {
  readonly #find: (view: string) => boolean;
  #tails: readonly Tail[] = [];
  #count = 0;

  constructor(find: (view: string) => boolean) {
    this.#find = find;
  }

  /**
   * Adds a line without what its protocol puts before it.
   *
   * @returns the numbers, counted from 0, of the lines that resemble a secret with this one as the last of them:
   * none, this one, or this one and some before it
   */
  add(line: string): readonly number[] {
    const number = this.#count++;
    const views = reductions(line);
    const joined = views.map((view, level) => join(this.#tails[level], view, number));
    const alone = [...new Set(views)].some((view) => this.#find(view));
    const together = alone ? [] : joined.filter((tail, level) => isNews(joined, level) && this.#find(tail.text));
    const found = alone || together.length > 0;
    // What goes on with the next line is found by it, and a line that does not is left.
    this.#tails = joined.map((tail) => end(tail, found ? shortest - 1 : longest - 1));
    return found ? [...new Set([...together.flatMap(({ lines }) => lines), number])].sort((x, y) => x - y) : [];
  }
}

function join(tail: Tail | undefined, view: string, line: number): Tail {
  const { text, lines } = tail ?? { text: '', lines: [] };
  // No more of it is ever looked at.
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

/** Of C, JSON, URLs, HTML and quoted-printable. */
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
  // RFC 7519: before the last dot are claims, which may begin as any base64 of JSON or of an address does.
  const text = secret.startsWith('ey') ? secret.slice(secret.lastIndexOf('.') + 1) : secret;
  yield { text, ...(isRandom(text) ? everywhere : irregular) };
  yield { text: secret, ...manyWords };
  const bytes = Buffer.from(secret);
  for (const encoded of base64Forms(bytes)) yield { text: encoded, ...usual };
  // Of a long token its end will do: an echo of less is of no use to anybody.
  const tail = secret.slice(-longTail);
  for (const encoded of base64Forms(Buffer.from(tail))) {
    for (const twice of base64Forms(Buffer.from(encoded))) yield { text: twice, ...usual };
  }
  for (const encoded of base64Forms(Buffer.from(tail, 'utf16le'))) yield { text: encoded, ...usual };
  yield { text: bytes.toString('hex'), ...inDigits };
  yield { text: bytes.join(''), ...inDigits };
  yield { text: Array.from(bytes, (byte) => byte.toString(8)).join(''), ...inDigits };
}

/** What of a text must appear in a base64 that holds it, for the three ways in which it can be aligned. */
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

  /** Whether a window is in a text of small letters and digits. */
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
 * The windows in the base64 of what stands before the token in every credential. They hold no secret, and challenges
 * have them too: Gmail's says `"Bearer"`.
 */
const framing: ReadonlySet<string> = new Set(
  base64Forms(Buffer.from('\u0001auth=Bearer ')).flatMap((form) => {
    // Where the last space begins a group of three, its own letter is I.
    const known = `${form}I`.toLowerCase();
    return Array.from({ length: known.length - usual.length + 1 }, (_, at) => known.slice(at, at + usual.length));
  }),
);

/** The value of a small letter or a digit at base 36. */
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}

/** Whether a secret was made by a machine: digits and capitals stand where words have none. */
function isRandom(secret: string): boolean {
  const changes = secret.match(/[a-z](?=[A-Z])|[A-Za-z](?=\d)|\d(?=[A-Za-z])/g) ?? [];
  return changes.length > secret.length / 4;
}

/** Whether a piece is no word, by its digits or the changes between small and capital letters. */
function isIrregular(piece: string): boolean {
  return /\d/.test(piece) || (piece.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g) ?? []).length >= 4;
}
