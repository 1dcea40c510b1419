import * as vscode from 'vscode';
import { mailPortNames, type MailPortName } from '../../sandbox/ports.js';
import { views } from '../ui/ids.js';
import type { SandboxControl } from './sandbox-control.js';

/** A value of the running sandbox; it is passed to the copy command as its argument. */
export interface SandboxNode {
  readonly label: string;
  readonly value: string;
  readonly icon: string;
}

/** The addresses and ports of the running sandbox in the sidebar. */
export class SandboxTree implements vscode.TreeDataProvider<SandboxNode>, vscode.Disposable {
  readonly #control: SandboxControl;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(control: SandboxControl) {
    this.#control = control;
    this.onDidChangeTreeData = control.onDidChange;
    this.#subscriptions = [vscode.window.createTreeView(views.sandbox, { treeDataProvider: this })];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  getChildren(node?: SandboxNode): SandboxNode[] {
    const running = this.#control.current;
    if (node !== undefined || running === undefined) return [];
    const { sandbox, caFile } = running;
    return [
      { label: vscode.l10n.t('Authorization server'), value: sandbox.issuer, icon: 'shield' },
      ...mailPortNames.map((name) => ({
        label: portLabel(name),
        value: `localhost:${sandbox.ports[name]}`,
        icon: 'mail',
      })),
      { label: vscode.l10n.t('Client ID'), value: sandbox.clientId, icon: 'key' },
      { label: vscode.l10n.t('CA file'), value: caFile, icon: 'file' },
    ];
  }

  getTreeItem({ label, value, icon }: SandboxNode): vscode.TreeItem {
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
    item.description = value;
    item.tooltip = value;
    item.accessibilityInformation = { label: `${label}, ${value}` };
    item.iconPath = new vscode.ThemeIcon(icon);
    item.contextValue = 'sandboxFact';
    return item;
  }
}

function portLabel(name: MailPortName): string {
  return name.endsWith('s')
    ? vscode.l10n.t('{0}, implicit TLS', name.slice(0, -1).toUpperCase())
    : vscode.l10n.t('{0}, STARTTLS', name.toUpperCase());
}

/** The value in a command's argument, if it is a node. */
export function sandboxValueOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('value' in argument)) return undefined;
  return typeof argument.value === 'string' ? argument.value : undefined;
}
