import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.js';
import { validateAccessToken } from '../ui/input-validation.js';
import type { SignedInAccount, TokenManager } from '../../accounts/token-manager.js';
import type { Credential } from '../../sasl/credential.js';
import { encodeXoauth2 } from '../../sasl/xoauth2.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { copyAs } from './copy-as.js';
import type { ShownTexts } from './shown-texts.js';
import { contextKeys } from '../ui/ids.js';
import { accountChoice, accountIdOf } from '../accounts/pick-account.js';
import { emailQuestion } from '../accounts/account-questions.js';
import { runWizard } from '../ui/wizard.js';
import { setStatusBarMessage, showErrorMessage } from '../ui/notifications.js';

type Destination = 'clipboard' | 'cursor' | 'editor';

/** Builds XOAUTH2 strings and delivers them to a destination that the user picks. */
export class StringGenerator {
  readonly #store: AccountStore;
  readonly #tokens: TokenManager;
  readonly #shown: ShownTexts;

  constructor(store: AccountStore, tokens: TokenManager, shown: ShownTexts) {
    this.#store = store;
    this.#tokens = tokens;
    this.#shown = shown;
  }

  /** Asks for account and destination. @param argument an account's ID or tree item, if given */
  async generate(argument: unknown): Promise<void> {
    const source = accountIdOf(argument) ?? (await this.#pickSource());
    if (source === undefined) return;
    const credential = source === typed ? await askForCredential() : await this.#credentialOf(source);
    if (credential === undefined) return;
    const text = encodeXoauth2(credential);
    const destination = await pickDestination();
    if (destination !== undefined) await this.#deliver(text, destination, credential.user);
  }

  /** Copies an account's string without further questions. */
  async copy(accountId: string): Promise<void> {
    const credential = await this.#credentialOf(accountId);
    await this.#deliver(encodeXoauth2(credential), 'clipboard', credential.user);
  }

  /** Copies an account's access token. */
  async copyToken(accountId: string): Promise<void> {
    const { user, accessToken } = await this.#credentialOf(accountId);
    await vscode.env.clipboard.writeText(accessToken);
    setStatusBarMessage('check', vscode.l10n.t('Access token of {0} copied', user));
  }

  /** Copies an account's token in a form that the user picks. */
  async copyAs(accountId: string): Promise<void> {
    await copyAs(await this.#freshAccount(accountId));
  }

  async #pickSource(): Promise<string | typeof typed | undefined> {
    const accounts = await this.#store.list();
    const [only] = accounts;
    if (only !== undefined && accounts.length === 1 && only.tokens !== undefined) return only.id;
    const choices: (vscode.QuickPickItem & { value?: string | typeof typed })[] = [
      ...accounts.map((account) => ({ ...accountChoice(account), value: account.id })),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      {
        label: vscode.l10n.t('$(edit) Type an address and an access token…'),
        description: vscode.l10n.t('for an account that is not stored here'),
        value: typed,
      },
    ];
    const placeHolder = vscode.l10n.t('Select an account for the XOAUTH2 string');
    return (await vscode.window.showQuickPick(choices, { placeHolder, matchOnDescription: true }))?.value;
  }

  async #credentialOf(accountId: string): Promise<Credential> {
    const { email, tokens } = await this.#freshAccount(accountId);
    return { user: email, accessToken: tokens.accessToken };
  }

  #freshAccount(accountId: string): Promise<SignedInAccount> {
    return withCancellableProgress(vscode.l10n.t('Getting an access token'), (signal) =>
      this.#tokens.fresh(accountId, { signal }),
    );
  }

  async #deliver(text: string, destination: Destination, user: string): Promise<void> {
    // Only now: completing a walkthrough step takes the focus, which would close an open quick pick.
    await vscode.commands.executeCommand('setContext', contextKeys.generatedString, true);
    switch (destination) {
      case 'clipboard':
        await vscode.env.clipboard.writeText(text);
        setStatusBarMessage(
          'check',
          vscode.l10n.t('XOAUTH2 string for {0} copied ({1} characters)', user, text.length),
        );
        return;
      case 'cursor':
        await insertAtCursors(text);
        return;
      case 'editor':
        await this.#shown.show(vscode.l10n.t('XOAUTH2 string of {0}', user), text);
    }
  }
}

/** The choice to type the credential instead of using an account. */
const typed: unique symbol = Symbol('typed');

async function askForCredential(): Promise<Credential | undefined> {
  return runWizard<Credential>(
    vscode.l10n.t('Generate XOAUTH2 String'),
    [
      {
        ask: async (ui, answers) => ({
          ...answers,
          user: await ui.text(emailQuestion(answers.user)),
        }),
      },
      {
        ask: async (ui, answers) => ({
          ...answers,
          accessToken: await ui.text({
            prompt: vscode.l10n.t('Access token (not stored)'),
            password: true,
            validate: validateAccessToken,
          }),
        }),
      },
    ],
    { user: '', accessToken: '' },
  );
}

async function pickDestination(): Promise<Destination | undefined> {
  const choices: (vscode.QuickPickItem & { value: Destination })[] = [
    { label: vscode.l10n.t('$(clippy) Copy to Clipboard'), value: 'clipboard' },
    ...(vscode.window.activeTextEditor === undefined
      ? []
      : [
          {
            label: vscode.l10n.t('$(insert) Insert at Cursor'),
            description: vscode.l10n.t('at every cursor; a selection is replaced'),
            value: 'cursor' as const,
          },
        ]),
    { label: vscode.l10n.t('$(new-file) Show in a New Editor'), value: 'editor' },
  ];
  const placeHolder = vscode.l10n.t('Where do you want the XOAUTH2 string?');
  // The focus may have moved during the refresh.
  return (await vscode.window.showQuickPick(choices, { placeHolder, ignoreFocusOut: true }))?.value;
}

async function insertAtCursors(text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const inserted = await editor?.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, text);
  });
  if (inserted !== true) {
    const copy = vscode.l10n.t('Copy to Clipboard');
    const chosen = await showErrorMessage(
      vscode.l10n.t('The string could not be inserted: the editor is read-only or was closed.'),
      copy,
    );
    if (chosen === copy) await vscode.env.clipboard.writeText(text);
  }
}
