import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { storableServer, type NewAccount } from '../../accounts/account.js';
import { discover } from '../../oauth/discovery.js';
import { withoutIcons } from '../ui/notifications.js';
import { clientId } from './is-sandbox-account.js';
import type { RunningSandbox } from './running-sandbox.js';

/**
 * Asks for a scenario and creates its account, which signs in like any other.
 *
 * @returns `undefined` if the user cancels
 */
export async function askForSandboxAccount(running: RunningSandbox): Promise<NewAccount | undefined> {
  const choices = running.sandbox.scenarios.map(({ name, title, lesson }) => ({
    label: `${name}@sandbox.test`,
    description: withoutIcons(title),
    detail: withoutIcons(firstSentence(lesson)),
  }));
  const picked = await vscode.window.showQuickPick(choices, {
    placeHolder: vscode.l10n.t('Select a sandbox account'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked === undefined ? undefined : makeAccount(picked.label, running);
}

async function makeAccount(email: string, { sandbox, caFile }: RunningSandbox): Promise<NewAccount> {
  const { imaps, smtps, pop3s } = sandbox.ports;
  const host = 'localhost';
  return {
    id: randomUUID(),
    provider: 'other',
    email,
    server: storableServer(await discover(sandbox.issuer)),
    grant: 'authorization-code',
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

/** A quick pick shows one line; the sign-in page shows the whole text. */
function firstSentence(text: string): string {
  const [first] = new Intl.Segmenter(vscode.env.language, { granularity: 'sentence' }).segment(text);
  return first?.segment.trim() ?? text;
}
