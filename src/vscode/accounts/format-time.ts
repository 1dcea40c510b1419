import * as vscode from 'vscode';
import { formatDuration } from '../../common/duration.js';
import { hasEnded, type TokenLife } from '../../accounts/token-life.js';

const minute = 60_000;

function duration(ms: number): string {
  return ms < minute ? vscode.l10n.t('less than a minute') : formatDuration(ms);
}

/** How long ago something was. */
export function ago(ms: number): string {
  return ms < minute ? vscode.l10n.t('just now') : vscode.l10n.t('{0} ago', duration(ms));
}

/** A token's life in a few words. */
export function describeLife(life: TokenLife): string {
  switch (life.state) {
    case 'signed-out':
      return vscode.l10n.t('not signed in');
    case 'unknown':
      return vscode.l10n.t('expiry unknown');
    case 'fresh':
      return vscode.l10n.t('expires in {0}', duration(life.remainingMs));
    case 'expired':
      return vscode.l10n.t('expired {0}', ago(life.sinceMs));
  }
}

/** What to know of an account first. */
export function describeAccountState(life: TokenLife): string {
  return hasEnded(life) ? vscode.l10n.t('sign in again') : describeLife(life);
}

/** A moment as the editor's language writes it. */
export function formatMoment(ms: number): string {
  return new Date(ms).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** How long until {@link describeLife} says something else, in ms: the next full minute of the token's life. */
export function untilNextChange(life: TokenLife): number {
  switch (life.state) {
    case 'fresh':
      return (life.remainingMs % minute) + 1;
    case 'expired':
      return minute - (life.sinceMs % minute) + 1;
    case 'signed-out':
    case 'unknown':
      return Infinity;
  }
}
