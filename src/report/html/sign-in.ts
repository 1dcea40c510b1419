import * as l10n from '@vscode/l10n';
import { exchangeLabel } from '../exchange-label.js';
import { rejectsClient, signInChecks, type SignInCheck } from '../sign-in-checks.js';
import type { ExchangeField, OAuthExchange } from '../../oauth/exchange-record.js';
import { html, table, type Html } from './element.js';
import { badge, moment, type Tone } from './labels.js';
import type { ResultPageInput } from './page-input.js';
import { pageButton, type Buttons } from './verdict.js';

/** The exchanges with the authorization server, and the four checks of a sign-in. */
export function signIn(input: ResultPageInput, buttons: Buttons): Html {
  const { exchanges = [], signInFailure: failure } = input;
  const checks = signInChecks(exchanges);
  const failed = failure !== undefined || checks.some(({ status }) => status === 'failed');
  return html`<section class="verdict ${failed && 'bad'}" aria-labelledby="oauth-heading">
      <h2 id="oauth-heading">OAuth ${failed && badge('bad', l10n.t('failed'))}</h2>
      ${failure !== undefined && html`<p class="where">${moment(failure.at)}</p>`}
      <ul class="checks" aria-label="${l10n.t('Checks')}">
        ${checks.map(check)}
      </ul>
      ${failure !== undefined && html`<p class="cause">${failure.message}</p>`}
      ${buttons !== undefined && actions(exchanges)}
    </section>
    <p>${l10n.t('Codes, tokens and client secrets are replaced by their length and a fingerprint.')}</p>
    ${exchanges.map(exchangePart)}`;
}

function actions(exchanges: readonly OAuthExchange[]): Html {
  return html`<div class="actions" role="group" aria-label="${l10n.t('Actions')}">
    ${rejectsClient(exchanges) && pageButton(undefined, 'editClient', l10n.t('Edit Client'), 'advised')}
    ${pageButton(undefined, 'signIn', l10n.t('Sign In Again'))}
    ${pageButton(undefined, 'saveSignIn', l10n.t('Save Report…'))}
  </div>`;
}

const tones: Readonly<Record<SignInCheck['status'], Tone>> = {
  ok: 'ok',
  failed: 'bad',
  warning: 'warn',
  unknown: 'none',
};

function check({ title, status, summary }: SignInCheck): Html {
  return html`<li>${badge(tones[status], title)}<span class="summary">${summary}</span></li>`;
}

function exchangePart(exchange: OAuthExchange, index: number): Html {
  const { kind, at, ms, method, url, request, status, response, error } = exchange;
  const failed = error !== undefined || response.some(({ name }) => name === 'error') || (status ?? 200) >= 400;
  return html`<details class="exchange" id="exchange-${index}" ${failed && html` open`}>
    <summary>
      ${exchangeLabel(kind)}
      ${status !== undefined && badge(failed ? 'bad' : 'ok', `HTTP ${status}`)}${status === undefined && failed && badge('bad', l10n.t('failed'))}
      ${ms !== undefined && html`<span class="ms">${l10n.t('{0} ms', ms)}</span>`}
    </summary>
    <p><code>${method === undefined ? url : `${method} ${url}`}</code> · ${moment(at)}</p>
    ${error !== undefined && html`<p class="finding">${error}</p>`}
    ${fields(l10n.t('{0}: parameters', exchangeLabel(kind)), request)}
    ${fields(l10n.t('{0}: answer', exchangeLabel(kind)), response)}
  </details>`;
}

function fields(caption: string, list: readonly ExchangeField[]): Html | undefined {
  if (list.length === 0) return undefined;
  return table(
    caption,
    [l10n.t('Name'), l10n.t('Value')],
    list.map(({ name, value }) => [html`<code>${name}</code>`, html`<code>${value}</code>`]),
  );
}
