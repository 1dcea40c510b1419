import { escapeHtml } from '../../common/html.js';

/** A piece of HTML. Only {@link html} makes one, so that every text in it is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may hold: HTML as it is, text escaped, lists in their order; `undefined` and `false` are nothing. */
export type Content = Html | string | number | readonly Content[] | undefined | false;

/** A piece of HTML from a template; what is put into it is escaped, in elements and in quoted attributes. */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const strings = withoutIndentation(template);
  let text = strings[0] ?? '';
  for (const [index, content] of contents.entries()) text += textOf(content) + (strings[index + 1] ?? '');
  return new Html(text);
}

const unindented = new WeakMap<TemplateStringsArray, readonly string[]>();

/** A long transcript would be some megabytes of spaces. */
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

/** A table with its heads in the first row. @param caption names it for a screen reader */
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

/** Names with their values; a value that is not known is left out. */
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

/** A section with a heading of the third level. */
export function section(id: string, title: string, content: Content): Html {
  return html`<section>
    <h3 id="${id}">${title}</h3>
    ${content}
  </section>`;
}
