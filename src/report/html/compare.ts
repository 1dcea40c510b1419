import * as l10n from '@vscode/l10n';
import type { InitialResponse } from '../../mail/wire/reply.js';
import { formatOutcome } from '../text.js';
import { html, table, type Content, type Html } from './element.js';
import { badge, outcomeLabel, outcomeTone } from './labels.js';
import type { ComparedReport } from '../json.js';
import { transcript } from './transcript.js';

/** A grid of mechanism and form by protocol, and the conversation of each cell. */
export function comparison(rows: readonly ComparedReport[]): Html {
  const protocols = [...new Set(rows.map(({ protocol }) => protocol))];
  const ways = [...new Map(rows.map((row) => [wayOf(row), row])).keys()];
  const accepted = rows.filter(({ outcome }) => outcome === 'ok').length;
  const cell = (way: string, protocol: string): Content =>
    rows.map((row, index) => row.protocol === protocol && wayOf(row) === way && cellOf(row, index));
  return html`<section aria-labelledby="compare-heading">
    <h2 id="compare-heading">${l10n.t('Compare')}</h2>
    <p>${l10n.t('{0} of {1} ways to log in are accepted.', accepted, rows.length)}</p>
    ${table(
      l10n.t('Ways to log in'),
      [l10n.t('Mechanism and form'), ...protocols.map((protocol) => protocol.toUpperCase())],
      ways.map((way) => [way, ...protocols.map((protocol) => cell(way, protocol))]),
    )}
    ${rows.map(conversation)}
  </section>`;
}

function wayOf({ mechanism, form }: ComparedReport): string {
  return form === undefined ? mechanism : `${mechanism}, ${formLabel(form)}`;
}

function formLabel(form: InitialResponse['form']): string {
  return form === 'inline' ? l10n.t('on the line of the command') : l10n.t('on a separate line');
}

function cellOf({ outcome, ms, reply }: ComparedReport, index: number): Html {
  return html`<a href="#compared-${index}">${badge(outcomeTone(outcome), outcomeLabel(outcome))}</a>
    <span class="ms">${l10n.t('{0} ms', ms)}</span>
    ${outcome !== 'ok' && reply !== undefined && html`<code class="reply">${reply.line}</code>`}`;
}

function conversation(row: ComparedReport, index: number): Html {
  return html`<details class="compared" id="compared-${index}">
    <summary>${row.protocol.toUpperCase()}, ${wayOf(row)}: ${outcomeLabel(row.outcome)}</summary>
    <p>${formatOutcome(row)}</p>
    ${transcript(row, undefined, `compared-${index}`)}
  </details>`;
}
