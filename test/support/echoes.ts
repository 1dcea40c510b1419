import { rot13 } from './read-back.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const pieces = (text: string, length: number) => text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
const perLetter = (form: (code: number) => string) => (text: string) => [
  Array.from(text, (letter) => form(letter.charCodeAt(0))).join(''),
];

/** The forms in which a server may echo what it received, each as one or more lines. */
export const echoes: Readonly<Record<string, (text: string) => readonly string[]>> = {
  plain: (text) => [text],
  'upper case': (text) => [text.toUpperCase()],
  'swapped case': (text) => [
    text.replace(/[a-z]|([A-Z])/g, (letter, upper?: string) => upper?.toLowerCase() ?? letter.toUpperCase()),
  ],
  base64: (text) => [base64(text)],
  'base64 twice': (text) => [base64(base64(text))],
  'base64 three times': (text) => [base64(base64(base64(text)))],
  'base64 in words of 12': (text) => [pieces(base64(text), 12).join(' ')],
  'base64 in lines of 12': (text) => pieces(base64(text), 12),
  'words of 12': (text) => [pieces(text, 12).join(' ')],
  'lines of 12': (text) => pieces(text, 12),
  'lines of 4': (text) => pieces(text, 4),
  'spaced letters': (text) => [Array.from(text).join(' ')],
  reversed: (text) => [Array.from(text).reverse().join('')],
  'URL-encoded': (text) => [encodeURIComponent(text)],
  'URL-encoded, every letter': perLetter((code) => `%${code.toString(16)}`),
  'UTF-16': (text) => [Buffer.from(text, 'utf16le').toString('latin1')],
  hexadecimal: (text) => [Buffer.from(text).toString('hex')],
  'hexadecimal with colons': (text) => [pieces(Buffer.from(text).toString('hex'), 2).join(':')],
  'HTML entities': perLetter((code) => `&#${code};`),
  'JSON escapes': perLetter((code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'zero-width spaces': (text) => [Array.from(text).join('\u200b')],
  rot13: (text) => [rot13(text)],
  'the first 20 letters': (text) => [text.slice(0, 20)],
  'three pieces of 15': (text) => [[0, 15, 30].map((at) => text.slice(at, at + 15)).join('|')],
  'soft breaks': (text) => [pieces(text, 10).join('=\u00ad')],
};
