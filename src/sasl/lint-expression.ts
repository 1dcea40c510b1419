/** How the message of a mechanism begins; as in a configuration, there may be spaces around “=”. */
export const messageStart = /^\s*(?:user=|auth=|n,|user\s{1,3}=[^=]{1,330}auth\s{0,3}=\s{0,3}bearer\s)/i;

/** What encodes base64 in the languages that documentation is written in. */
export const encoder =
  /^(?:[\w.$:\\]{0,60}(?:base64|b64|btoa)[\w.$:]{0,40}\s{0,5}\(|Buffer\.from\s{0,5}\(|(?:echo|printf)\s|[\w.]{1,40}\(\s{0,5}[bfru]{0,2}["'`](?=user=|auth=|n,))/i;

/** The byte 0x01 as an expression of its own. */
const separator = /\[char\](?:0x0?)?1\b|\b(?:chrw?|char|fromCharCode)\s?\((?:0x0?)?1\)/gi;

/** The text in `base64("user=…")` and the like, as documentation writes it; its parts are often joined. */
export function expressionText(text: string): string | undefined {
  const start = encoder.exec(text)?.[0];
  if (start === undefined) return undefined;
  const joined = joinedLiterals(text);
  if (messageStart.test(joined)) return joined.trim();
  const end = endOf(text);
  const bare = text.slice(start.length, text[end - 1] === ')' ? end - 1 : end).replace(/^-\w+\s+/, '');
  const pipe = bare.lastIndexOf('|');
  return messageStart.test(bare) ? bare.slice(0, pipe === -1 ? bare.length : pipe).trim() : undefined;
}

/** The literals of an expression as one text, without the names of encodings. */
export function joinedLiterals(text: string): string {
  return [...text.replace(separator, '"\u0001"').matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`/g)]
    .map(([, double, single, template]) => double ?? single ?? template ?? '')
    .filter((literal) => !/^(?:base64|utf-?8|ascii|binary|latin1|%s)$/i.test(literal))
    .join('');
}

/** The index after the last character that ends no statement. */
function endOf(text: string): number {
  let end = text.length;
  while (end > 0 && '; \t\r\n'.includes(text.charAt(end - 1))) end--;
  return end;
}
