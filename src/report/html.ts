import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { protocols, type Protocol } from '../mail/wire/server.js';
import { anatomy } from './html/anatomy.js';
import { comparison } from './html/compare.js';
import { connection } from './html/connection.js';
import { html, section, type Html } from './html/element.js';
import { history } from './html/history.js';
import { badge, outcomeLabel, outcomeTone, type Tone } from './html/labels.js';
import type { JsonReport } from './json.js';
import type { ResultPageInput } from './html/page-input.js';
import { signIn } from './html/sign-in.js';
import { style } from './html/style.js';
import { timing } from './html/timing.js';
import { token } from './html/token.js';
import { liveTranscript, transcript } from './html/transcript.js';
import { pageButton, verdict, type Buttons } from './html/verdict.js';
import { reproductions } from './reproduce.js';
import { signInChecks } from './sign-in-checks.js';

export type { ResultPageInput } from './html/page-input.js';
export { liveLine } from './html/transcript.js';

/** What makes a page of the editor alive. */
export interface PageScript {
  readonly text: string;
  /** Random for each page: only what has it runs. */
  readonly nonce: string;
  /** The account, so that the page can say after a reload whose results it showed. */
  readonly accountId: string;
}

/** The heading and title of an account's page. */
export function pageTitle(user: string): string {
  return l10n.t('Mail test: {0}', user);
}

/**
 * The results of one account as an HTML document: it loads nothing from elsewhere, and its policy allows no script
 * but the one that is given. Without a script it is a file to be saved, with all parts one below the other.
 */
