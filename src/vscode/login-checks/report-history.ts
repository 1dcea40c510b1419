import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Action } from '../../diagnosis/diagnosis.js';
import type { ComparisonRow } from '../../mail/login-check/comparison.js';
import type { LoginCheckResult } from '../../mail/login-check/result.js';
import type { Protocol } from '../../mail/wire/server.js';
import { actionKey } from '../../report/action-title.js';
import { maxRuns, toRun, type Run } from '../../report/history.js';
import { comparisonToJson, toJson, type ComparedReport, type JsonReport } from '../../report/json.js';
import type { SignInRecord } from '../../report/sign-in-markdown.js';
import { contextKeys } from '../ui/ids.js';

type ByProtocol<T> = Readonly<Partial<Record<Protocol, T>>>;

/** The stored results of an account's tests and sign-in. They contain no secret. */
export interface AccountResults {
  /** The last result of each server. */
  readonly reports: ByProtocol<JsonReport>;
  readonly comparison: readonly ComparedReport[];
  /** The last runs of each server, latest first. */
  readonly runs: ByProtocol<readonly Run[]>;
  /** The actions that were tried without changing the diagnosis. */
  readonly tried: ByProtocol<readonly Action[]>;
  /** The exchanges with the authorization server, including those of earlier windows. */
  readonly signIn?: SignInRecord;
}

const nothing: AccountResults = { reports: {}, comparison: [], runs: {}, tried: {} };

/** The version of the file format; files of other versions are ignored. */
const version = 1;

/** The maximum number of stored exchanges with an authorization server. */
const maxExchanges = 40;

/** The maximum number of transcript lines on disk. */
const keptLines = 1000;

/** The results of each account's tests: in memory, and in one file per account for later windows. */
export class ReportHistory implements vscode.Disposable {
  readonly #folder: string;
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #known = new Map<string, AccountResults>();
  /** The actions since the last result, by account and protocol. */
  readonly #done = new Map<string, Action>();
  readonly #forgotten = new Set<string>();
  #writing: Promise<void> = Promise.resolve();
  /** Resolves when all sign-in records have been added. */
  #remembering: Promise<void> = Promise.resolve();
  readonly onDidChange = this.#changed.event;

  /** @param folder the folder of the files; it need not exist */
  constructor(folder: string) {
    this.#folder = folder;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** The results of an account; may be empty. */
  async get(accountId: string): Promise<AccountResults> {
    await this.#remembering;
    return this.#get(accountId);
  }

  async #get(accountId: string): Promise<AccountResults> {
    const known = this.#known.get(accountId) ?? (await read(this.#file(accountId)));
    const found = this.#known.get(accountId) ?? known ?? nothing;
    this.#known.set(accountId, found);
    return found;
  }

