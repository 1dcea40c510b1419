import { isShallow } from '../common/json-object.js';

/** The most places of a body where its JSON is looked for. */
const maximumAttempts = 5;

/** What a page is made of; JSON in it configures a script. */
const page = /<(?:!doctype|html|head|body|script|meta)\b/i;

/**
 * The JSON of a body, whatever a server puts around it: the warnings of PHP, comments, a function's call, or what no
 * script can run, against its inclusion in a page. JSON that is encoded as a text once more is decoded. Undefined where
 * there is none.
 */
export function parseJson(text: string): unknown {
  const value = tryParse(text) ?? jsonInside(text);
  return typeof value === 'string' && /^\s*\{/.test(value) ? tryParse(value) : value;
}

function tryParse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The first object in a text that is not a page. An object of JSON begins with a name or is empty (RFC 8259 §4). */
function jsonInside(text: string): unknown {
  const starts = [...text.matchAll(/\{(?=\s*")/g)].slice(0, maximumAttempts).map(({ index }) => index);
  for (const start of starts) {
    if (page.test(text.slice(0, start))) return undefined;
    const end = endOfObject(text, start);
    const value = end === undefined ? undefined : tryParse(text.slice(start, end));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The index after the brace that closes the object. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}
