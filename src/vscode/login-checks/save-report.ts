import os from 'node:os';
import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.js';
import type { Protocol } from '../../mail/wire/server.js';
import type { JsonReport } from '../../report/json.js';
import { reportDocument } from '../../report/markdown.js';
import { formatOutcome } from '../../report/text.js';
import { ago } from '../accounts/format-time.js';
import { setStatusBarMessage, withoutIcons } from '../ui/notifications.js';
import { readSettings } from '../ui/settings.js';
import type { ReportHistory } from './report-history.js';

/** Saves results as files that can be passed on. */
export class SavedReports {
  readonly #version: string;
  readonly #store: AccountStore;
  readonly #history: ReportHistory;
  readonly #toHtml: (accountId: string) => Promise<string>;

  /** @param toHtml the page of an account as a file */
  constructor(
    context: vscode.ExtensionContext,
    store: AccountStore,
    history: ReportHistory,
    toHtml: (accountId: string) => Promise<string>,
  ) {
    this.#version = String((context.extension.packageJSON as { version?: unknown }).version);
    this.#store = store;
    this.#history = history;
    this.#toHtml = toHtml;
  }

  /**
   * Saves a report where the user says, and shows it: the last one of this server, or one that they pick. As HTML it
   * is the page of the account, as Markdown the one report.
   */
  async save(accountId?: string, protocol?: Protocol): Promise<void> {
    const fitting = (await this.#all(accountId)).filter(
      ({ report }) => protocol === undefined || report.protocol === protocol,
    );
    const chosen = fitting.length <= 1 ? fitting[0] : await pick(fitting);
    if (chosen === undefined) return;
    const uri = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Save Report'),
      defaultUri: vscode.Uri.joinPath(defaultFolder(), fileName(chosen.report)),
      filters: { Markdown: ['md'], HTML: ['html', 'htm'] },
    });
    if (uri === undefined) return;
    const isHtml = /\.html?$/i.test(uri.path);
    const text = isHtml ? await this.#toHtml(chosen.accountId) : this.toMarkdown(chosen.report);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    if (isHtml) setStatusBarMessage('check', vscode.l10n.t('Saved {0}', uri.fsPath));
    else await vscode.window.showTextDocument(uri);
  }

  /** A report as text for a bug report. */
  toMarkdown(report: JsonReport): string {
    return reportDocument(report, this.#environment());
  }

  async #all(accountId: string | undefined): Promise<readonly Choice[]> {
    const ids = accountId === undefined ? (await this.#store.list()).map(({ id }) => id) : [accountId];
    const found = await Promise.all(
      ids.map(async (id) =>
        Object.values((await this.#history.get(id)).reports).map((report) => ({ accountId: id, report })),
      ),
    );
    return found.flat().sort((a, b) => b.report.startedAt - a.report.startedAt);
  }

  #environment(): [string, string][] {
    const { mechanism, initialResponse, timeoutMs, proxy, caFile } = readSettings();
    return [
      ['Mail OAuth', this.#version],
      [
        vscode.env.appName,
        `${vscode.version}${vscode.env.remoteName === undefined ? '' : ` (${vscode.env.remoteName})`}`,
      ],
      ['Node.js', process.version],
      ['OpenSSL', process.versions.openssl],
      [vscode.l10n.t('Operating system'), `${os.type()} ${os.release()} ${os.arch()}`],
      ['mailOAuth.mechanism', mechanism],
      ['mailOAuth.initialResponse', initialResponse ?? 'auto'],
      ['mailOAuth.timeout', `${timeoutMs / 1000} s`],
      [
        'mailOAuth.proxy',
        proxy === undefined ? vscode.l10n.t('automatic') : proxy === 'none' ? 'none' : vscode.l10n.t('set'),
      ],
      ['mailOAuth.tls.caFile', caFile === undefined ? vscode.l10n.t('none') : vscode.l10n.t('set')],
    ];
  }
}

interface Choice {
  readonly accountId: string;
  readonly report: JsonReport;
}

async function pick(choices: readonly Choice[]): Promise<Choice | undefined> {
  const items = choices.map((choice) => ({
    label: `${choice.report.protocol.toUpperCase()} ${choice.report.user}`,
    description: ago(Date.now() - choice.report.startedAt),
    detail: withoutIcons(formatOutcome(choice.report)),
    choice,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which report?') }))?.choice;
}

function defaultFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
}

function fileName({ protocol, server, startedAt }: JsonReport): string {
  const host = server.host.replace(/[^\w.-]/g, '-');
  return `${protocol}-${host}-${new Date(startedAt).toISOString().slice(0, 19).replaceAll(':', '')}.md`;
}