  /**
   * Adds a result.
   *
   * @param obtainedAt when its token was obtained, in ms since 1970
   * @returns the result with its diagnoses, which take the tried actions into account
   */
  async remember(accountId: string, result: LoginCheckResult, obtainedAt: number | undefined): Promise<JsonReport> {
    const before = await this.get(accountId);
    const { protocol } = result;
    const tried = this.#triedBefore(accountId, toJson(result), before);
    const report = toJson(result, tried);
    const runs = [toRun(report, obtainedAt), ...(before.runs[protocol] ?? [])].slice(0, maxRuns);
    await this.#set(accountId, {
      ...before,
      reports: { ...before.reports, [protocol]: report },
      runs: { ...before.runs, [protocol]: runs },
      tried: { ...before.tried, [protocol]: tried },
    });
    return report;
  }

  /** The actions that did not help: the previous diagnosis is still among the diagnoses. */
  #triedBefore(
    accountId: string,
    { protocol, outcome, diagnoses }: JsonReport,
    { reports, tried }: AccountResults,
  ): readonly Action[] {
    const done = this.#done.get(`${accountId}/${protocol}`);
    this.#done.delete(`${accountId}/${protocol}`);
    const meaning = reports[protocol]?.diagnoses[0].code;
    if (outcome === 'ok' || !diagnoses.some(({ code }) => code === meaning)) return [];
    return [...(tried[protocol] ?? []), ...(done === undefined ? [] : [done])];
  }

  /** Adds this window's exchanges with the authorization server after those of earlier windows. */
  rememberSignIn(accountId: string, record: SignInRecord): void {
    this.#remembering = this.#remembering.then(async () => {
      // A removed account may still have its tokens revoked.
      if (this.#forgotten.has(accountId)) return;
      const before = await this.#get(accountId);
      const start = record.exchanges[0]?.at ?? Infinity;
      const earlier = before.signIn?.exchanges.filter(({ at }) => at < start) ?? [];
      const exchanges = [...earlier, ...record.exchanges].slice(-maxExchanges);
      await this.#set(accountId, { ...before, signIn: { ...record, exchanges } });
    });
  }

  async rememberComparison(accountId: string, rows: readonly ComparisonRow[]): Promise<void> {
    await this.#set(accountId, { ...(await this.get(accountId)), comparison: comparisonToJson(rows) });
  }

  /** Records that an action was performed, so that the next result shows whether it helped. */
  didTry(accountId: string, protocol: Protocol, action: Action): void {
    this.#done.set(`${accountId}/${protocol}`, action);
  }

  /** The protocols whose last result advises an action. */
  async protocolsAdvising(accountId: string, action: Action): Promise<ReadonlySet<Protocol>> {
    const { reports } = await this.get(accountId);
    const advising = Object.values(reports).filter(({ diagnoses: [{ actions }] }) =>
      actions.some((one) => actionKey(one) === actionKey(action)),
    );
    return new Set(advising.map(({ protocol }) => protocol));
  }

  async forget(accountId: string): Promise<void> {
    this.#forgotten.add(accountId);
    this.#known.delete(accountId);
    await this.#write(() => rm(this.#file(accountId), { force: true }));
  }

  /** Deletes the results of accounts that no longer exist. @param accountIds the existing ones */
  async keepOnly(accountIds: readonly string[]): Promise<void> {
    const kept = new Set(accountIds.map((id) => path.basename(this.#file(id))));
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      if (!kept.has(name)) await this.#write(() => rm(path.join(this.#folder, name), { force: true }));
    }
  }

  async #set(accountId: string, results: AccountResults): Promise<void> {
    // A test may end after its account was removed.
    if (this.#forgotten.has(accountId)) return;
    this.#known.set(accountId, results);
    await vscode.commands.executeCommand('setContext', contextKeys.hasReports, true);
    this.#changed.fire(accountId);
    await this.#write(() => write(this.#file(accountId), results));
  }

  /** Serializes writes. Errors are logged: the results are still in memory. */
  #write(work: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(work).catch((error: unknown) => {
      console.error('mail-oauth:', error instanceof Error ? error.message : typeof error);
    });
    return this.#writing;
  }

  #file(accountId: string): string {
    return path.join(this.#folder, `${encodeURIComponent(accountId)}.json`);
  }
}

async function read(file: string): Promise<AccountResults | undefined> {
  try {
    const stored = JSON.parse(await readFile(file, 'utf8')) as Partial<AccountResults> & { readonly version?: unknown };
    if (stored.version !== version) return undefined;
    return { ...nothing, ...stored };
  } catch {
    // Missing or incomplete: the results can be recreated.
    return undefined;
  }
}

async function write(file: string, results: AccountResults): Promise<void> {
  const kept = {
    version,
    ...results,
    reports: Object.fromEntries(Object.entries(results.reports).map(([name, report]) => [name, shortened(report)])),
    comparison: results.comparison.map(shortened),
  };
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(kept), { mode: 0o600 });
  await rename(draft, file);
}

function shortened<R extends JsonReport>(report: R): R {
  const { transcript } = report;
  if (transcript.length <= keptLines) return report;
  return { ...report, transcript: [...transcript.slice(0, keptLines / 2), ...transcript.slice(-keptLines / 2)] };
}
