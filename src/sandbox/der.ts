/*
 * DER, in which certificates are written, as far as the sandbox's own need it. A package for it would be a third of
 * the sandbox. ITU-T X.690.
 */

function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

/** §8.1.3 and §10.1: in one octet up to 127, else as many as needed after their number. */
function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

export function set(...parts: readonly Uint8Array[]): Buffer {
  return element(0x31, Buffer.concat(parts));
}

/** A number of 0 to 127, or the octets of a positive one without zeros before it. */
export function integer(value: number | Uint8Array): Buffer {
  const octets = typeof value === 'number' ? Buffer.of(value) : Buffer.from(value);
  return element(0x02, (octets[0] ?? 0) < 0x80 ? octets : Buffer.concat([Buffer.of(0), octets]));
}

export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.of(value ? 0xff : 0));
}

export function octetString(content: Uint8Array): Buffer {
  return element(0x04, content);
}

/** @param unused how many bits at its end do not count */
export function bitString(content: Uint8Array, unused = 0): Buffer {
  return element(0x03, Buffer.concat([Buffer.of(unused), content]));
}

export function utf8String(text: string): Buffer {
  return element(0x0c, Buffer.from(text));
}

/** UTCTime, which has years from 1950 to 2049; RFC 5280 §4.1.2.5 wants it for those. */
export function utcTime(date: Date): Buffer {
  return element(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

/** @param name such as `2.5.4.3` */
export function objectIdentifier(name: string): Buffer {
  const [first = 0, second = 0, ...others] = name.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...others].flatMap(base128)));
}

/** §8.19.2: seven bits an octet, all but the last with the highest bit set. */
function base128(value: number): number[] {
  const higher = Math.floor(value / 0x80);
  return [...(higher === 0 ? [] : base128(higher).map((octet) => octet | 0x80)), value & 0x7f];
}

/** An element with a tag of its context around it. */
export function explicit(tag: number, content: Uint8Array): Buffer {
  return element(0xa0 | tag, content);
}

/** Octets with a tag of their context in place of their own. */
export function implicit(tag: number, content: Uint8Array): Buffer {
  return element(0x80 | tag, content);
}
