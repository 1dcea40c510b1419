import { decodeCanonical } from './base64.js';
import { parseErrorChallenge, type ErrorChallenge } from './challenge.js';
import type { ReportFinding } from './lint-finding.js';

/*
 * Everything here takes time in proportion to the length of the text: a string may come from anywhere.
 */

/** What is inside a string: the message of a mechanism, a token alone, a server's challenge, or none of these. */
export type Payload =
  | { readonly kind: 'message' | 'token'; readonly text: string }
  | { readonly kind: 'challenge'; readonly challenge: ErrorChallenge }
  | { readonly kind: 'nothing' };

/** How the access and refresh tokens of Google and Microsoft and every JWT begin. */
export const tokenStart = /^(?:ya29\.|EwB|eyJ[\w-]+\.[\w-]+\.|1\/\/)/;
const messageStart = /^\s*(?:user=|auth=|n,)/i;
/** What comes before the string on the line of a command, a challenge or a transcript. */
const lineStart = /^\s*(?:(?:\S+ AUTHENTICATE|AUTH) \S+ |(?:[CS]: )?(?:\+|334) )/i;

const nothing = { kind: 'nothing' } as const;

/** The base64 of the prompts of the mechanism LOGIN, `Username:` and `Password:`. */
const loginPrompt = /(?:^|[\s.])(?:VXNlcm5hbWU6|UGFzc3dvcmQ6|VXNlciBOYW1lAA==|UGFzc3dvcmQA)\s*$/;

/** Finds what is in a string as it was given, and reports what is wrong with the wrapping. */
export function extractPayload(text: string, report: ReportFinding): Payload {
  const { inner, at } = stripSurroundings(text, report);
  if (loginPrompt.test(inner)) {
    report('login-prompt', 'string', at);
    return nothing;
  }
  const quoted = expressionText(inner);
  if (quoted !== undefined) {
    report('expression', 'string', at);
    // Its parts are often joined with “+” and “&”.
    return { kind: 'message', text: quoted.replace(/["'`]\s{0,20}[+&.]\s{0,20}["'`]/g, '') };
  }
  if (messageStart.test(inner)) {
    report('not-encoded', 'string', at);
    return { kind: 'message', text: inner.trim() };
  }
  if (tokenStart.test(inner)) {
    report('token-only', 'string', at);
    return { kind: 'token', text: inner };
  }
  const decoded = decodeLeniently(inner, at, report);
  return decoded === undefined ? nothing : recognize(decoded, at, report);
}

/** The text in `base64("user=…")`, as documentation writes it, or in a call of a programming language. */
function expressionText(text: string): string | undefined {
  const call = /^[\w.]{1,40}\(\s{0,5}[bfru]{0,2}["'`](?=user=|auth=|n,)/i.exec(text);
  if (call !== null && !/^base64\(/i.test(text)) {
    const inside = text.slice(call[0].length);
    const end = inside.search(/["'`]\s{0,20}\)/);
    return end === -1 ? undefined : inside.slice(0, end);
  }
  if (!/^base64\(/i.test(text)) return undefined;
  const end = endWithout(text, '; \t\r\n');
  const inside = text.slice(7, text[end - 1] === ')' ? end - 1 : end).trim();
  const quoted = /^["'`]/.test(inside) ? inside.slice(1, endWithout(inside, `"'\``)) : inside;
  return messageStart.test(quoted) ? quoted : undefined;
}

function recognize(decoded: string, at: number, report: ReportFinding): Payload {
  if (messageStart.test(decoded)) {
    if (/^\s/.test(decoded)) report('spacing', 'message', 0, 'leading');
    return { kind: 'message', text: decoded.trimStart() };
  }
  const again = decodeLeniently(decoded, 0, () => undefined);
  if (again !== undefined && messageStart.test(again)) {
    report('encoded-twice', 'string', at);
    return { kind: 'message', text: again.trimStart() };
  }
  const challenge = parseErrorChallenge(decoded);
  if (challenge.status !== undefined) {
    report('challenge', 'string', at, challenge.text);
    return { kind: 'challenge', challenge };
  }
  report(/^[^\0]*\0[^\0]+\0[^\0]+$/.test(decoded) ? 'other-mechanism' : 'not-sasl', 'string', at);
  return nothing;
}

function stripSurroundings(text: string, report: ReportFinding): { readonly inner: string; readonly at: number } {
  const start = lineStart.exec(text)?.[0].length ?? 0;
  const rest = text.slice(start, endWithout(text, '\r\n'));
  const trimmed = rest.trim();
  let first = 0;
  while (first < trimmed.length && `"'\``.includes(trimmed.charAt(first))) first++;
  const inner = trimmed.slice(first, Math.max(first, endWithout(trimmed, `"'\``)));
  if (inner !== rest) report('surrounded', 'string', rest.startsWith(inner) ? start + inner.length : start);
  return { inner, at: start + rest.indexOf(inner) };
}

/** The index after the last character that is none of these. */
function endWithout(text: string, characters: string): number {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return end;
}

/** What mail programs and transcripts put before further lines. */
const lineBeginning = /\r?\n(?:>[> ]{0,20}|(?:334|\+)[ -])/g;

/** @param at where the text begins in the string as it was given */
function decodeLeniently(given: string, at: number, report: ReportFinding): string | undefined {
  const text = decodePercents(given, at, report).replace(lineBeginning, '\n');
  const blank = text.search(/\s/);
  if (blank !== -1) report('line-break', 'string', at + blank);
  const foreign = foreignCharacter(text);
  if (foreign !== -1) {
    report('wrong-alphabet', 'string', at + foreign, String.fromCodePoint(text.codePointAt(foreign) ?? 0));
    return undefined;
  }
  const urlSafe = text.search(/[-_]/);
  if (urlSafe !== -1) report('url-safe', 'string', at + urlSafe);
  const standard = text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/');
  const body = standard.slice(0, endWithout(standard, '='));
  if (body.length % 4 === 1) {
    const cutOff = messageStart.test(decodeCanonical(body.slice(0, -1)));
    report(cutOff ? 'cut-off' : 'not-sasl', 'string', cutOff ? at + text.length : at);
    return undefined;
  }
  const padded = body.padEnd(Math.ceil(body.length / 4) * 4, '=');
  if (padded !== standard) report('padding', 'string', at + text.length);
  return decodeCanonical(padded);
}

/** The first character that no base64 has, or a “=” before its end; -1 where there is none. */
function foreignCharacter(text: string): number {
  const outside = text.search(/[^A-Za-z0-9+/_\s=-]/);
  let end = text.length;
  while (end > 0 && /[\s=]/.test(text.charAt(end - 1))) end--;
  const early = text.indexOf('=');
  const found = [outside, early < end ? early : -1].filter((index) => index !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}

function decodePercents(text: string, at: number, report: ReportFinding): string {
  const percent = text.search(/%(?:2B|2F|3D)/i);
  if (percent === -1) return text;
  report('percent-encoded', 'string', at + percent);
  return text.replace(/%2B/gi, '+').replace(/%2F/gi, '/').replace(/%3D/gi, '=');
}
