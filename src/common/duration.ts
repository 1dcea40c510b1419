import * as l10n from '@vscode/l10n';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Formats a duration in one unit, rounded down. @param ms 0 or more */
export function formatDuration(ms: number): string {
  if (ms < minute) return l10n.t('{0} s', Math.floor(ms / 1000));
  if (ms < 2 * hour) return l10n.t('{0} min', Math.floor(ms / minute));
  if (ms < 2 * day) return l10n.t('{0} h', Math.floor(ms / hour));
  return l10n.t('{0} days', Math.floor(ms / day));
}
