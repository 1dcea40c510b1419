import * as l10n from '@vscode/l10n';
import type { AdvisedAction, Diagnosis } from '../../diagnosis/diagnosis.js';
import type { CheckResult } from '../../mail/login-check/result.js';
import type { Protocol } from '../../mail/wire/server.js';
import { actionKey, actionTitle, describeServer } from '../action-title.js';
import { checkLabel, checkStatusLabel, confidenceLabel } from '../text.js';
import { html, type Content, type Html } from './element.js';
import { badge, moment, outcomeLabel, outcomeTone, type Tone } from './labels.js';
import type { JsonReport } from '../json.js';

/** Whether the page has buttons; `undefined` in a saved file. */
export type Buttons = 'buttons' | undefined;

/** The result of one server: the checks, each diagnosis with its evidence, and the actions. */
export function verdict(report: JsonReport, buttons: Buttons): Html {
  const { protocol, outcome, server, mechanism, user, ms, startedAt, checks, diagnoses } = report;
  const [first, ...further] = diagnoses;
  return html`<section class="verdict ${outcomeTone(outcome)}" aria-labelledby="${protocol}-verdict">
    <h2 id="${protocol}-verdict">${protocol.toUpperCase()} ${badge(outcomeTone(outcome), outcomeLabel(outcome))}</h2>
    <p class="where">
      ${user} · ${describeServer(server)} · ${mechanism} · ${l10n.t('{0} ms', ms)} · ${moment(startedAt)}
    </p>
    <ul class="checks" aria-label="${l10n.t('Checks')}">
      ${checks.map(check)}
    </ul>
    ${meaning(report, first, 0)}
    ${
      further.length > 0 &&
      html`<details class="further">
        <summary>${l10n.t('Other possible meanings: {0}', further.length)}</summary>
        ${further.map((one, index) => meaning(report, one, index + 1))}
      </details>`
    }
    ${actions(report, buttons)}
  </section>`;
}

const tones: Readonly<Record<CheckResult['status'], Tone>> = {
  ok: 'ok',
  warning: 'warn',
  failed: 'bad',
  skipped: 'none',
};

function check({ name, status, summary }: CheckResult): Html {
  return html`<li>
    ${badge(toneOf(status), `${checkLabel(name)}: ${checkStatusLabel(status)}`)}<span class="summary">${summary}</span>
  </li>`;
}

function toneOf(status: CheckResult['status']): Tone {
  return (tones as Readonly<Record<string, Tone>>)[status] ?? 'warn';
}

/** The element ID of a diagnosis, for links from the transcript. */
export function meaningId(protocol: Protocol, index: number): string {
  return `${protocol}-meaning-${index}`;
}

function meaning(report: JsonReport, diagnosis: Diagnosis, index: number): Html {
  const { outcome, protocol } = report;
  const { code, cause, advice, confidence, source } = diagnosis;
  if (outcome === 'ok' && index === 0) {
    return html`<p class="cause" id="${meaningId(protocol, index)}">${cause}</p>
      <p>${advice}</p>`;
  }
  const who = responsibleLabel(diagnosis.who);
  const lines = diagnosis.lines;
  return html`<div class="meaning" id="${meaningId(protocol, index)}">
    <p class="cause">${cause}</p>
    <p class="advice">${advice}</p>
    ${lines.map((line) => html`<blockquote><code>${line}</code></blockquote>`)}
    <p class="remarks">
      ${l10n.t('Confidence: {0}', confidenceLabel(confidence))} · ${who} · ${l10n.t('Diagnosis')}
      <code>${code}</code>${source !== undefined && html` · ${linked(source)}`}
    </p>
  </div>`;
}

function responsibleLabel(who: Diagnosis['who']): string {
  switch (who) {
    case 'you':
      return l10n.t('You can fix this.');
    case 'administrator':
      return l10n.t('An administrator of the organization can fix this.');
    case 'operator':
      return l10n.t('The operator of the server can fix this.');
    case 'nobody':
      return l10n.t('No action is needed: the problem resolves itself.');
  }
}

/** Turns the URLs in a text into links. */
function linked(text: string): Content {
  return text.split(/(https:\/\/[^\s;,)]+)/).map((part, index) => (index % 2 === 1 ? link(part) : part));
}

function link(url: string): Content {
  return URL.canParse(url) ? html`<a href="${url}">${new URL(url).host}${new URL(url).pathname}</a>` : url;
}

function actions({ protocol, outcome, failedPhase, diagnoses }: JsonReport, buttons: Buttons): Html {
  const all = [
    ...new Map(diagnoses.flatMap((one) => one.actions).map((action) => [actionKey(action), action])).values(),
  ].sort((a, b) => Number(a.tried === true) - Number(b.tried === true));
  if (buttons === undefined) {
    return html`${
      all.length > 0 &&
      html`<p>${l10n.t('What Mail OAuth can do about it:')}</p>
        <ul>
          ${all.map((action) => html`<li>${actionTitle(action)}${action.tried === true && triedMark()}</li>`)}
        </ul>`
    }`;
  }
  const canTestAgain = all.some(({ kind }) => kind === 'test-again');
  return html`<div class="actions" role="group" aria-label="${l10n.t('Actions')}">
    ${all.map((action, index) => actionButton(protocol, action, index === 0 && action.tried !== true))}
    ${!canTestAgain && pageButton(protocol, 'test', l10n.t('Test Again'))}
    ${failedPhase === 'token' && pageButton(protocol, 'anyway', l10n.t('Test Anyway'))}
    ${outcome !== 'ok' && pageButton(protocol, 'compare', l10n.t('Compare Mechanisms'))}
    ${pageButton(protocol, 'save', l10n.t('Save Report…'))} ${pageButton(protocol, 'copy', l10n.t('Copy Report'))}
    ${pageButton(protocol, 'log', l10n.t('Show Log'))}
  </div>`;
}

function actionButton(protocol: Protocol, action: AdvisedAction, advised: boolean): Html {
  const key = actionKey(action);
  return html`<button
    type="button"
    class="${advised ? 'advised' : ''}"
    data-protocol="${protocol}"
    data-action="${key}"
  >
    ${actionTitle(action)}${action.tried === true && triedMark()}
  </button>`;
}

function triedMark(): Html {
  return html` <span class="tried">${l10n.t('(tried, same result)')}</span>`;
}

/** A button for a command that is not part of a diagnosis. */
export function pageButton(protocol: Protocol | undefined, command: string, title: string, advised?: 'advised'): Html {
  return html`<button
    type="button"
    class="${advised ?? ''}"
    data-protocol="${protocol ?? ''}"
    data-command="${command}"
  >
    ${title}
  </button>`;
}
