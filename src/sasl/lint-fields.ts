import { decodeCanonical } from './base64.js';
import { checkAccessToken, checkUser } from './credential.js';
import { SaslError } from './errors.js';
import type { ReportFinding } from './lint-finding.js';
import { tokenStart } from './lint-payload.js';

/** @returns the token without the words before it */
export function lintBearer(auth: string, at: number, report: ReportFinding): string {
  const words =
    /^bearer/i.test(auth) && tokenStart.test(auth.slice(6))
      ? auth.slice(0, 6)
      : (/^(?:Bearer(?:\s*:\s*|\s+))*/i.exec(auth)?.[0] ?? '');
  const count = words.match(/Bearer/gi)?.length ?? 0;
  if (count === 1 && !/^Bearer $/i.test(words)) report('bearer-missing', 'message', at, 'spacing');
  if (count === 0) report('bearer-missing', 'message', at);
  if (count > 1) report('bearer-twice', 'message', at + 7);
  const token = auth.slice(words.length);
  const clean = stripPair(token.trim(), ['""', "''"]);
  if (clean !== token) report('invalid-token', 'message', at + words.length, 'surrounded');
  const inside = decodedToken(clean);
  if (inside !== undefined) {
    report('encoded-token', 'message', at + words.length);
    return inside;
  }
  // Google's app passwords; no access token is as short.
  if (/^(?:[a-z]{16}|[a-z]{4}(?: [a-z]{4}){3})$/.test(clean)) report('app-password', 'message', at + words.length);
  // Google's form.
  if (/^1\/\/0[\w-]{20}/.test(clean)) report('refresh-token', 'message', at + words.length);
  const problem = problemOf(() => checkAccessToken(clean));
  if (problem !== undefined) {
    report('invalid-token', 'message', at + words.length, problem.problem ?? 'empty');
  }
  return clean;
}

/** The JWT, or the token of Google, in a token that was base64 encoded once more. */
function decodedToken(token: string): string | undefined {
  if (!/^(?:ZXlK|eWEyOS)/.test(token) || /[^\w+/=-]/.test(token)) return undefined;
  const standard = withoutTrailing(token, '=').replaceAll('-', '+').replaceAll('_', '/');
  if (standard.length % 4 === 1) return undefined;
  const text = decodeCanonical(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
  return /^(?:eyJ[\w-]+\.[\w-]+\.[\w-]*|ya29\.[\w.-]+)$/.test(text) ? text : undefined;
}

/** Reports an end of the message that is not two bytes 0x01. */
export function lintEnd(message: string, report: ReportFinding): void {
  const length = withoutTrailing(message, '\u0001').length;
  const count = message.length - length;
  if (count !== 2) report('wrong-end', 'message', length, String(count));
}

/** @returns the user without what is around it by mistake */
export function lintUser(name: string, at: number, report: ReportFinding): string {
  const user = stripPairs(name);
  if (user.includes('\ufffd')) report('invalid-user', 'message', at, 'not-utf8');
  const problem = problemOf(() => checkUser(user));
  if (problem !== undefined) report('invalid-user', 'message', at, problem.code === 'empty-user' ? 'empty' : 'control');
  else if (user !== name) report('invalid-user', 'message', at, 'surrounded');
  return user;
}

/** The text without these characters at its end, in one pass. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}

/** Without spaces, quotation marks and angle brackets around it, however many, in one pass. */
function stripPairs(name: string): string {
  let start = 0;
  let end = name.length;
  for (;;) {
    while (start < end && /\s/.test(name.charAt(start))) start++;
    while (end > start && /\s/.test(name.charAt(end - 1))) end--;
    const pair = `${name.charAt(start)}${name.charAt(end - 1)}`;
    if (end - start < 2 || !['""', "''", '<>'].includes(pair)) return name.slice(start, end);
    start++;
    end--;
  }
}

function stripPair(text: string, pairs: readonly string[]): string {
  const isPair = text.length >= 2 && pairs.includes(`${text.charAt(0)}${text.charAt(text.length - 1)}`);
  return isPair ? text.slice(1, -1) : text;
}

function problemOf(check: () => void): SaslError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof SaslError) return error;
    throw error;
  }
}
