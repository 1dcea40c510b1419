import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { SignedInAccount } from '../../accounts/token-manager.js';
import type { LoginCheckOptions } from '../../mail/login-check/login-check.js';
import { isExcluded, parseProxy, proxyOfEnvironment, type Proxy } from '../../transport/proxy.js';
import { type MailServer, type Protocol } from '../../mail/wire/server.js';
import { profileForHost } from '../../providers/catalogue.js';
import { readSettings } from '../ui/settings.js';
import { UserError } from '../ui/user-error.js';
import { isLoopbackHost } from '../../transport/host.js';

/** What the tests of an account have in common, whoever listens. @throws {UserError} {MailError} `bad-proxy` */
export async function checkOptions(account: SignedInAccount, protocol: Protocol): Promise<LoginCheckOptions> {
  const settings = readSettings();
  const server = serverOf(account, protocol);
  const ca = await readCaFiles([account.caFile, settings.caFile]);
  const proxy = chooseProxy(server, settings.proxy);
  const serverProfile = profileForHost(server.host);
  const { accessToken, expiresAt, scopes, identity } = account.tokens;
  return {
    protocol,
    server,
    mechanism: settings.mechanism,
    user: account.email,
    accessToken,
    token: {
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(scopes === undefined ? {} : { scopes }),
      ...(identity === undefined ? {} : { owner: identity }),
    },
    timeoutMs: settings.timeoutMs,
    ...(settings.initialResponse === undefined ? {} : { form: settings.initialResponse }),
    ...(serverProfile === undefined ? {} : { serverProfile }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(ca === undefined ? {} : { ca }),
  };
}

/**
 * Asks before a token goes over a network in the clear.
 *
 * @returns whether the user insists; false where there is nothing to ask
 * @throws `vscode.CancellationError` if the user does not
 */
export async function confirmPlaintext(account: Account, protocols: readonly Protocol[]): Promise<boolean> {
  const hosts = protocols
    .map((protocol) => account.mailServers[protocol])
    .filter((server) => server?.security === 'none' && !isLoopbackHost(server.host))
    .map((server) => server?.host ?? '');
  if (hosts.length === 0) return false;
  const send = vscode.l10n.t('Send in the Clear');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Send the access token of {0} to {1} without encryption?',
      account.email,
      [...new Set(hosts)].join(', '),
    ),
    {
      modal: true,
      detail: vscode.l10n.t('Everyone on the way can read it and use the mailbox with it until it expires.'),
    },
    send,
  );
  if (chosen !== send) throw new vscode.CancellationError();
  return true;
}

function serverOf(account: Account, protocol: Protocol): MailServer {
  const server = account.mailServers[protocol];
  if (server === undefined) {
    throw new UserError(
      'no-server',
      vscode.l10n.t('{0} has no {1} server yet: name one with “Edit Account”.', account.email, protocol.toUpperCase()),
    );
  }
  return server;
}

function chooseProxy({ host, port }: MailServer, setting: string | undefined): Proxy | undefined {
  if (setting === 'none' || isLoopbackHost(host)) return undefined;
  if (setting !== undefined) return parseProxy(setting);
  const http = vscode.workspace.getConfiguration('http');
  const url = http.get<unknown>('proxy');
  if (typeof url !== 'string' || url.trim() === '') return proxyOfEnvironment(host, port);
  const exceptions = http.get<unknown>('noProxy');
  return Array.isArray(exceptions) && isExcluded(host, exceptions) ? undefined : parseProxy(url.trim());
}

async function readCaFiles(files: readonly (string | undefined)[]): Promise<string | undefined> {
  const texts = await Promise.all(files.filter((file) => file !== undefined).map(readCaFile));
  return texts.length === 0 ? undefined : texts.join('\n');
}

async function readCaFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UserError(
      'bad-ca',
      vscode.l10n.t(
        'The CA file {0} cannot be read or holds no PEM certificate: choose another in the account or in the settings.',
        file,
      ),
    );
  }
  return text;
}
