import * as vscode from 'vscode';
import { type TranscriptEntry } from '../../mail/wire/transcript.js';
import { transcriptLanguage } from '../ui/ids.js';
import { formatEntry } from '../../report/text.js';

/** The output channel "Mail OAuth": the redacted transcripts of conversations with mail servers. */
export class Output implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Mail OAuth', transcriptLanguage);

  dispose(): void {
    this.#channel.dispose();
  }

  /** Reveals the channel without taking the focus. */
  show(): void {
    this.#channel.show(true);
  }

  /** Writes the heading of a conversation. */
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
