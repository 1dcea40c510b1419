/*
 * Finds the string in text copied from a log, in linear time.
 */

/** A part of a text and its index. */
export interface Part {
  readonly text: string;
  readonly at: number;
}

/** The command with its string, anywhere in a line. */
const command = /\b(?:AUTHENTICATE|AUTH)[ \t]+(?:XOAUTH2|OAUTHBEARER)[ \t]+(?=[^\s=])/i;
/** The command alone, whose string follows after the continuation request. */
const commandAlone = /\b(?:AUTHENTICATE|AUTH)[ \t]+(?:XOAUTH2|OAUTHBEARER)[ \t]*(?:\\r\\n|\r)?["']?$/i;
/** The server's challenge or continuation request, with the prefix of a log. */
const challenge = /^(?:.{0,200}?[\s:>\]<*"'])?(?:334[ -]|\+[ \t])[ \t]*(?=[A-Za-z0-9+/]{8})/;
const goAhead = /^(?:.{0,200}?[\s:>\]<*"'])?(?:334|\+)[ \t]*(?:\\r\\n|\r)?["']?$/;
/** The prefix of a log before a line with the string alone. */
const direction =
  /^(?:[^A-Za-z0-9+/=]{0,10}(?:C|S|>|<|->|<-|>>|<<|=>|<=|client|server|send|sent|recv|reply)[:>]?[ \t]+)/i;

/** The end of a line in logs with Python or C literals. */
const literalEnd = /(?:\\r)?\\n['"]?$/;

/** The label that `oauth2.py` and this program print before the string. */
const label = /^\s*(?:OAuth2 argument:|SASL string:|XOAUTH2:?|OAUTHBEARER:?)\s+(?=\S)/i;

/** Longer texts are not searched. */
const longestLog = 256 * 1024;

/**
 * The string in a log: on the line of its command, on a line after it, or a server's challenge. `undefined` if the text
 * is not a log.
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
  // A challenge may be split into several lines with or without a prefix.
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

/** Removes the end of a literal that began before the string. */
function withoutLiteralEnd({ text, at }: Part): Part {
  const line = text.trimEnd();
  const end = literalEnd.exec(line)?.index;
  return { text: end === undefined ? text : text.slice(0, end), at };
}
