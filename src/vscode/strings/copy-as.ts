import * as vscode from 'vscode';
import type { SignedInAccount } from '../../accounts/token-manager.js';
import { protocols } from '../../mail/wire/server.js';
import { reproductions } from '../../report/reproduce.js';
import { encodeOauthbearer } from '../../sasl/oauthbearer.js';
import { encodeXoauth2 } from '../../sasl/xoauth2.js';
import { setStatusBarMessage } from '../ui/notifications.js';
import { readSettings } from '../ui/settings.js';

interface Form extends vscode.QuickPickItem {
  readonly text: string;
}

/** Asks for a form of the account's token, and copies it. */
export async function copyAs(account: SignedInAccount): Promise<void> {
  const picked = await vscode.window.showQuickPick(formsOf(account), {
    placeHolder: vscode.l10n.t('Copy as'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return;
  await vscode.env.clipboard.writeText(picked.text);
  setStatusBarMessage('check', vscode.l10n.t('Copied: {0}', picked.label));
}

function formsOf({ email: user, mailServers, tokens: { accessToken } }: SignedInAccount): Form[] {
  const { mechanism } = readSettings();
  const servers = protocols.flatMap((protocol) => {
    const server = mailServers[protocol];
    return server === undefined ? [] : [{ protocol, server }];
  });
  const withCredential = vscode.l10n.t('contains the token');
  const withoutCredential = vscode.l10n.t('with $TOKEN in place of the token');
  return [
    { label: vscode.l10n.t('Access token'), description: withCredential, text: accessToken },
    {
      label: vscode.l10n.t('XOAUTH2 string'),
      description: withCredential,
      text: encodeXoauth2({ user, accessToken }),
    },
    ...servers.map(({ protocol, server: { host, port } }) => ({
      label: vscode.l10n.t('OAUTHBEARER string for {0}', protocol.toUpperCase()),
      description: withCredential,
      text: encodeOauthbearer({ user, accessToken, host, port }),
    })),
    ...servers.flatMap(({ protocol, server }) =>
      reproductions({ protocol, server, user, mechanism }).map(({ name, text }) => ({
        label: vscode.l10n.t('{0} test with {1}', protocol.toUpperCase(), name),
        description: withoutCredential,
        text,
      })),
    ),
  ];
}
