import * as vscode from 'vscode';
import { lintSaslString, type LintResult } from '../sasl/lint.js';

/**
 * Checks the selected text, or one that is pasted, for the faults of SASL strings; offers the mended
 * string in its place. Nothing of it is stored or sent.
 */
export async function checkString(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const selection = editor === undefined || editor.selection.isEmpty ? undefined : editor.selection;
  const text = selection === undefined ? await askForString() : editor?.document.getText(selection);
  if (text === undefined) return;
  const result = lintSaslString(text);
  if (result.findings.length === 0) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t('This is a correct {0} string for {1}.', result.mechanism ?? '', result.user ?? ''),
    );
    return;
  }
  await offerMended(result, selection === undefined ? undefined : editor, selection);
}

function askForString(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Check SASL String'),
    prompt: vscode.l10n.t('Paste an XOAUTH2 or OAUTHBEARER string, or the whole line of a log (not stored)'),
    password: true,
    ignoreFocusOut: true,
  });
}

async function offerMended(
  { findings, mended }: LintResult,
  editor: vscode.TextEditor | undefined,
  selection: vscode.Selection | undefined,
): Promise<void> {
  const copy = vscode.l10n.t('Copy Mended String');
  const replace = vscode.l10n.t('Replace Selection');
  const actions = mended === undefined ? [] : selection === undefined ? [copy] : [replace, copy];
  const chosen = await vscode.window.showWarningMessage(findings.map(({ message }) => message).join(' '), ...actions);
  if (mended === undefined || chosen === undefined) return;
  if (chosen === copy) await vscode.env.clipboard.writeText(mended);
  else if (selection !== undefined) await editor?.edit((edit) => edit.replace(selection, mended));
}
