import os from 'node:os';
import * as vscode from 'vscode';

/** Shows a Markdown document in the preview, or as text if the built-in preview is disabled. */
export async function showMarkdown(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(uri);
  }
}

/** Saves Markdown to a file that the user chooses, and shows it. @param name the default file name */
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

/** The default folder for saving files. */
export function defaultFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
}
