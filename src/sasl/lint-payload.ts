import { decodeCanonical } from './base64.js';
import { challengeInReply, parseErrorChallenge, type ErrorChallenge } from './challenge.js';
import { encoder, expressionText, messageStart } from './lint-expression.js';
import type { ReportFinding } from './lint-finding.js';
import { stringInLog, withoutLabel, type Part } from './lint-log.js';
import { endWithout, findWithin } from './lint-search.js';

/*
 * Everything here takes linear time, because strings may be hostile.
 */

/** The content of a string: the message of a mechanism, a token alone, a server's challenge, or none of these. */
export type Payload =
  | { readonly kind: 'message' | 'token'; readonly text: string }
  | { readonly kind: 'challenge'; readonly challenge: ErrorChallenge }
  | { readonly kind: 'nothing' };

/** The prefixes of Google's and Microsoft's tokens and of JWTs. */
export const tokenStart = /^(?:ya29\.|EwB|eyJ[\w-]+\.[\w-]+\.|1\/\/|GOCSPX-)/;
/** Prefixes of tokens in HTTP headers and in output. */
const tokenLabel =
  /^(?:Authorization:\s{0,20})?Bearer\s+(?=[\w.~+/-]{8,}={0,2}$)|^(?:OAuth2 )?(?:Access|Refresh) Token:\s+(?=\S+$)/i;

/** Quotation marks of all kinds. */
const quotes = `"'\`“”„‘’‚«»‹›`;

const nothing = { kind: 'nothing' } as const;

/** The base64 of the prompts of the mechanism LOGIN, `Username:` and `Password:`. */
const loginPrompt = /(?:^|[\s.])(?:VXNlcm5hbWU6|UGFzc3dvcmQ6|VXNlciBOYW1lAA==|UGFzc3dvcmQA)\s*$/;

/**
 * Extracts the content of a given string, and reports problems of its encoding. A text that is nothing as a whole may
 * have it among other words.
 */
export function extractPayload(text: string, report: ReportFinding): Payload {
  const findings: Parameters<ReportFinding>[] = [];
  const payload = wholePayload(text, (...finding) => findings.push(finding));
  const isKnown = findings.some(([code]) => code === 'login-prompt' || code === 'other-mechanism');
  const within = payload.kind === 'nothing' && !isKnown ? payloadWithin(text, report) : undefined;
  if (within !== undefined) return within;
  for (const finding of findings) report(...finding);
  return payload;
}

/** What is among other words: of a log, of a configuration, of a program. */
function payloadWithin(text: string, report: ReportFinding): Payload | undefined {
  const found = findWithin(text);
  switch (found?.kind) {
    case undefined:
      return undefined;
    case 'string':
      return encoded(found.text, found.at, report);
    case 'message':
    case 'expression':
      report(found.kind === 'message' ? 'not-encoded' : 'expression', 'string', found.at);
      return { kind: 'message', text: found.text };
    case 'token':
      report('token-only', 'string', found.at);
      return { kind: 'token', text: found.text };
    case 'hidden':
    case 'reply':
      report(found.kind, 'string', found.at);
      return nothing;
  }
}

function wholePayload(text: string, report: ReportFinding): Payload {
  const { text: inner, at } = stripSurroundings(text, report);
  if (loginPrompt.test(inner)) {
    report('login-prompt', 'string', at);
    return nothing;
  }
  const repeated = challengeInReply(inner);
  if (repeated !== undefined) {
    report('challenge', 'string', at, repeated.text);
    return { kind: 'challenge', challenge: repeated };
  }
  const quoted = expressionText(inner);
  if (quoted !== undefined) {
    report('expression', 'string', at);
    return { kind: 'message', text: quoted };
  }
  const message = messageStart.test(inner) ? inner.trim() : percentEncodedMessage(inner, at, report);
  if (message !== undefined) {
    report('not-encoded', 'string', at);
    return { kind: 'message', text: message };
  }
  return tokenAlone(inner, at, report) ?? jsonAlone(inner, at, report) ?? encoded(inner, at, report);
}

function encoded(inner: string, at: number, report: ReportFinding): Payload {
  const decoded = decodeLeniently(inner, at, report);
  return decoded === undefined ? nothing : recognize(decoded, at, report);
}

function tokenAlone(inner: string, at: number, report: ReportFinding): Payload | undefined {
  const label = tokenLabel.exec(inner)?.[0] ?? '';
  const token = inner.slice(label.length);
  if (label === '' && !tokenStart.test(token)) return undefined;
  report('token-only', 'string', at + label.length);
  return { kind: 'token', text: token };
}

