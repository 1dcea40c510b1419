import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type * as vscode from 'vscode';
import { defined } from '../../common/defined.js';
import type { Protocol } from '../../mail/wire/server.js';
import type { TranscriptEntry } from '../../mail/wire/transcript.js';
import type { ResultPageInput } from '../../report/html.js';
import type { ExtensionMessage, PageMessage } from '../../webview/messages.js';

/** How long lines of a running test are gathered before the page gets them, in ms. */
const lineInterval = 100;

/** What the page of one account needs. */
export interface ResultPageOptions {
  readonly accountId: string;
  readonly scriptFile: string;
  /** Everything that the page shows, as it is now; `undefined` where the account is no more. */
  readonly input: (now: Pick<ResultPageInput, 'running' | 'latest'>) => Promise<ResultPageInput | undefined>;
  readonly onMessage: (message: PageMessage) => void;
  readonly onDispose: () => void;
}

/** The page of one account in a webview editor. What it shows is made by src/report/html.ts. */
export class ResultPage {
  readonly #panel: vscode.WebviewPanel;
  readonly #options: ResultPageOptions;
  #running: { readonly protocol: Protocol; readonly title: string; readonly transcript: TranscriptEntry[] } | undefined;
  /** The servers of the last test, or of the one that runs. */
  #latest: readonly Protocol[] | undefined;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Whether the script in the page hears messages: a hidden page does not exist. */
  #ready = false;
  /** The body that the page has got last. */
  #shown = '';

  constructor(panel: vscode.WebviewPanel, options: ResultPageOptions) {
    this.#panel = panel;
    this.#options = options;
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.onDidDispose(() => {
      clearTimeout(this.#timer);
      options.onDispose();
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#ready = false;
    });
    panel.webview.onDidReceiveMessage((message: PageMessage) => void this.#receive(message));
  }

  get visible(): boolean {
    return this.#panel.visible;
  }

  reveal(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** Writes the whole page. */
  async open(): Promise<void> {
    const { accountId, scriptFile } = this.#options;
    const { pageBody, pageTitle, resultPage } = await import('../../report/html.js');
    const input = await this.#options.input(this.#now());
    if (input === undefined) {
      this.dispose();
      return;
    }
    const text = await readFile(scriptFile, 'utf8');
    this.#panel.title = pageTitle(input.user);
    this.#shown = pageBody(input, 'buttons');
    this.#panel.webview.html = resultPage(input, { text, accountId, nonce: randomBytes(18).toString('base64url') });
  }

  /** Shows what is true now. @param showWorst whether to go to the worst result, as after a test */
  async update(showWorst = false): Promise<void> {
    if (!this.#ready) return;
    const { pageBody, pageTitle } = await import('../../report/html.js');
    const input = await this.#options.input(this.#now());
    if (input === undefined) {
      this.dispose();
      return;
    }
    const body = pageBody(input, 'buttons');
    if (body === this.#shown && !showWorst) return;
    this.#shown = body;
    this.#panel.title = pageTitle(input.user);
    this.#lines = [];
    this.#post({ type: 'render', body, showWorst });
  }

  /** Follows a test from its beginning. */
  async start(protocol: Protocol, title: string): Promise<void> {
    const before = this.#running === undefined ? [] : (this.#latest ?? []);
    this.#latest = [...new Set([...before, protocol])];
    this.#running = { protocol, title, transcript: [] };
    await this.update(true);
  }

  /** A line of the running test. */
  entry(entry: TranscriptEntry): void {
    this.#running?.transcript.push(entry);
    void this.#addLine(entry);
  }

  /** The running test has ended, and its result is remembered. */
  async end(): Promise<void> {
    if (this.#running === undefined) return;
    this.#running = undefined;
    await this.update(true);
  }

  #now(): Pick<ResultPageInput, 'running' | 'latest'> {
    return defined({ running: this.#running, latest: this.#latest });
  }

  async #addLine(entry: TranscriptEntry): Promise<void> {
    const { liveLine } = await import('../../report/html.js');
    this.#lines.push(liveLine(entry));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const lines = this.#lines.splice(0);
      if (this.#ready && this.#running !== undefined && lines.length > 0) this.#post({ type: 'lines', lines });
    }, lineInterval);
  }

  async #receive(message: PageMessage): Promise<void> {
    if (message.type !== 'ready') {
      this.#options.onMessage(message);
      return;
    }
    this.#ready = true;
    await this.update();
  }

  #post(message: ExtensionMessage): void {
    void this.#panel.webview.postMessage(message);
  }
}
