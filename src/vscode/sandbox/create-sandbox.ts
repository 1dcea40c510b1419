import path from 'node:path';
import type * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.js';
import { SandboxControl } from './sandbox-control.js';
import { SandboxTree } from './sandbox-tree.js';

/** The sandbox in the editor. */
export interface SandboxFeature {
  readonly control: SandboxControl;
  readonly disposables: readonly vscode.Disposable[];
}

/** Creates the control and the view of this window's sandbox, without starting it. */
export function createSandbox(context: vscode.ExtensionContext, store: AccountStore): SandboxFeature {
  const control = new SandboxControl(path.join(context.globalStorageUri.fsPath, 'sandbox'), store);
  return { control, disposables: [control, new SandboxTree(control)] };
}
