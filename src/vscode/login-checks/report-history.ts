import os from 'node:os';
import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import { reportDocument } from '../../report/markdown.js';
import type { Protocol } from '../../mail/wire/server.js';
import { contextKeys } from '../ui/ids.js';
import { withoutIcons } from '../ui/notifications.js';
import { readSettings } from '../ui/settings.js';
import { ago } from '../accounts/format-time.js';
import { formatOutcome } from '../../report/text.js';
import type { LoginCheckResult } from '../../mail/login-check/result.js';

interface HistoryEntry {
  readonly accountId: string;
  readonly report: LoginCheckResult;
}

/** How many reports are kept for saving. */
const maxReports = 20;

/** The reports of this window's tests, the latest first, to be saved as Markdown. */
export class ReportHistory {
  readonly #version: string;
  #kept: readonly HistoryEntry[] = [];

  constructor(context: vscode.ExtensionContext) {
    this.#version = String((context.extension.packageJSON as { version?: unknown }).version);
  }

  remember(account: Account, report: LoginCheckResult): void {
    this.#kept = [{ accountId: account.id, report }, ...this.#kept].slice(0, maxReports);
    void vscode.commands.executeCommand('setContext', contextKeys.hasReports, true);
  }

  /** Saves a report where the user says, and shows it: the last one of this server, or one that they pick. */
  async save(accountId?: string, protocol?: Protocol): Promise<void> {
    const fitting = this.#kept.filter(
      (kept) =>
        (accountId === undefined || kept.accountId === accountId) &&
        (protocol === undefined || kept.report.protocol === protocol),
    );
    const report = protocol === undefined ? await pick(fitting) : fitting[0]?.report;
    if (report === undefined) return;
    const uri = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Save Report'),
      defaultUri: vscode.Uri.joinPath(defaultFolder(), fileName(report)),
      filters: { Markdown: ['md'] },
    });
    if (uri === undefined) return;
    await vscode.workspace.fs.writeFile(uri, Buffer.from(reportDocument(report, this.#environment())));
    await vscode.window.showTextDocument(uri);
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

async function pick(kept: readonly HistoryEntry[]): Promise<LoginCheckResult | undefined> {
  if (kept.length <= 1) return kept[0]?.report;
  const choices = kept.map(({ report }) => ({
    label: `${report.protocol.toUpperCase()} ${report.user}`,
    description: ago(Date.now() - report.startedAt),
    detail: withoutIcons(formatOutcome(report)),
    report,
  }));
  return (await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('Which report?') }))?.report;
}

function defaultFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
}

function fileName({ protocol, server, startedAt }: LoginCheckResult): string {
  const host = server.host.replace(/[^\w.-]/g, '-');
  return `${protocol}-${host}-${new Date(startedAt).toISOString().slice(0, 19).replaceAll(':', '')}.md`;
}