export function resultPage(input: ResultPageInput, script?: PageScript): string {
  const nonce = script === undefined ? '' : ` nonce="${script.nonce}"`;
  const styleSource = script === undefined ? styleHash() : `'nonce-${script.nonce}'`;
  const policy = `default-src 'none'; style-src ${styleSource}${script === undefined ? '' : `; script-src 'nonce-${script.nonce}'`}; base-uri 'none'; form-action 'none'`;
  const title = html`${pageTitle(input.user)}`.text;
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`,
    `<style${nonce}>${style}</style>`,
    '</head>',
    script === undefined
      ? '<body>'
      : html`<body data-account-id="${script.accountId}" data-user="${input.user}"></body>`.text,
    pageBody(input, script === undefined ? undefined : 'buttons'),
    ...(script === undefined ? [] : [`<script${nonce}>${script.text}</script>`]),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function styleHash(): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

/** The part of the page that changes with the results. */
export function pageBody(input: ResultPageInput, buttons: Buttons): string {
  const tabs = tabsOf(input, buttons);
  return html`<main id="page">
    <header>
      <h1>${pageTitle(input.user)}</h1>
      <p class="overall" role="status">
        ${input.provider !== undefined && html`${input.provider} · `}${overall(input)}
      </p>
    </header>
    ${
      tabs.length > 1 &&
      html`<nav aria-label="${l10n.t('Results')}">
        <ul>
          ${tabs.map(
            ({ id, title, tone, word }) =>
              html`<li><a href="#panel-${id}" data-tab="${id}">${title} ${badge(tone, word)}</a></li>`,
          )}
        </ul>
      </nav>`
    }
    ${tabs.map(
      ({ id, content, isWorst }) =>
        html`<div class="panel" id="panel-${id}" data-panel="${id}" ${isWorst && html` data-worst="true"`}>
          ${content}
        </div>`,
    )}
  </main>`.text;
}

interface Tab {
  readonly id: string;
  readonly title: string;
  readonly tone: Tone;
  readonly word: string;
  readonly content: Html;
  /** Whether it is the one to look at first. */
  readonly isWorst: boolean;
}

function tabsOf(input: ResultPageInput, buttons: Buttons): Tab[] {
  const { reports, comparison: rows = [], exchanges = [], signInFailure, running } = input;
  const ordered = protocols.flatMap((protocol) => reports.filter((report) => report.protocol === protocol));
  const candidates = ordered.filter(({ protocol }) => input.latest?.includes(protocol) ?? true);
  const worst = candidates.find(({ outcome }) => outcome !== 'ok') ?? candidates[0] ?? ordered[0];
  const shown = ordered.filter(({ protocol }) => protocol !== running?.protocol);
  const accepted = rows.filter(({ outcome }) => outcome === 'ok').length;
  return [
    ...(running === undefined ? [] : [runningTab(running, buttons)]),
    ...shown.map((report) => reportTab(report, input, buttons, running === undefined && report === worst)),
    ...(exchanges.length === 0 && signInFailure === undefined ? [] : [signInTab(input, buttons)]),
    ...(rows.length === 0
      ? []
      : [
          {
            id: 'compare',
            title: l10n.t('Compare'),
            tone: accepted === rows.length ? ('ok' as const) : accepted === 0 ? ('bad' as const) : ('warn' as const),
            word: l10n.t('{0} of {1}', accepted, rows.length),
            content: comparison(rows),
            isWorst: false,
          },
        ]),
  ];
}

function runningTab(
  { protocol, title, transcript: entries }: NonNullable<ResultPageInput['running']>,
  buttons: Buttons,
): Tab {
  return {
    id: protocol,
    title: protocol.toUpperCase(),
    tone: 'none',
    word: l10n.t('running'),
    content: html`<h2>${title}</h2>
      ${buttons !== undefined && html`<div class="actions">${pageButton(protocol, 'cancel', l10n.t('Cancel'))}</div>`}
      ${liveTranscript(entries)}`,
    isWorst: true,
  };
}

function reportTab(report: JsonReport, input: ResultPageInput, buttons: Buttons, isWorst: boolean): Tab {
  const { protocol, outcome } = report;
  return {
    id: protocol,
    title: protocol.toUpperCase(),
    tone: outcomeTone(outcome),
    word: outcomeLabel(outcome),
    content: reportPanel(report, input, buttons),
    isWorst,
  };
}

function signInTab(input: ResultPageInput, buttons: Buttons): Tab {
  const { exchanges = [], signInFailure } = input;
  const checks = signInChecks(exchanges);
  const failed = signInFailure !== undefined || checks.some(({ status }) => status === 'failed');
  const complete = checks.every(({ status }) => status === 'ok');
  return {
    id: 'oauth',
    title: 'OAuth',
    tone: failed ? 'bad' : complete ? 'ok' : 'none',
    word: failed ? l10n.t('failed') : l10n.t('{0} requests', exchanges.length),
    content: signIn(input, buttons),
    isWorst: false,
  };
}

function reportPanel(report: JsonReport, input: ResultPageInput, buttons: Buttons): Html {
  const { protocol } = report;
  const runs = input.history?.[protocol] ?? [];
  return html`${verdict(report, buttons)} ${timing(report, runs.slice(1))} ${token(report, input)} ${anatomy(report)}
  ${transcript(report, buttons)} ${connection(report)} ${history(report, runs)} ${reproduce(report, buttons)}`;
}

function reproduce(report: JsonReport, buttons: Buttons): Html {
  const { protocol } = report;
  return section(
    `${protocol}-reproduce`,
    l10n.t('Reproduce'),
    html`<p>
        ${l10n.t('The same login with other programs. Put the access token into the environment variable TOKEN.')}
      </p>
      <div class="reproduce">
        ${reproductions(report).map(
          ({ name, text, remark }, index) =>
            html`<details>
              <summary>${name}</summary>
              ${remark !== undefined && html`<p>${remark}</p>`}
              <pre id="${protocol}-reproduce-${index}" tabindex="0" aria-label="${name}">${text}</pre>
              ${
                buttons !== undefined &&
                html`<button type="button" data-copy="${protocol}-reproduce-${index}">${l10n.t('Copy')}</button>`
              }
            </details>`,
        )}
      </div>`,
  );
}

/** How the account's servers did, in words, the worst first. */
function overall({ reports, running, comparison: rows = [], signInFailure }: ResultPageInput): string {
  if (running !== undefined) return l10n.t('Running');
  const words = (wanted: (outcome: JsonReport['outcome']) => boolean) =>
    protocols.flatMap((protocol: Protocol) =>
      reports
        .filter((report) => report.protocol === protocol && wanted(report.outcome))
        .map(({ outcome }) => `${protocol.toUpperCase()}: ${outcomeLabel(outcome)}`),
    );
  const all = [
    ...(signInFailure === undefined ? [] : [`OAuth: ${l10n.t('failed')}`]),
    ...words((outcome) => outcome !== 'ok'),
    ...words((outcome) => outcome === 'ok'),
  ];
  if (all.length > 0) return all.join(' · ');
  return rows.length > 0 ? l10n.t('Compared') : l10n.t('Not tested yet');
}
