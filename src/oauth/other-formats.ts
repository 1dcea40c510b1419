/** The longest body that is read in a format other than JSON, in characters. */
const longest = 20_000;

/** A body that is a program's literal: Python prints its dictionaries with single quotes, `None` and `True`. */
export function parseSingleQuoted(text: string): unknown {
  const body = text.trim();
  if (body.length > longest || !/^\{\s*'/.test(body)) return undefined;
  const json = body.replace(
    /'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"|\b(?:None|True|False)\b/g,
    (word, content: string | undefined) =>
      content === undefined
        ? (constants.get(word) ?? word)
        : JSON.stringify(content.replace(/\\(['"\\])/g, (_, character: string) => character)),
  );
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

const constants: ReadonlyMap<string, string> = new Map([
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
]);

/** The elements of an XML document that contain only text, by name; `undefined` for a web page. */
export function parseXml(text: string): Readonly<Record<string, string>> | undefined {
  const body = text.trim();
  if (
    body.length > longest ||
    !/^<(?:\?xml|[A-Za-z])/.test(body) ||
    /<(?:html|head|body)\b|<!doctype html/i.test(body)
  ) {
    return undefined;
  }
  const elements = [...body.matchAll(/<([A-Za-z][\w.:-]{0,60})(?:\s[^<>]{0,200})?>([^<]{1,10000})<\/\1\s*>/g)];
  const leaves = elements.map(([, name = '', content = '']) => [name.replace(/^.*:/, ''), unescaped(content.trim())]);
  return leaves.length === 0 ? undefined : (Object.fromEntries(leaves) as Record<string, string>);
}

/** Replaces the predefined entities. XML 1.0 §4.6. */
function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities.get(entity) ?? entity);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
]);

/**
 * The error code at the beginning of JSON that ends too early. Only a whole value is returned; a description, which may
 * be cut, and tokens are not read.
 */
export function errorOfCutJson(text: string): string | undefined {
  const body = text.trim();
  if (!isCutJson(body)) return undefined;
  return /^\{(?:\s*"[^"\\]{1,60}"\s*:\s*(?:"[^"\\]{0,500}"|-?\d{1,15}|true|false|null)\s*,){0,10}?\s*"error"\s*:\s*"([a-z_]{3,60})"/.exec(
    body.slice(0, longest),
  )?.[1];
}

/** Whether a body begins like a JSON object and does not end like one. */
export const isCutJson = (text: string): boolean => /^\s*\{\s*"[^"\\]{1,60}"\s*:/.test(text) && !/\}\s*$/.test(text);
