import * as l10n from '@vscode/l10n';
import { encodeBase64 } from './base64.js';
import { checkAccessToken, checkUser } from './credential.js';
import { SaslError } from './errors.js';
import type { Mechanism } from './mechanism.js';

/** What can be wrong with a string that should be an initial client response. */
export type LintCode =
  | 'surrounded'
  | 'not-encoded'
  | 'line-break'
  | 'url-safe'
  | 'padding'
  | 'encoded-twice'
  | 'token-only'
  | 'not-sasl'
  | 'literal-control'
  | 'wrong-separator'
  | 'missing-separator'
  | 'wrong-end'
  | 'bearer-missing'
  | 'bearer-twice'
  | 'missing-comma'
  | 'unescaped'
  | 'invalid-user'
  | 'invalid-token';

/** One fault and its place. */
export interface LintFinding {
  readonly code: LintCode;
  readonly message: string;
  /** Whether `at` counts in the string as it was given, or in the message that it encodes. */
  readonly layer: 'string' | 'message';
  /** The index of the first character concerned, from 0. */
  readonly at: number;
}

/** What the linter found. */
export interface LintResult {
  readonly findings: readonly LintFinding[];
  readonly mechanism?: Mechanism;
  readonly user?: string;
  /** The string as it should be; missing where too little of it is left. It holds the token. */
  readonly mended?: string;
}

/** How the access and refresh tokens of Google and Microsoft and every JWT begin. */
const tokenShape = /^(?:ya29\.|EwB|eyJ[\w-]+\.[\w-]+\.|1\/\/)/;
const rawShape = /^\s*(?:user=|n,)/i;

/**
 * Looks for the faults that people and programs make in XOAUTH2 and OAUTHBEARER strings, and mends them.
 * No message quotes the token. RFC 7628 §3.1, RFC 5801 §4, RFC 4648 §4, Google's XOAUTH2 protocol page.
 */
export function lintSaslString(text: string): LintResult {
  const findings: LintFinding[] = [];
  const note = (code: LintCode, layer: LintFinding['layer'], at: number, message: string) => {
    findings.push({ code, layer, at, message });
  };
  const message = unwrap(text, note);
  if (message === undefined) return { findings };
  const separated = mendSeparators(message, note);
  return /^user=/i.test(separated) ? lintXoauth2(separated, findings, note) : lintOauthbearer(separated, findings, note);
}

type Note = (code: LintCode, layer: LintFinding['layer'], at: number, message: string) => void;

/** From the string as it was given to the message in it. */
function unwrap(text: string, note: Note): string | undefined {
  const inner = stripSurroundings(text, note);
  if (rawShape.test(inner)) {
    note('not-encoded', 'string', 0, l10n.t('This is the message itself: it must be base64 encoded.'));
    return inner.trim();
  }
  if (tokenShape.test(inner)) {
    note('token-only', 'string', 0, l10n.t('This is an access token: the string is built from it and the user, then base64 encoded.'));
    return undefined;
  }
  const decoded = decodeLeniently(inner, note);
  if (decoded !== undefined && rawShape.test(decoded)) return decoded.trimStart();
  const again = decoded === undefined ? undefined : decodeLeniently(decoded, () => undefined);
  if (again !== undefined && rawShape.test(again)) {
    note('encoded-twice', 'string', 0, l10n.t('The message is base64 encoded twice: once is right.'));
    return again.trimStart();
  }
  note('not-sasl', 'string', 0, l10n.t('This is no XOAUTH2 or OAUTHBEARER string: decoded, it begins with neither user= nor n,.'));
  return undefined;
}

