import * as l10n from '@vscode/l10n';
import type { Outcome } from '../../mail/login-check/result.js';
import type { Phase } from '../../mail/wire/phases.js';
import { html, type Html } from './element.js';

/** The kinds of badges. Each has a color, a symbol and a word, so that none depends on color alone. */
export type Tone = 'ok' | 'bad' | 'warn' | 'none';

const signs: Readonly<Record<Tone, string>> = { ok: '✔', bad: '✖', warn: '!', none: '–' };

/** A badge with its word. */
export function badge(tone: Tone, word: string): Html {
  return html`<span class="badge ${tone}"><span class="sign" aria-hidden="true">${signs[tone]}</span> ${word}</span>`;
}

/** The label of an outcome. */
export function outcomeLabel(outcome: Outcome): string {
  switch (outcome) {
    case 'ok':
      return 'OK';
    case 'refused':
      return l10n.t('refused');
    case 'failed':
      return l10n.t('failed');
    case 'cancelled':
      return l10n.t('canceled');
  }
}

export function outcomeTone(outcome: Outcome): Tone {
  if (outcome === 'ok') return 'ok';
  return outcome === 'cancelled' ? 'none' : 'bad';
}

/** The label of a phase. */
export function phaseLabel(phase: Phase): string {
  switch (phase) {
    case 'token':
      return l10n.t('Token check');
    case 'string':
      return l10n.t('String');
    case 'lookup':
      return l10n.t('Name lookup');
    case 'connect':
      return l10n.t('Connection');
    case 'proxy':
      return l10n.t('Proxy');
    case 'tls':
      return 'TLS';
    case 'greeting':
      return l10n.t('Greeting');
    case 'capability':
      return l10n.t('Capabilities');
    case 'starttls':
      return 'STARTTLS';
    case 'authenticate':
      return l10n.t('Authentication');
    case 'mailbox':
      return l10n.t('Mailbox');
    case 'message':
      return l10n.t('Message');
    case 'logout':
      return l10n.t('Logout');
  }
}

/** A time in the machine's time zone and locale. */
export function moment(ms: number): Html {
  const date = new Date(ms);
  const shown = date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  return html`<time datetime="${date.toISOString()}">${shown}</time>`;
}
