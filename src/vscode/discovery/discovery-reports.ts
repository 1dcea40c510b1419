import * as vscode from 'vscode';
import type { DiscoveryReport } from '../../autoconfig/types.js';
import { discoveryDocument } from '../../report/discovery-markdown.js';
import { saveMarkdown, showMarkdown } from '../ui/markdown-files.js';

const scheme = 'mail-oauth-discovery';

/** Shows discovery reports as read-only Markdown documents. */
export class DiscoveryReports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #documents = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  #count = 0;

  dispose(): void {
    this.#registration.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#documents.get(uri.toString()) ?? '';
  }

  /** Opens a report in the Markdown preview. */
  async show(report: DiscoveryReport): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${report.domain}-${++this.#count}.md` });
    this.#documents.set(uri.toString(), discoveryDocument(report));
    await showMarkdown(uri);
  }

  /** Saves a report to a file that the user chooses. */
  async save(report: DiscoveryReport): Promise<void> {
    await saveMarkdown(vscode.l10n.t('Save Report'), `${report.domain}.md`, discoveryDocument(report));
  }
}