function stripSurroundings(text: string, note: Note): string {
  const command = /^\s*(?:\S+ AUTHENTICATE|AUTH) \S+ /i.exec(text)?.[0] ?? '';
  const rest = text.slice(command.length).replace(/[\r\n]+$/, '');
  const inner = rest.trim().replace(/^["'`]+|["'`]+$/g, '');
  if (inner !== rest) {
    note('surrounded', 'string', command.length, l10n.t('There are spaces or quotation marks around the string.'));
  }
  return inner;
}

function decodeLeniently(text: string, note: Note): string | undefined {
  const blank = text.search(/\s/);
  if (blank !== -1) note('line-break', 'string', blank, l10n.t('There is a line break or a space in the base64: it must be one line.'));
  const urlSafe = text.search(/[-_]/);
  if (urlSafe !== -1) note('url-safe', 'string', urlSafe, l10n.t('This is URL-safe base64: SASL wants “+” and “/” for “-” and “_”.'));
  const standard = text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/');
  const body = standard.replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(body) || body.length % 4 === 1) return undefined;
  const padded = body.padEnd(Math.ceil(body.length / 4) * 4, '=');
  if (padded !== standard) note('padding', 'string', standard.length, l10n.t('The padding (“=”) at the end of the base64 is wrong.'));
  return Buffer.from(padded, 'base64').toString('utf8');
}

const literalControl = /\^A|\\x01|\\001|\\u0001|%01/gi;

function mendSeparators(message: string, note: Note): string {
  if (message.includes('\u0001')) return message;
  const literal = message.search(literalControl);
  if (literal !== -1) {
    note('literal-control', 'message', literal, l10n.t('The separator is written out (such as “^A” or “\\x01”): it is the single byte 0x01.'));
  }
  const mended = message.replace(literalControl, '\u0001');
  if (mended.includes('\u0001')) return mended;
  const lineBreak = mended.search(/\r?\n/);
  if (lineBreak !== -1) note('wrong-separator', 'message', lineBreak, l10n.t('The fields are separated by line breaks: the separator is the byte 0x01.'));
  return mended.replace(/\r?\n/g, '\u0001');
}

function lintXoauth2(message: string, findings: LintFinding[], note: Note): LintResult {
  const match = /^user=(.*?)(\u0001*)auth=([^\u0001]*)(\u0001*)\s*$/is.exec(message);
  if (match === null) {
    note('not-sasl', 'message', 0, l10n.t('After user=… there is no auth=….'));
    return { findings, mechanism: 'XOAUTH2' };
  }
  const [, user = '', separator = '', auth = '', end = ''] = match;
  if (separator !== '\u0001') {
    note('missing-separator', 'message', 5 + user.length, l10n.t('Between the user and auth= there must be one byte 0x01.'));
  }
  const authAt = 5 + user.length + separator.length + 5;
  const token = lintAuth(auth, authAt, note);
  lintEnd(end, authAt + auth.length, note);
  lintCredential(user, 5, token, authAt, note);
  return { findings, mechanism: 'XOAUTH2', user, mended: encodeBase64(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`) };
}

function lintOauthbearer(message: string, findings: LintFinding[], note: Note): LintResult {
  const match = /^n,([^\u0001]*)\u0001([^]*?)(\u0001*)\s*$/i.exec(message);
  const fields = (match?.[2] ?? '').split('\u0001');
  const index = fields.findIndex((field) => /^auth=/i.test(field));
  if (match === null || index === -1) {
    note('not-sasl', 'message', 0, l10n.t('After the header n,a=…, there is no auth=….'));
    return { findings, mechanism: 'OAUTHBEARER' };
  }
  const header = match[1] ?? '';
  const user = lintHeader(header, note);
  const authAt = 3 + header.length + fields.slice(0, index).join('\u0001').length + (index === 0 ? 0 : 1) + 5;
  const auth = (fields[index] ?? '').slice(5);
  const token = lintAuth(auth, authAt, note);
  lintEnd(match[3] ?? '', message.trimEnd().length, note);
  lintCredential(user, 4, token, authAt, note);
  const mended = [...fields];
  mended[index] = `auth=Bearer ${token}`;
  const authzid = user.replaceAll('=', '=3D').replaceAll(',', '=2C');
  return { findings, mechanism: 'OAUTHBEARER', user, mended: encodeBase64(`n,a=${authzid},\u0001${mended.join('\u0001')}\u0001\u0001`) };
}

/** @returns the user that the header names, unescaped */
function lintHeader(header: string, note: Note): string {
  const name = header.replace(/^a=/i, '');
  if (!name.endsWith(',')) note('missing-comma', 'message', 2 + header.length, l10n.t('After a=… a comma is missing.'));
  const authzid = name.replace(/,$/, '');
  const bare = authzid.replace(/=(?:2C|3D)/gi, '').search(/[=,]/);
  if (bare !== -1) {
    note('unescaped', 'message', 4 + authzid.search(/=(?!2C|3D)|,/i), l10n.t('In the user “=” must be written =3D and “,” must be written =2C (RFC 5801).'));
  }
  return authzid.replace(/=2C/gi, ',').replace(/=3D/gi, '=');
}

/** @returns the token without the words before it */
function lintAuth(auth: string, at: number, note: Note): string {
  const words = /^(?:Bearer\s+)*/i.exec(auth)?.[0] ?? '';
  const count = words.match(/Bearer/gi)?.length ?? 0;
  if (count === 0) note('bearer-missing', 'message', at, l10n.t('Before the token the word “Bearer” and a space are missing.'));
  if (count > 1) note('bearer-twice', 'message', at + 7, l10n.t('The word “Bearer” stands there more than once.'));
  const token = auth.slice(words.length);
  const clean = token.trim().replace(/^(["'])([^]*)\1$/, '$2');
  if (clean !== token) {
    note('invalid-token', 'message', at + words.length, l10n.t('The token has spaces, line breaks or quotation marks around it.'));
  }
  return clean;
}

function lintEnd(end: string, at: number, note: Note): void {
  if (end !== '\u0001\u0001') note('wrong-end', 'message', at, l10n.t('The message must end with two bytes 0x01; there are {0}.', end.length));
}

function lintCredential(user: string, userAt: number, token: string, tokenAt: number, note: Note): void {
  noteSaslError('invalid-user', userAt, () => checkUser(user), note);
  noteSaslError('invalid-token', tokenAt, () => checkAccessToken(token), note);
}

function noteSaslError(code: LintCode, at: number, check: () => void, note: Note): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof SaslError)) throw error;
    note(code, 'message', at, error.message);
  }
}
