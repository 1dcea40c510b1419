/** A table whose cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Escapes Markdown and HTML in text from outside. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|#~@]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
    .replace(/\s+/g, ' ');
}

/** Text from outside as inline code, also within a table. */
export function inlineCode(text: string): string {
  if (text === '') return '–';
  const fence = '`'.repeat(longestRun(text) + 1);
  const inner = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return inner.startsWith('`') || inner.endsWith('`') ? `${fence} ${inner} ${fence}` : `${fence}${inner}${fence}`;
}

/** Text from outside as a block of code. */
export function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
