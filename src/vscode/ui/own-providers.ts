import * as vscode from 'vscode';
import { parseOwnProviders } from '../../providers/own-providers.js';
import type { ProviderProfile } from '../../providers/provider-profile.js';
import { settings } from './ids.js';
import { showWarningMessage } from './notifications.js';

/** The last problem that was shown, so that each is shown once. */
let told = '';

/** The providers of the setting. A problem of the setting is shown once. */
export function ownProfiles(): readonly ProviderProfile[] {
  const value = vscode.workspace.getConfiguration(settings.section).get<unknown>(settings.providers);
  const { profiles, problems } = parseOwnProviders(value);
  const [problem = ''] = problems;
  if (problem !== '' && problem !== told) void showProblem(problem);
  told = problem;
  return profiles;
}

async function showProblem(problem: string): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  if ((await showWarningMessage(problem, open)) === open) {
    await vscode.commands.executeCommand('workbench.action.openSettings', `${settings.section}.${settings.providers}`);
  }
}
