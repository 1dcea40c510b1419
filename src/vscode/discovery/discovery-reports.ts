import * as vscode from 'vscode';
import type { DiscoveryReport } from '../../autoconfig/types.js';
import { discoveryDocument } from '../../report/discovery-markdown.js';

const scheme = 'mail-oauth-discovery';

/** Shows discovery reports as read-only Markdown documents, and remembers them while they may be open. */
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

  /** Opens a report beside nothing else: as text, which can be saved and rendered. */
  async show(report: DiscoveryReport): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${report.domain}-${++this.#count}.md` });
    this.#documents.set(uri.toString(), discoveryDocument(report));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }
}
