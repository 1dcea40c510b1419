import os from 'node:os';
import * as vscode from 'vscode';

/** Shows a Markdown document as it is read; as text where the editor's own preview is disabled. */
export async function showMarkdown(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(uri);
  }
}

/** Saves Markdown where the user says, and shows the file. @param name the file's proposed name */
export async function saveMarkdown(title: string, name: string, text: string): Promise<void> {
  const uri = await vscode.window.showSaveDialog({
    title,
    defaultUri: vscode.Uri.joinPath(defaultFolder(), name),
    filters: { Markdown: ['md'] },
  });
  if (uri === undefined) return;
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  await showMarkdown(uri);
}

/** Where files are saved unless the user says otherwise. */
export function defaultFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
}
