import * as l10n from '@vscode/l10n';
import { changesSinceLastOk, type Run } from '../history.js';
import { html, section, table, type Html } from './element.js';
import { badge, moment, outcomeLabel, outcomeTone } from './labels.js';
import type { JsonReport } from '../json.js';

/** The runs of one server, and the differences from the last successful one. */
export function history({ protocol, outcome }: JsonReport, runs: readonly Run[]): Html | undefined {
  if (runs.length < 2) return undefined;
  const changes = changesSinceLastOk(runs);
  const hadOk = runs.slice(1).some((run) => run.outcome === 'ok');
  return section(
    `${protocol}-history`,
    l10n.t('History'),
    html`${outcome !== 'ok' && !hadOk && html`<p>${l10n.t('None of these runs was accepted.')}</p>`}
    ${
      hadOk &&
      html`<h4>${l10n.t('Changes since the last OK')}</h4>
        ${
          changes.length === 0
            ? html`<p>${l10n.t('None of the recorded values changed.')}</p>`
            : html`<ul>
                ${changes.map((change) => html`<li>${change}</li>`)}
              </ul>`
        }`
    }
    ${table(
      l10n.t('Last runs, newest first'),
      [l10n.t('Tested at'), l10n.t('Result'), l10n.t('Time'), l10n.t('Mechanism'), l10n.t('Diagnosis')],
      runs.map((run) => [
        moment(run.at),
        badge(outcomeTone(run.outcome), outcomeLabel(run.outcome)),
        l10n.t('{0} ms', run.ms),
        run.mechanism,
        run.outcome === 'ok' ? '' : run.cause,
      ]),
    )}`,
  );
}
