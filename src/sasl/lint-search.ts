import { joinedLiterals } from './lint-expression.js';
import type { Part } from './lint-log.js';

/*
 * Finds what somebody means in a text with other words: a log, a configuration, a program. Everything here takes time
 * in proportion to the length of the text.
 */

/** What is found, and where it begins. */
export interface FoundWithin extends Part {
  readonly kind: 'string' | 'message' | 'expression' | 'token' | 'hidden' | 'reply';
}

/** Longer texts are not pasted by hand. */
const longestText = 256 * 1024;

/** The base64 of `user=`, `n,a=`, `n,,` and `auth=`, as a word; it may go on in further lines. */
const string =
  /(?<=[\s"'`=:(<>[,])(?:dXNlcj|bixhP|biws|YXV0aD)[\w+/-]{8,}(?:\r?\n[ \t]*[A-Za-z0-9+/]{20,}(?![^\s=]))*={0,2}(?=$|[\s"'`,;()<>\\}\]&])/;
/** The base64 of a challenge, `{"…`, as a word. */
const challenge = /(?<=[\s"'`=:(<>[,])eyJ[A-Za-z0-9+/]{12,4000}={0,2}(?=$|[\s"'`,;()<>\\}\]])/;
/** A literal that begins like a message. */
const literal = /["'`](?=user=|n,(?:a=[^"'`,]{0,300})?,|auth=bearer )/i;
/** A message after the words of a log. */
const bareMessage = /(?<=[:>]\s)(?:user=[^\s"'`]{1,300}?auth=bearer |n,a=[^\s"'`]{1,300}?auth=bearer )[^\s"'`]+/i;
/** Tokens of Google and of Microsoft, and JWTs. */
const knownToken =
  /(?<![\w.-])(?:ya29\.[\w-]{10,}(?:\.[\w-]+)*|EwB[\w+/]{60,}={0,2}|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*)(?![\w.-])/;
/** A token after its name. */
const namedToken =
  /(?:access[_-]?token|oauth2-bearer|xoauth2[_-]?token|oauth[_-]?token)["']?\s{0,5}(?:=>|[:=]|\s)\s{0,5}["']?(?:Bearer\s)?(?=[\w.~+/-]{0,4000}\d)([\w.~+/-]{16,}={0,2})(?=$|[\s"'`,;)}\]&])/i;
/** What programs put in place of the string. */
const hidden =
  /command trace suppressed|value hidden|\bAUTH(?:ENTICATE)?[ \t]+(?:XOAUTH2|OAUTHBEARER)[ \t]+(?:[*\u2022]{3,}|[<[(](?:\*{0,3}\s?)?(?:token|base64|secret|hidden|redacted|sensitive|credential)[^>\])]{0,60}[>\])])/i;
/** The last line of a server’s answer (RFC 9051 §7.1, RFC 5321 §4.2, RFC 1939 §3). */
const reply = /^(?:[\w.]{1,20} (?:NO|BAD) |\* BYE |-ERR |[45]\d\d[ -](?:\d\.\d{1,3}\.\d{1,3} )?[A-Z(#<])/m;

/** What is meant in a text that is nothing as a whole; undefined where that cannot be said. */
export function findWithin(text: string): FoundWithin | undefined {
  if (text.length > longestText) return undefined;
  const found = (kind: FoundWithin['kind'], match: RegExpExecArray | null, group = 0): FoundWithin | undefined => {
    if (match === null) return undefined;
    const part = match[group] ?? '';
    return { kind, text: part, at: match.index + match[0].lastIndexOf(part) };
  };
  return (
    found('string', string.exec(text)) ??
    found('string', challenge.exec(text)) ??
    messageInCode(text) ??
    found('message', bareMessage.exec(text)) ??
    found('token', knownToken.exec(text)) ??
    found('token', namedToken.exec(text), 1) ??
    found('hidden', hidden.exec(text)) ??
    found('reply', reply.exec(text))
  );
}

/** A message in a program: its literals, up to the end of the line. */
function messageInCode(text: string): FoundWithin | undefined {
  const at = literal.exec(text)?.index;
  if (at === undefined) return undefined;
  const end = text.indexOf('\n', at);
  const message = joinedLiterals(text.slice(at, end === -1 ? text.length : end)).trim();
  if (message === '') return undefined;
  return { kind: /b(?:ase)?64|btoa/i.test(text.slice(0, at)) ? 'expression' : 'message', text: message, at: at + 1 };
}

/** The index after the last character that is none of these. */
export function endWithout(text: string, characters: string): number {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return end;
}
