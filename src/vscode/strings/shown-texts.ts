import * as vscode from 'vscode';

const scheme = 'mail-oauth';

/**
 * Shows texts with credentials in read-only editors. They are not files, so the editor neither backs them up nor asks
 * to save them; they are deleted when the editor is closed.
 */
export class ShownTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #count = 0;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  dispose(): void {
    this.#texts.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? vscode.l10n.t('This text is no longer available. Generate it again.');
  }

  /** @param title the editor's title; it must not contain the credential */
  async show(title: string, text: string): Promise<void> {
    this.#count++;
    const uri = vscode.Uri.from({ scheme, path: `/${this.#count}/${title.replaceAll('/', '∕')}` });
    this.#texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(uri, { preview: false });
  }
}
