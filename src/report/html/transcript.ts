import * as l10n from '@vscode/l10n';
import type { Phase } from '../../mail/wire/phases.js';
import type { Direction, TranscriptEntry } from '../../mail/wire/transcript.js';
import { formatEntry } from '../text.js';
import { html, section, type Html } from './element.js';
import { phaseLabel } from './labels.js';
import type { JsonReport } from '../json.js';
import { phaseId } from './timing.js';
import { meaningId, pageButton, type Buttons } from './verdict.js';

/** In a phase with more lines than this, the middle ones are shown as one text. */
const manyLines = 400;
const endLines = 100;

/**
 * The transcript, folded by phase; lines that are evidence of a diagnosis link to it.
 *
 * @param prefix the prefix of the element IDs
 */
export function transcript(report: JsonReport, buttons: Buttons, prefix: string = report.protocol): Html {
  const { protocol, failedPhase } = report;
  const links = evidenceLinks(report);
  const steps = byPhase(report.transcript);
  const open = (phase: Phase) => phase === failedPhase || phase === 'authenticate' || steps.length === 1;
  return section(
    `${prefix}-transcript`,
    l10n.t('Transcript'),
    html`${
        buttons !== undefined &&
        html`<div class="tools">
          <label>${l10n.t('Filter')} <input type="search" data-filter="${protocol}" /></label>
          <span role="status" data-matches="${protocol}"></span>
          ${pageButton(protocol, 'copyTranscript', l10n.t('Copy Transcript'))}
          <button type="button" data-fold="${protocol}">${l10n.t('Expand All')}</button>
        </div>`
      }
      <div id="${prefix}-steps" class="steps">
        ${steps.map(({ phase, entries }, index) =>
          // If a phase occurs twice, as after a retry, links lead to the first one.
          step(
            { id: isFirst(steps, index) ? phaseId(prefix, phase) : undefined, phase, entries, open: open(phase) },
            links,
          ),
        )}
      </div>`,
  );
}

/** The transcript of a running test so far. */
export function liveTranscript(entries: readonly TranscriptEntry[]): Html {
  return html`<ol class="lines" id="live-lines" role="log" aria-label="${l10n.t('Transcript')}" tabindex="0">
    ${entries.map((entry) => line(entry, undefined))}
  </ol>`;
}

/** A line to append to the transcript of a running test. */
export function liveLine(entry: TranscriptEntry): string {
  return line(entry, undefined).text;
}

type Links = ReadonlyMap<string, { readonly id: string; readonly code: string }>;

function evidenceLinks({ protocol, diagnoses, outcome }: JsonReport): Links {
  if (outcome === 'ok') return new Map();
  return new Map(
    diagnoses
      .flatMap((diagnosis, index) =>
        diagnosis.lines.map((said) => [said, { id: meaningId(protocol, index), code: diagnosis.code }] as const),
      )
      .reverse(),
  );
}

interface Step {
  readonly phase: Phase;
  readonly entries: TranscriptEntry[];
}

function byPhase(entries: readonly TranscriptEntry[]): readonly Step[] {
  const steps: Step[] = [];
  for (const entry of entries) {
    const last = steps.at(-1);
    if (last?.phase === entry.phase) last.entries.push(entry);
    else steps.push({ phase: entry.phase, entries: [entry] });
  }
  return steps;
}

function isFirst(steps: readonly Step[], index: number): boolean {
  return steps.findIndex(({ phase }) => phase === steps[index]?.phase) === index;
}

interface ShownStep extends Step {
  readonly id: string | undefined;
  readonly open: boolean;
}

function step({ id, phase, entries, open }: ShownStep, links: Links): Html {
  const label = phaseLabel(phase);
  return html`<details ${id !== undefined && html`id="${id}"`} ${open && html`open`}>
    <summary>${label} <span class="count">(${entries.length})</span></summary>
    ${entries.length <= manyLines ? lines(label, entries, links) : manyOf(label, entries, links)}
  </details>`;
}

function manyOf(label: string, entries: readonly TranscriptEntry[], links: Links): Html {
  const middle = entries.slice(endLines, -endLines);
  return html`${lines(label, entries.slice(0, endLines), links)}
    <details>
      <summary>${l10n.t('More lines: {0}', middle.length)}</summary>
      <pre tabindex="0" aria-label="${label}">${middle.map(formatEntry).join('\n')}</pre>
    </details>
    ${lines(label, entries.slice(-endLines), links)}`;
}

function lines(label: string, entries: readonly TranscriptEntry[], links: Links): Html {
  return html`<ol class="lines" tabindex="0" aria-label="${label}">
    ${entries.map((entry) => line(entry, links.get(entry.text)))}
  </ol>`;
}

const speakers: Readonly<Record<Direction, string>> = { client: 'C:', server: 'S:', note: '*' };

function line(
  { at, direction, text }: TranscriptEntry,
  found: { readonly id: string; readonly code: string } | undefined,
): Html {
  return html`<li class="${direction}${found !== undefined && ' found'}">
    <span class="at">${at} ms</span> <b>${speakers[direction]}</b>
    <span class="text">${text === '' ? l10n.t('(an empty line)') : text}</span
    >${found !== undefined && html` <a href="#${found.id}">${found.code}</a>`}
  </li>`;
}
