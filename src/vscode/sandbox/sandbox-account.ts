import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { NewAccount } from '../../accounts/account.js';
import { discover } from '../../oauth/discovery.js';
import { clientId } from './is-sandbox-account.js';
import type { RunningSandbox } from './sandbox-control.js';

/**
 * Asks which scenario, and makes its account. It signs in as every other account does.
 *
 * @returns `undefined` if the user picks none
 */
export async function askForSandboxAccount({ sandbox, caFile }: RunningSandbox): Promise<NewAccount | undefined> {
  const choices = sandbox.scenarios.map(({ name, title, teaches }) => ({
    label: `${name}@sandbox.test`,
    description: title,
    detail: firstSentence(teaches),
  }));
  const picked = await vscode.window.showQuickPick(choices, {
    placeHolder: vscode.l10n.t('Which account of the sandbox?'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  const { clientAuthMethods, ...server } = await discover(sandbox.issuer, {});
  const { imaps, smtps, pop3s } = sandbox.ports;
  const host = 'localhost';
  return {
    id: randomUUID(),
    provider: 'other',
    email: picked.label,
    server: clientAuthMethods === undefined ? server : { ...server, clientAuthMethods: [...clientAuthMethods] },
    client: { clientId },
    scopes: ['openid', 'email', 'offline_access', sandbox.scope],
    mailServers: {
      imap: { host, port: imaps, security: 'tls' },
      smtp: { host, port: smtps, security: 'tls' },
      pop3: { host, port: pop3s, security: 'tls' },
    },
    caFile,
  };
}

/** The rest would not fit; the page in the browser has it. */
function firstSentence(text: string): string {
  const [first] = new Intl.Segmenter(vscode.env.language, { granularity: 'sentence' }).segment(text);
  return first?.segment.trim() ?? text;
}
