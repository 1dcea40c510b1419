import * as vscode from 'vscode';
import { formatDuration } from '../../common/duration.js';
import { hasEnded, type TokenLife } from '../../accounts/token-life.js';

const minute = 60_000;

function duration(ms: number): string {
  return ms < minute ? vscode.l10n.t('less than a minute') : formatDuration(ms);
}

/** Formats an age. @param ms 0 or more */
export function ago(ms: number): string {
  return ms < minute ? vscode.l10n.t('just now') : vscode.l10n.t('{0} ago', duration(ms));
}

/** Describes the lifetime of a token. */
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

/** Describes the state of an account. */
export function describeAccountState(life: TokenLife): string {
  return hasEnded(life) ? vscode.l10n.t('sign in again') : describeLife(life);
}

/** Formats a time in the editor's language. @param ms since 1970 */
export function formatMoment(ms: number): string {
  return new Date(ms).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The time until the result of {@link describeLife} changes, in ms: the next full minute. */
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
