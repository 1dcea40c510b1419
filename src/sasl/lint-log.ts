/*
 * Finds the string in what is copied out of a log. Everything here takes time in proportion to the length of the text.
 */

/** A part of a text and where it begins. */
export interface Part {
  readonly text: string;
  readonly at: number;
}

/** The command with its string, wherever in a line. */
const command = /\b(?:AUTHENTICATE|AUTH)[ \t]+(?:XOAUTH2|OAUTHBEARER)[ \t]+(?=[^\s=])/i;
/** The command alone, whose string follows after the server's go-ahead. */
const commandAlone = /\b(?:AUTHENTICATE|AUTH)[ \t]+(?:XOAUTH2|OAUTHBEARER)[ \t]*(?:\\r\\n|\r)?["']?$/i;
/** The server's challenge or go-ahead, with what a log puts before it. */
const challenge = /^(?:.{0,200}?[\s:>\]<*"'])?(?:334[ -]|\+[ \t])[ \t]*(?=[A-Za-z0-9+/]{8})/;
const goAhead = /^(?:.{0,200}?[\s:>\]<*"'])?(?:334|\+)[ \t]*(?:\\r\\n|\r)?["']?$/;
/** What a log puts before a line that is nothing but the string. */
const direction =
  /^(?:[^A-Za-z0-9+/=]{0,10}(?:C|S|>|<|->|<-|>>|<<|=>|<=|client|server|send|sent|recv|reply)[:>]?[ \t]+)/i;

/** How programs that write Python's or C's literals end a line. */
const literalEnd = /(?:\\r)?\\n['"]?$/;

/** What `oauth2.py`, and this program after it, print before the string. */
const label = /^\s*(?:OAuth2 argument:|SASL string:|XOAUTH2:?|OAUTHBEARER:?)\s+(?=\S)/i;

/** Longer texts are strings of other programs, not logs. */
const longestLog = 256 * 1024;

/**
 * The string in a log: on the line of its command, on a line after it, or a server's challenge. Undefined where the
 * text is no log.
 */
export function stringInLog(text: string): Part | undefined {
  if (text.length > longestLog) return undefined;
  const lines = linesOf(text);
  const sent = lines.map((line) => after(line, command)).find((part) => part !== undefined);
  if (sent !== undefined) return withoutLiteralEnd(sent);
  const asked = lines.findIndex((line) => commandAlone.test(line.text.trimEnd()));
  const next = asked === -1 ? undefined : lines.slice(asked + 1).find(({ text: line }) => !isGoAhead(line));
  if (next !== undefined && !challenge.test(next.text)) return withoutLiteralEnd(after(next, direction) ?? next);
  const said = lines.flatMap((line) => after(line, challenge) ?? []);
  const [first] = said;
  if (first === undefined) return undefined;
  // A challenge may be cut into several lines of the same kind, or go on in lines without a mark.
  if (said.length > 1) return { text: said.map((part) => withoutLiteralEnd(part).text).join(''), at: first.at };
  const rest = lines.slice(lines.findIndex(({ at, text: line }) => first.at >= at && first.at <= at + line.length) + 1);
  const more = rest.findIndex(({ text: line }) => !/^[ \t]*[A-Za-z0-9+/]{4,}={0,2}[ \t\r]*$/.test(line));
  const continued = rest.slice(0, more === -1 ? rest.length : more).map(({ text: line }) => line.trim());
  return { text: [withoutLiteralEnd(first).text.trim(), ...continued].join(''), at: first.at };
}

/** The text after a label that a program prints before the string. */
export function withoutLabel(text: string): Part {
  const at = label.exec(text)?.[0].length ?? 0;
  return { text: text.slice(at), at };
}

function isGoAhead(line: string): boolean {
  return line.trim() === '' || goAhead.test(line.trimEnd());
}

function linesOf(text: string): Part[] {
  let at = 0;
  return text.split('\n').map((line) => {
    const part = { text: line, at };
    at += line.length + 1;
    return part;
  });
}

function after({ text, at }: Part, start: RegExp): Part | undefined {
  const found = start.exec(text);
  if (found === null) return undefined;
  const end = found.index + found[0].length;
  return { text: text.slice(end), at: at + end };
}

/** Without the end of a literal, where the literal began before the string. */
function withoutLiteralEnd({ text, at }: Part): Part {
  const line = text.trimEnd();
  const end = literalEnd.exec(line)?.index;
  return { text: end === undefined ? text : text.slice(0, end), at };
}
