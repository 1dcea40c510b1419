import { checkAccessToken, checkUser } from './credential.js';
import { SaslError } from './errors.js';
import type { LintFinding, ReportFinding } from './lint-finding.js';
import { tokenOfAnswer, tokenStart } from './lint-payload.js';
import { tokenInside, tokenMistake, type TokenMistake } from './token-form.js';

/** @returns the token without its prefix */
export function lintBearer(auth: string, at: number, report: ReportFinding): string {
  const words =
    /^bearer/i.test(auth) && tokenStart.test(auth.slice(6))
      ? auth.slice(0, 6)
      : (/^(?:Bearer(?:\s*:\s*|\s+))*/i.exec(auth)?.[0] ?? '');
  const scheme = /^(?:OAuth2?|Token|JWT|Basic|DPoP|MAC)(?=\s+\S)/i.exec(auth)?.[0];
  if (scheme !== undefined) return lintOtherScheme(scheme, auth, at, report);
  const count = words.match(/Bearer/gi)?.length ?? 0;
  if (count === 1 && !/^Bearer $/i.test(words)) report('bearer-missing', 'message', at, 'spacing');
  if (count === 0) report('bearer-missing', 'message', at);
  if (count > 1) report('bearer-twice', 'message', at + 7);
  const token = auth.slice(words.length);
  const clean = stripPair(token.trim(), ['""', "''"]);
  if (clean !== token) report('invalid-token', 'message', at + words.length, 'surrounded');
  const answer = tokenOfAnswer(clean);
  if (answer !== undefined) {
    report('invalid-token', 'message', at + words.length, 'json');
    return answer;
  }
  const inside = tokenInside(clean);
  if (inside !== undefined) {
    report('encoded-token', 'message', at + words.length);
    return inside;
  }
  const mistake = tokenMistake(clean);
  if (mistake !== undefined) {
    reportMistake(mistake, 'message', at + words.length, report);
    return clean;
  }
  const problem = problemOf(() => checkAccessToken(clean));
  if (problem !== undefined) {
    report('invalid-token', 'message', at + words.length, problem.problem ?? 'empty');
  }
  return clean;
}

/**
 * Another scheme of HTTP in place of Bearer. What follows it may be an access token, or something that none becomes of.
 *
 * @returns the token, or what can be none
 */
function lintOtherScheme(scheme: string, auth: string, at: number, report: ReportFinding): string {
  report('other-scheme', 'message', at, scheme);
  const isToken = /^(?:OAuth2?|Token|JWT)$/i.test(scheme);
  return isToken ? lintBearer(`Bearer ${auth.slice(scheme.length).trim()}`, at, report) : auth;
}

/** Reports what was given instead of an access token. */
export function reportMistake(
  mistake: TokenMistake,
  layer: LintFinding['layer'],
  at: number,
  report: ReportFinding,
): void {
  if (mistake === 'app password') report('app-password', layer, at);
  else if (mistake === 'refresh token') report('refresh-token', layer, at);
  else report('not-access-token', layer, at, mistake);
}

/** Reports an end of the message that is not two bytes 0x01. */
export function lintEnd(message: string, report: ReportFinding): void {
  const length = withoutTrailing(message, '\u0001').length;
  const count = message.length - length;
  if (count !== 2) report('wrong-end', 'message', length, String(count));
}

/** @returns the user without surrounding characters */
export function lintUser(name: string, at: number, report: ReportFinding): string {
  const user = stripPairs(name);
  if (isPlaceholder(user)) {
    report('invalid-user', 'message', at, 'placeholder');
    return user;
  }
  if (user.includes('\ufffd')) report('invalid-user', 'message', at, 'not-utf8');
  const problem = problemOf(() => checkUser(user));
  if (problem !== undefined) report('invalid-user', 'message', at, problem.code === 'empty-user' ? 'empty' : 'control');
  else if (user !== name) report('invalid-user', 'message', at, 'surrounded');
  return user;
}

/** Whether a user is a placeholder of a program or template. */
export function isPlaceholder(user: string): boolean {
  return /^(?:undefined|null|none|\[object Object\]|%s|\$?\{{1,2}[\w .-]{0,60}\}{1,2}|<[\w .-]{0,60}>|your?[_-][\w-]{0,60})$/i.test(
    user,
  );
}

/** Removes these characters from the end of a text, in linear time. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}

/** Removes surrounding spaces, quotation marks and angle brackets, in linear time. */
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
