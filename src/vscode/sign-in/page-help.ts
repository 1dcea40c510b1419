import * as vscode from 'vscode';
import type { NewAccount } from '../../accounts/account.js';
import { describeError } from '../../diagnosis/describe-error.js';
import { ruleFor } from '../../diagnosis/error-rules.js';
import { OAuthError } from '../../oauth/errors.js';
import { providerById } from '../../providers/catalogue.js';
import { pageProblems } from '../../sign-in/page-problems.js';
import { readPastedRedirect } from '../../sign-in/pasted-redirect.js';
import { commands } from '../ui/ids.js';
import { confirm, setStatusBarMessage } from '../ui/notifications.js';

/** The authorization request of a pending sign-in. */
export interface SentRequest {
  readonly account: NewAccount;
  readonly url: string;
}

/**
 * Explains an error on the provider's sign-in page: it is not sent to the redirect URI, so the user is asked for it.
 * The sign-in remains pending.
 */
export async function explainPage(sent: SentRequest): Promise<void> {
  const explanation = await askForProblem(sent);
  if (explanation === undefined) return;
  const redirectUri = new URL(sent.url).searchParams.get('redirect_uri') ?? '';
  const copy = vscode.l10n.t('Copy Redirect URI');
  const edit = vscode.l10n.t('Edit Account');
  const paste = vscode.l10n.t('Paste the Address');
  const detail = vscode.l10n.t(
    'The request contained the client ID {0} and the redirect URI {1}. After fixing the problem, reload the page: the sign-in is still pending.',
    sent.account.client.clientId,
    redirectUri,
  );
  const chosen = await confirm(explanation, detail, copy, edit, paste);
  if (chosen === copy) {
    await vscode.env.clipboard.writeText(redirectUri);
    setStatusBarMessage('check', vscode.l10n.t('Copied {0}', redirectUri));
  }
  if (chosen === edit) await vscode.commands.executeCommand(commands.editAccount, sent.account.id);
  if (chosen === paste) await vscode.commands.executeCommand(commands.finishSignIn);
}

async function askForProblem({ account }: SentRequest): Promise<string | undefined> {
  const known = pageProblems(providerById(account.provider)).map(({ label, code, answer }) => ({
    label,
    description: code,
    explain: () => Promise.resolve(ruleFor(answer)?.explain(answer)),
  }));
  const other = {
    label: vscode.l10n.t('Something else…'),
    description: vscode.l10n.t('paste the text of the page'),
    explain: askForWords,
  };
  const chosen = await vscode.window.showQuickPick([...known, other], {
    title: vscode.l10n.t('The Sign-In Page Shows an Error'),
    placeHolder: vscode.l10n.t('What does the page say?'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.explain();
}

async function askForWords(): Promise<string | undefined> {
  const words = await vscode.window.showInputBox({
    title: vscode.l10n.t('The Sign-In Page Shows an Error'),
    prompt: vscode.l10n.t('Paste the text of the page, including its error code'),
    placeHolder: 'Error 400: redirect_uri_mismatch',
    ignoreFocusOut: true,
  });
  return words === undefined || words.trim() === '' ? undefined : explainWords(words);
}

function explainWords(words: string): string {
  try {
    readPastedRedirect(words, '');
  } catch (error) {
    if (error instanceof OAuthError) return describeError(error);
    throw error;
  }
  return vscode.l10n.t(
    'This text contains no known error code. Search the web for it together with the name of the provider.',
  );
}

/**
 * Reports that the browser was not opened, and offers to copy the URL.
 *
 * @returns a disposable for the end of the sign-in; `undefined` if the user cancels
 */
export async function offerAddress(url: string, email: string): Promise<{ dispose(): void } | undefined> {
  const copy = vscode.l10n.t('Copy Address');
  const chosen = await confirm(
    vscode.l10n.t('The browser was not opened.'),
    vscode.l10n.t('Copy the address and open it in a browser on this machine to sign in to {0}.', email),
    copy,
  );
  if (chosen !== copy) return undefined;
  await vscode.env.clipboard.writeText(url);
  setStatusBarMessage('check', vscode.l10n.t('Copied the address'));
  return { dispose: () => undefined };
}
