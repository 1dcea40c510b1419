import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { SignedInAccount } from '../../accounts/token-manager.js';
import { resolveCheckOptions } from '../../check-options.js';
import { defined } from '../../common/defined.js';
import type { LoginCheckOptions } from '../../mail/login-check/login-check.js';
import type { MailServer, Protocol } from '../../mail/wire/server.js';
import { isLoopbackHost } from '../../transport/host.js';
import type { ProxySettings } from '../../transport/proxy.js';
import { withSystemCa } from '../accounts/connect-options.js';
import { readSettings } from '../ui/settings.js';
import { UserError } from '../ui/user-error.js';
import { confirm } from '../ui/notifications.js';

/** The options of the login checks of an account. @throws {UserError} {TransportError} `bad-proxy`, `bad-ca` */
export async function checkOptions(account: SignedInAccount, protocol: Protocol): Promise<LoginCheckOptions> {
  const { caFiles, ...settings } = connectionSettings();
  const { accessToken, expiresAt, scopes, identity: owner } = account.tokens;
  return withSystem({
    protocol,
    server: requireServer(account, protocol),
    ...settings,
    user: account.email,
    accessToken,
    token: defined({ expiresAt, scopes, owner }),
    caFiles: [account.caFile, ...caFiles],
  });
}

/** Adds the operating system's CA certificates to the options, if the editor uses them. */
export async function withSystem(options: Parameters<typeof resolveCheckOptions>[0]): Promise<LoginCheckOptions> {
  const resolved = await resolveCheckOptions(options);
  return { ...resolved, ...defined({ ca: withSystemCa(resolved.ca) }) };
}

/** The options of every login check from the settings. */
export function connectionSettings() {
  const { mechanism, initialResponse, ehloName, timeoutMs, caFile, proxy } = readSettings();
  return {
    mechanism,
    timeoutMs,
    form: initialResponse,
    ehloName,
    caFiles: [caFile],
    proxy: { own: proxy, general: editorProxy() },
  };
}

/**
 * Asks for confirmation before a token is sent over a network without encryption.
 *
 * @returns true if the user confirms; false if no confirmation is needed
 * @throws `vscode.CancellationError` if the user declines
 */
export async function confirmPlaintext(account: Account, protocols: readonly Protocol[]): Promise<boolean> {
  const hosts = protocols
    .map((protocol) => account.mailServers[protocol])
    .filter((server) => server?.security === 'none' && !isLoopbackHost(server.host))
    .map((server) => server?.host ?? '');
  if (hosts.length === 0) return false;
  const send = vscode.l10n.t('Send Unencrypted');
  const chosen = await confirm(
    vscode.l10n.t(
      'Send the access token of {0} to {1} without encryption?',
      account.email,
      [...new Set(hosts)].join(', '),
    ),
    vscode.l10n.t('Anyone on the network can read it and use the mailbox with it until it expires.'),
    send,
  );
  if (chosen !== send) throw new vscode.CancellationError();
  return true;
}

/** The account's server. @throws {UserError} `no-server` */
export function requireServer(account: Account, protocol: Protocol): MailServer {
  const server = account.mailServers[protocol];
  if (server === undefined) {
    throw new UserError(
      'no-server',
      vscode.l10n.t('{0} has no {1} server. Add one with “Edit Account”.', account.email, protocol.toUpperCase()),
    );
  }
  return server;
}

/** The proxy of the editor's settings. */
export function editorProxy(): ProxySettings['general'] {
  const http = vscode.workspace.getConfiguration('http');
  const url = http.get<unknown>('proxy');
  const isOff = http.get<unknown>('proxySupport') === 'off';
  if (typeof url !== 'string' || url.trim() === '' || isOff) return undefined;
  const exceptions = http.get<unknown>('noProxy');
  return { url: url.trim(), exceptions: Array.isArray(exceptions) ? (exceptions as unknown[]) : [] };
}
