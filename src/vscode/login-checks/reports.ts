import os from 'node:os';
import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import { verdictLine } from '../../diagnosis/diagnosis.js';
import type { MailTestReport } from '../../mail/login-check/login-check.js';
import { reportDocument } from '../../report/markdown.js';
import type { Protocol } from '../../mail/wire/server.js';
import { contextKeys } from '../ui/ids.js';
import { readSettings } from '../ui/settings.js';
import { ago } from '../accounts/time-words.js';

interface Kept {
  readonly accountId: string;
  readonly report: MailTestReport;
}

/** How many reports are kept for saving. */
const mostReports = 20;

/** The reports of this window's tests, the latest first, to be saved as Markdown. */
export class Reports {
  readonly #version: string;
  #kept: readonly Kept[] = [];

  constructor(context: vscode.ExtensionContext) {
    this.#version = String((context.extension.packageJSON as { version?: unknown }).version);
  }

  keep(account: Account, report: MailTestReport): void {
    this.#kept = [{ accountId: account.id, report }, ...this.#kept].slice(0, mostReports);
    void vscode.commands.executeCommand('setContext', contextKeys.hasReports, true);
  }

  /** Saves a report where the person says, and shows it: the last one of this server, or one that they pick. */
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

async function pick(kept: readonly Kept[]): Promise<MailTestReport | undefined> {
  if (kept.length <= 1) return kept[0]?.report;
  const choices = kept.map(({ report }) => ({
    label: `${report.protocol.toUpperCase()} ${report.user}`,
    description: ago(Date.now() - report.startedAt),
    detail: verdictLine(report),
    report,
  }));
  return (await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('Which report?') }))?.report;
}

function defaultFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
}

function fileName({ protocol, server, startedAt }: MailTestReport): string {
  const host = server.host.replace(/[^\w.-]/g, '-');
  return `${protocol}-${host}-${new Date(startedAt).toISOString().slice(0, 19).replaceAll(':', '')}.md`;
}
