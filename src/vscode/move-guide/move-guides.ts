import * as vscode from 'vscode';
import { isApplication, type Account } from '../../accounts/account.js';
import type { AccountStore } from '../../accounts/account-store.js';
import { defined } from '../../common/defined.js';
import { isSameAddress } from '../../common/email-address.js';
import { handOver, type TestedServer } from '../../move-guide/hand-over.js';
import { moveGuide } from '../../move-guide/move-guide.js';
import type { MoveGuideInput } from '../../move-guide/move-step.js';
import { tenantOf } from '../../providers/microsoft-clouds.js';
import { describeServer } from '../../report/action-title.js';
import type { LastOutcomes } from '../login-checks/last-outcomes.js';

const scheme = 'mail-oauth-move';

/** A document: the input of its guide, and its kind. */
interface GuideDocument {
  readonly input: MoveGuideInput;
  readonly isHandOver: boolean;
}

/** The guides and their hand-overs as read-only Markdown documents. They are updated with the results of tests. */
export class MoveGuides implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #store: AccountStore;
  readonly #results: LastOutcomes;
  readonly #documents = new Map<string, GuideDocument>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;
  #count = 0;

  constructor(store: AccountStore, results: LastOutcomes) {
    this.#store = store;
    this.#results = results;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const document = this.#documents.get(uri.toString());
    if (document === undefined) return '';
    const { input, isHandOver } = document;
    return isHandOver ? handOver(input, await this.#tested(input)) : moveGuide(input);
  }

  /** Opens a guide. */
  async show(input: MoveGuideInput): Promise<void> {
    await this.#open('guide', vscode.l10n.t('Move {0} to OAuth', input.app.name), { input, isHandOver: false });
  }

  /** Opens the hand-over of a guide. @param argument the guide's URI; by default the document in the active editor */
  async showHandOver(argument: unknown): Promise<void> {
    const input = this.inputOf(argument);
    if (input === undefined) return;
    await this.#open('hand-over', vscode.l10n.t('Hand-over: {0}', input.app.name), { input, isHandOver: true });
  }

  /** The input of a guide. @param argument its URI; by default the document in the active editor */
  inputOf(argument: unknown): MoveGuideInput | undefined {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    return this.#documents.get(uri?.toString() ?? '')?.input;
  }

  /** Updates all documents with the same input after a test. */
  didTest(input: MoveGuideInput, { client, server }: Account): void {
    const tenant = tenantOf(server.tokenEndpoint);
    for (const [uri, document] of this.#documents) {
      if (document.input !== input) continue;
      const known = { ...input, clientId: client.clientId, ...defined({ tenant }) };
      this.#documents.set(uri, { ...document, input: known });
      this.#changed.fire(vscode.Uri.parse(uri, true));
    }
  }

  async #open(kind: 'guide' | 'hand-over', title: string, document: GuideDocument): Promise<void> {
    const name = title.replaceAll('/', '∕');
    const path = `/${kind}/${document.input.kind}/${++this.#count}/${name}.md`;
    const uri = vscode.Uri.from({ scheme, path });
    this.#documents.set(uri.toString(), document);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  async #tested(input: MoveGuideInput): Promise<TestedServer[]> {
    const account = accountFor(input, await this.#store.list());
    if (account === undefined) return [];
    const results = this.#results.get(account.id);
    return input.app.uses.flatMap((protocol) => {
      const [result, server] = [results[protocol], account.mailServers[protocol]];
      return result === undefined || server === undefined
        ? []
        : [{ protocol, server: describeServer(server), ...result }];
    });
  }
}

/** The account that matches a guide: same kind of sign-in, mailbox and client. */
export function accountFor(
  { provider, kind, mailbox, clientId }: MoveGuideInput,
  accounts: readonly Account[],
): Account | undefined {
  return accounts.find(
    (account) =>
      account.provider === provider &&
      isApplication(account) === (kind === 'application') &&
      isSameAddress(account.email, mailbox) &&
      (clientId === undefined || account.client.clientId === clientId),
  );
}