/** Unencoded JSON: a decoded challenge, or the response of a token endpoint. */
function jsonAlone(inner: string, at: number, report: ReportFinding): Payload | undefined {
  if (!/^\s*\{/.test(inner)) return undefined;
  const token = tokenOfAnswer(inner);
  if (token !== undefined) {
    report('token-only', 'string', at, 'answer');
    return { kind: 'token', text: token };
  }
  const challenge = parseErrorChallenge(inner);
  if (challenge.status === undefined) return undefined;
  report('challenge', 'string', at, challenge.text);
  return { kind: 'challenge', challenge };
}

/** The access token in the JSON of a token endpoint (RFC 6749 §5.1). */
export function tokenOfAnswer(text: string): string | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const { access_token: token } = JSON.parse(text) as { readonly access_token?: unknown };
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

/** A message that was percent-encoded before or instead of base64. */
function percentEncodedMessage(text: string, at: number, report: ReportFinding): string | undefined {
  if (!/^(?:user|auth)%3D|^n%2C/i.test(text)) return undefined;
  try {
    const message = decodeURIComponent(text);
    report('percent-encoded', 'string', at);
    return message.trim();
  } catch {
    return undefined;
  }
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
  // XOAUTH, the mechanism of OAuth 1.0, begins with the request that it signs.
  if (/^GET https?:\/\/\S+ oauth_/.test(decoded)) report('other-mechanism', 'string', at, 'XOAUTH');
  else report(/^[^\0]*\0[^\0]+\0[^\0]+$/.test(decoded) ? 'other-mechanism' : 'not-sasl', 'string', at);
  return nothing;
}

function stripSurroundings(text: string, report: ReportFinding): Part {
  const { text: given, at: start } = stringInLog(text) ?? withoutLabel(text);
  const rest = given.slice(0, endWithout(given, '\r\n'));
  const inner = withoutQuotes(rest.trim());
  if (inner !== rest) report('surrounded', 'string', rest.startsWith(inner) ? start + inner.length : start);
  return { text: inner, at: start + rest.indexOf(inner) };
}

/** Expressions and JSON end with their own quotation marks. */
function withoutQuotes(text: string): string {
  if (text.startsWith('{') || encoder.test(text)) return text;
  const bracketed = text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
  let first = 0;
  while (first < bracketed.length && quotes.includes(bracketed.charAt(first))) first++;
  return bracketed.slice(first, Math.max(first, endWithout(bracketed, quotes))).trim();
}

/** Prefixes of continuation lines in email and transcripts. */
const lineBeginning = /\r?\n(?:>[> ]{0,20}|(?:334|\+)[ -])/g;

/** Spaces, including zero-width ones. */
const blanks = /[\s\u200b-\u200d\u2060]/;

/** @param at the index of the text in the given string */
function decodeLeniently(given: string, at: number, report: ReportFinding): string | undefined {
  const text = decodePercents(given, at, report).replace(lineBeginning, '\n');
  const blank = text.search(blanks);
  if (blank !== -1) report('line-break', 'string', at + blank);
  const foreign = foreignCharacter(text);
  if (foreign !== -1) {
    report('wrong-alphabet', 'string', at + foreign, String.fromCodePoint(text.codePointAt(foreign) ?? 0));
    return undefined;
  }
  const urlSafe = text.search(/[-_]/);
  if (urlSafe !== -1) report('url-safe', 'string', at + urlSafe);
  const standard = text.replace(new RegExp(blanks, 'g'), '').replaceAll('-', '+').replaceAll('_', '/');
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

/** The index of the first character that is not base64, or of a “=” before the end; -1 if there is none. */
function foreignCharacter(text: string): number {
  const outside = text.search(/[^A-Za-z0-9+/_\s\u200b-\u200d\u2060=-]/);
  let end = text.length;
  while (end > 0 && /[\s\u200b-\u200d\u2060=]/.test(text.charAt(end - 1))) end--;
  const early = text.indexOf('=');
  const found = [outside, early < end ? early : -1].filter((index) => index !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}

function decodePercents(text: string, at: number, report: ReportFinding): string {
  const percent = text.search(/%(?:25)*(?:2B|2F|3D|0A|0D|20)/i);
  if (percent === -1) return text;
  report('percent-encoded', 'string', at + percent);
  return text
    .replace(/%(?:25)*2B/gi, '+')
    .replace(/%(?:25)*2F/gi, '/')
    .replace(/%(?:25)*3D/gi, '=')
    .replace(/%(?:25)*(?:0A|0D|20)/gi, '');
}
