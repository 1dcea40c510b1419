import * as l10n from '@vscode/l10n';
import type { PhaseTiming } from '../../mail/wire/phases.js';
import { medianOf, type Run } from '../history.js';
import { html, section, type Html } from './element.js';
import { phaseLabel } from './labels.js';
import type { JsonReport } from '../json.js';

/** A phase is slow if it takes this many times its median, and this many ms more. */
const slowFactor = 3;
const slowExtra = 200;

/** A phase is always slow from this duration, in ms. */
const slowAnyway = 3000;

/** A bar chart of the phases; slow ones are marked. */
export function timing({ protocol, phases, ms }: JsonReport, earlier: readonly Run[]): Html | undefined {
  if (phases.length === 0) return undefined;
  const total = Math.max(
    ms,
    phases.reduce((sum, { ms: took }) => sum + took, 0),
    1,
  );
  let at = 0;
  const bars = phases.map((phase) => {
    const bar = timingBar(protocol, phase, { start: at / total, width: phase.ms / total }, earlier);
    at += phase.ms;
    return bar;
  });
  return section(
    `${protocol}-timing`,
    l10n.t('Timing'),
    html`<p>${l10n.t('{0} ms from the start to the outcome.', ms)}</p>
      <ol class="timing">
        ${bars}
      </ol>`,
  );
}

function timingBar(
  protocol: string,
  { name, ms, status }: PhaseTiming,
  { start, width }: { readonly start: number; readonly width: number },
  earlier: readonly Run[],
): Html {
  const slow = slowness(ms, medianOf(name, earlier));
  const tone = status === 'failed' ? 'bad' : slow === undefined ? 'ok' : 'warn';
  const percent = (part: number) => (part * 100).toFixed(2);
  return html`<li>
    <a href="#${phaseId(protocol, name)}">${phaseLabel(name)}</a>
    <svg class="${tone}" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="1" />
      <rect x="${percent(Math.min(start, 0.995))}" width="${percent(Math.max(width, 0.005))}" height="1" />
    </svg>
    <span class="ms">${l10n.t('{0} ms', ms)}</span>
    ${status === 'failed' && html`<span class="mark">${l10n.t('failed here')}</span>`}
    ${slow !== undefined && html`<span class="mark">${slow}</span>`}
  </li>`;
}

/** The id of a phase's lines in the transcript. */
export function phaseId(protocol: string, phase: string): string {
  return `${protocol}-lines-${phase}`;
}

/** Describes an unusually long phase. */
function slowness(ms: number, median: number | undefined): string | undefined {
  if (median !== undefined && ms > slowFactor * median && ms > median + slowExtra) {
    return l10n.t('slow: usually {0} ms', median);
  }
  return ms >= slowAnyway ? l10n.t('slow') : undefined;
}
