/** How deeply JSON may be nested: what is written out again level by level would overflow the stack. */
const maximumDepth = 64;

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/** Parses a JSON object; `undefined` for any other text, and for one that is nested too deeply. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) && isShallow(value, maximumDepth)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
