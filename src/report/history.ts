import * as l10n from '@vscode/l10n';
import type { Outcome } from '../mail/login-check/result.js';
import type { Phase } from '../mail/wire/phases.js';
import type { JsonReport } from './json.js';

/** The number of runs to keep per server. */
export const maxRuns = 10;

/** The stored summary of a run, for comparison with later ones. It contains no transcript and no secret. */
export interface Run {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  readonly outcome: Outcome;
  readonly server: string;
  readonly mechanism: string;
  /** The code of the first diagnosis. */
  readonly code: string;
  readonly cause: string;
  readonly phases: readonly (readonly [name: Phase, ms: number])[];
  /** When the token was obtained, in ms since 1970: two tokens differ where this does. */
  readonly obtainedAt?: number;
  readonly scopes?: readonly string[];
  readonly owner?: string;
  /** The IP address and port that the server was reached at. */
  readonly address?: string;
  /** SHA-256 of the server's certificate. */
  readonly certificate?: string;
  readonly capabilities: readonly string[];
}

/** The most capabilities that a run keeps. */
const maxCapabilities = 60;

/** A result as one run of a history. */
export function toRun(report: JsonReport, obtainedAt: number | undefined): Run {
  const { startedAt, ms, outcome, server, mechanism, phases, token, tls, capabilities } = report;
  const [{ code, cause }] = report.diagnoses;
  const address = report.transcript
    .map(({ phase, direction, text }) => (phase === 'connect' && direction === 'note' ? addressIn(text) : undefined))
    .find((found) => found !== undefined);
  const certificate = tls?.chain[0]?.fingerprint256;
  return {
    at: startedAt,
    ms,
    outcome,
    server: `${server.host}:${server.port}`,
    mechanism,
    code,
    cause,
    phases: phases.map(({ name, ms: took }) => [name, took] as const),
    capabilities: capabilities.slice(0, maxCapabilities),
    ...(obtainedAt === undefined ? {} : { obtainedAt }),
    ...(token.scopes === undefined ? {} : { scopes: token.scopes }),
    ...(token.owner === undefined ? {} : { owner: token.owner }),
    ...(address === undefined ? {} : { address }),
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/** The address in a note such as “connected to 192.0.2.1:993”, in whatever language it is. */
function addressIn(note: string): string | undefined {
  return /(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]{2,45}\]):\d{1,5}/.exec(note)?.[0];
}

/** What is different now from the last run that was accepted, in sentences. @param runs the latest first */
export function changesSinceLastOk([latest, ...earlier]: readonly Run[]): readonly string[] {
  const lastOk = earlier.find(({ outcome }) => outcome === 'ok');
  if (latest === undefined || lastOk === undefined) return [];
  const added = (before: readonly string[] = [], after: readonly string[] = []) =>
    after.filter((one) => !before.includes(one)).join(', ');
  const changes: (string | false)[] = [
    latest.obtainedAt !== lastOk.obtainedAt && l10n.t('The access token has changed.'),
    added(lastOk.scopes, latest.scopes) !== '' && l10n.t('New scopes: {0}.', added(lastOk.scopes, latest.scopes)),
    latest.scopes !== undefined &&
      added(latest.scopes, lastOk.scopes) !== '' &&
      l10n.t('Missing scopes: {0}.', added(latest.scopes, lastOk.scopes)),
    latest.owner !== lastOk.owner &&
      l10n.t('The token’s owner changed from {0} to {1}.', lastOk.owner ?? '–', latest.owner ?? '–'),
    latest.server !== lastOk.server && l10n.t('The server changed from {0} to {1}.', lastOk.server, latest.server),
    latest.mechanism !== lastOk.mechanism &&
      l10n.t('The mechanism changed from {0} to {1}.', lastOk.mechanism, latest.mechanism),
    both(latest.address, lastOk.address) &&
      l10n.t('The address changed from {0} to {1}.', lastOk.address ?? '', latest.address ?? ''),
    both(latest.certificate, lastOk.certificate) && l10n.t('The server’s certificate has changed.'),
    latest.capabilities.length > 0 &&
      added(latest.capabilities, lastOk.capabilities) !== '' &&
      l10n.t('Capabilities no longer listed: {0}.', added(latest.capabilities, lastOk.capabilities)),
    added(lastOk.capabilities, latest.capabilities) !== '' &&
      l10n.t('New capabilities: {0}.', added(lastOk.capabilities, latest.capabilities)),
  ];
  return changes.filter((change) => change !== false);
}

function both(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** The middle of how long a phase took in runs that were accepted, in ms; `undefined` for fewer than three of them. */
export function medianOf(phase: Phase, runs: readonly Run[]): number | undefined {
  const times = runs
    .filter(({ outcome }) => outcome === 'ok')
    .flatMap(({ phases }) => phases.filter(([name]) => name === phase).map(([, ms]) => ms))
    .sort((a, b) => a - b);
  return times.length < 3 ? undefined : times[Math.floor(times.length / 2)];
}
