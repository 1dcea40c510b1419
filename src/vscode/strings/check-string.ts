import * as vscode from 'vscode';
import { describeFinding } from '../../common/sasl-words.js';
import { lintSaslString, type LintResult } from '../../sasl/lint.js';
import { setStatusBarMessage, showInformationMessage, showWarningMessage } from '../ui/notifications.js';

/**
 * Checks the selected or pasted text for errors of SASL strings; offers a fixed string, or decodes a server's
 * challenge. Nothing is stored or sent.
 */
export async function checkString(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const selection = editor === undefined || editor.selection.isEmpty ? undefined : editor.selection;
  const text = selection === undefined ? await askForString() : editor?.document.getText(selection);
  if (text === undefined) return;
  const place = selection === undefined || editor === undefined ? undefined : { editor, selection };
  await explain(text, lintSaslString(text), place);
}

/** Where the string was found, so that it can be replaced. */
interface Place {
  readonly editor: vscode.TextEditor;
  readonly selection: vscode.Selection;
}

async function explain(text: string, result: LintResult, place: Place | undefined): Promise<void> {
  const { findings, mechanism, user, challenge, needsUser } = result;
  const said = findings.map(describeFinding).join(' ');
  if (findings.length === 0) {
    await showInformationMessage(
      user === undefined
        ? vscode.l10n.t(
            'This is a valid {0} string. It names no user; the server uses the token’s owner.',
            mechanism ?? '',
          )
        : vscode.l10n.t('This is a valid {0} string for {1}.', mechanism ?? '', user),
    );
  } else if (challenge !== undefined) {
    await offerDecoded(said, challenge.text);
  } else if (needsUser === true) {
    await offerUser(said, text, place);
  } else if (result.fixed === undefined) {
    await offerAnother(said);
  } else {
    await offerFixed(said, result.fixed, place);
  }
}

/** The editor truncates a notification without buttons to one line. */
async function offerDecoded(said: string, decoded: string): Promise<void> {
  const copyDecoded = vscode.l10n.t('Copy Decoded');
  if ((await showInformationMessage(said, copyDecoded)) === copyDecoded) {
    await vscode.env.clipboard.writeText(decoded);
  }
}

async function offerAnother(said: string): Promise<void> {
  const another = vscode.l10n.t('Check Another…');
  if ((await showWarningMessage(said, another)) !== another) return;
  const text = await askForString();
  if (text !== undefined) await explain(text, lintSaslString(text), undefined);
}

function askForString(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Check SASL String'),
    prompt: vscode.l10n.t(
      'Paste an XOAUTH2 or OAUTHBEARER string, a server’s challenge, or the line of a log (not stored)',
    ),
    password: true,
    ignoreFocusOut: true,
  });
}

/** Asks for the user to complete a token, or a string without a user. */
async function offerUser(said: string, text: string, place: Place | undefined): Promise<void> {
  const build = vscode.l10n.t('Build the String…');
  if ((await showWarningMessage(said, build)) !== build) return;
  const user = await vscode.window.showInputBox({
    title: vscode.l10n.t('Check SASL String'),
    prompt: vscode.l10n.t('The email address of the mailbox'),
    ignoreFocusOut: true,
    validateInput: (value) =>
      lintSaslString(text, { user: value.trim() }).fixed === undefined
        ? vscode.l10n.t('No string can be built from this.')
        : undefined,
  });
  const { fixed } = user === undefined ? {} : lintSaslString(text, { user: user.trim() });
  if (fixed === undefined) return;
  if (place === undefined) await copy(fixed);
  else await replace(place, fixed);
}

async function offerFixed(said: string, fixed: string, place: Place | undefined): Promise<void> {
  const copyAction = vscode.l10n.t('Copy Fixed String');
  const replaceAction = vscode.l10n.t('Replace Selection');
  const actions = place === undefined ? [copyAction] : [replaceAction, copyAction];
  const chosen = await showWarningMessage(said, ...actions);
  if (chosen === copyAction) await copy(fixed);
  else if (chosen === replaceAction && place !== undefined) await replace(place, fixed);
}

async function copy(fixed: string): Promise<void> {
  await vscode.env.clipboard.writeText(fixed);
  setStatusBarMessage('check', vscode.l10n.t('The string is on the clipboard.'));
}

async function replace({ editor, selection }: Place, fixed: string): Promise<void> {
  await editor.edit((edit) => edit.replace(selection, fixed));
}
