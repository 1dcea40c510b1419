import { escapeHtml } from '../../common/html.js';

/** An HTML fragment. Only {@link html} creates one, so that every text in it is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The values of a template: HTML is inserted as is, text is escaped, lists are concatenated; `undefined` and `false`
 * are omitted.
 */
export type Content = Html | string | number | readonly Content[] | undefined | false;

/** Creates an HTML fragment from a template; values are escaped for elements and quoted attributes. */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const strings = withoutIndentation(template);
  let text = strings[0] ?? '';
  for (const [index, content] of contents.entries()) text += textOf(content) + (strings[index + 1] ?? '');
  return new Html(text);
}

const unindented = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Otherwise a long transcript would contain megabytes of spaces. */
function withoutIndentation(template: TemplateStringsArray): readonly string[] {
  let strings = unindented.get(template);
  if (strings === undefined) {
    strings = template.map((text) => text.replace(/\n\s+/g, '\n'));
    unindented.set(template, strings);
  }
  return strings;
}

function textOf(content: Content): string {
  if (content instanceof Html) return content.text;
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escapeHtml(content);
  return typeof content === 'number' ? String(content) : content.map(textOf).join('');
}

/** A table with column headers. @param caption for screen readers */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Content[])[]): Html {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(tableRow)}
      </tbody>
    </table>
  </div>`;
}

function tableRow([first, ...cells]: readonly Content[]): Html {
  return html`<tr>
    <th scope="row">${first}</th>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}

/** A list of names and values; unknown values are omitted. */
export function facts(rows: readonly (readonly [name: string, value: Content])[]): Html {
  const known = rows.filter(([, value]) => value !== undefined && value !== '' && value !== false);
  return html`<dl>
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A section with a third-level heading. */
export function section(id: string, title: string, content: Content): Html {
  return html`<section>
    <h3 id="${id}">${title}</h3>
    ${content}
  </section>`;
}
