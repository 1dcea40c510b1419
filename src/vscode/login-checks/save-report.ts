import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import type { Protocol } from '../../mail/wire/server.js';
import type { JsonReport } from '../../report/json.js';
import { reportDocument } from '../../report/markdown.js';
import { signInDocument, type SignInRecord } from '../../report/sign-in-markdown.js';
import { formatOutcome } from '../../report/text.js';
import { ago } from '../accounts/format-time.js';
import { defaultFolder, showMarkdown } from '../ui/markdown-files.js';
import { setStatusBarMessage, withoutIcons } from '../ui/notifications.js';
import { reportEnvironment } from './report-environment.js';
import type { ReportHistory } from './report-history.js';

/** The subject of a report. */
export type ReportKind = Protocol | 'sign-in';

/** The dependencies of {@link SavedReports}. */
export interface SavedReportsDependencies {
  readonly store: AccountStore;
  readonly history: ReportHistory;
  /** The result page of an account as HTML. */
  readonly toHtml: (accountId: string) => Promise<string>;
}

/** A report that can be saved. */
interface Choice {
  readonly kind: ReportKind;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly label: string;
  readonly detail: string;
  /** The host of the server. */
  readonly host: string;
  readonly toMarkdown: () => string;
}

/** Saves results as files for sharing. */
export class SavedReports {
  readonly #version: string;
  readonly #parts: SavedReportsDependencies;

  constructor(context: vscode.ExtensionContext, parts: SavedReportsDependencies) {
    this.#version = String((context.extension.packageJSON as { version?: unknown }).version);
    this.#parts = parts;
  }

  /**
   * Saves a report to a file that the user chooses, and shows it: the only matching one, or one that the user picks.
   * HTML contains the account's page, Markdown the single report.
   */
  async save(accountId?: string, kind?: ReportKind): Promise<void> {
    const fitting = (await this.#all(accountId)).filter((one) => kind === undefined || one.kind === kind);
    const chosen = fitting.length <= 1 ? fitting[0] : await pick(fitting);
    if (chosen === undefined) return;
    const uri = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Save Report'),
      defaultUri: vscode.Uri.joinPath(defaultFolder(), fileName(chosen)),
      filters: { Markdown: ['md'], HTML: ['html', 'htm'] },
    });
    if (uri === undefined) return;
    const isHtml = /\.html?$/i.test(uri.path);
    const text = isHtml ? await this.#parts.toHtml(chosen.accountId) : chosen.toMarkdown();
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    if (isHtml) setStatusBarMessage('check', vscode.l10n.t('Saved {0}', uri.fsPath));
    else await showMarkdown(uri);
  }

  /** A report as Markdown, for a bug report. */
  toMarkdown(report: JsonReport): string {
    return reportDocument(report, reportEnvironment(this.#version));
  }

  async #all(accountId: string | undefined): Promise<readonly Choice[]> {
    const { store, history } = this.#parts;
    const accounts = (await store.list()).filter(({ id }) => accountId === undefined || id === accountId);
    const found = await Promise.all(
      accounts.map(async (account) => {
        const { reports, signIn } = await history.get(account.id);
        const tests = Object.values(reports).map((report) => this.#ofTest(account.id, report));
        return signIn === undefined ? tests : [...tests, this.#ofSignIn(account, signIn)];
      }),
    );
    return found.flat().sort((a, b) => b.at - a.at);
  }

  #ofTest(accountId: string, report: JsonReport): Choice {
    const { protocol, user, server, startedAt } = report;
    return {
      kind: protocol,
      accountId,
      at: startedAt,
      label: `${protocol.toUpperCase()} ${user}`,
      detail: withoutIcons(formatOutcome(report)),
      host: server.host,
      toMarkdown: () => this.toMarkdown(report),
    };
  }

  #ofSignIn({ id, email, server }: Account, record: SignInRecord): Choice {
    const { exchanges, failure } = record;
    const url = exchanges[0]?.url ?? server.tokenEndpoint;
    return {
      kind: 'sign-in',
      accountId: id,
      at: failure?.at ?? exchanges.at(-1)?.at ?? 0,
      label: `OAuth ${email}`,
      detail: withoutIcons(failure?.message ?? vscode.l10n.t('{0} requests', exchanges.length)),
      host: URL.canParse(url) ? new URL(url).hostname : '',
      toMarkdown: () => signInDocument(email, record, reportEnvironment(this.#version)),
    };
  }
}

async function pick(choices: readonly Choice[]): Promise<Choice | undefined> {
  const items = choices.map((choice) => ({
    label: choice.label,
    description: ago(Date.now() - choice.at),
    detail: choice.detail,
    choice,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which report?') }))?.choice;
}

function fileName({ kind, host, at }: Choice): string {
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '');
  return `${kind}-${host.replace(/[^\w.-]/g, '-')}-${time}.md`;
}
