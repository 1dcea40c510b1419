import * as vscode from 'vscode';
import { type TranscriptEntry } from '../../mail/wire/transcript.js';
import { transcriptLanguage } from '../ui/ids.js';
import { formatEntry } from '../../report/text.js';

/** The output channel "Mail OAuth": the conversations with mail servers, redacted before they arrive here. */
export class Output implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Mail OAuth', transcriptLanguage);

  dispose(): void {
    this.#channel.dispose();
  }

  /** Brings the channel into view and leaves the focus where it is. */
  show(): void {
    this.#channel.show(true);
  }

  /** Begins a conversation. */
  heading(text: string): void {
    this.#channel.appendLine(`── ${text} ──`);
  }

  entry(entry: TranscriptEntry): void {
    this.#channel.appendLine(formatEntry(entry));
  }

  line(text = ''): void {
    this.#channel.appendLine(text);
  }
}
