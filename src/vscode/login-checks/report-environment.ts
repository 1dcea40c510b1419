import os from 'node:os';
import * as vscode from 'vscode';
import type { Environment } from '../../report/markdown.js';
import { readSettings } from '../ui/settings.js';

/** The versions and settings for a report. @param version of the extension */
export function reportEnvironment(version: string): Environment {
  const { mechanism, initialResponse, timeoutMs, proxy, caFile } = readSettings();
  return [
    ['Mail OAuth', version],
    [
      vscode.env.appName,
      `${vscode.version}${vscode.env.remoteName === undefined ? '' : ` (${vscode.env.remoteName})`}`,
    ],
    ['Node.js', process.version],
    ['OpenSSL', process.versions.openssl],
    [vscode.l10n.t('Operating system'), `${os.type()} ${os.release()} ${os.arch()}`],
    ['mailOAuth.mechanism', mechanism],
    ['mailOAuth.initialResponse', initialResponse ?? 'auto'],
    ['mailOAuth.timeout', `${timeoutMs / 1000} s`],
    [
      'mailOAuth.proxy',
      proxy === undefined ? vscode.l10n.t('automatic') : proxy === 'none' ? 'none' : vscode.l10n.t('set'),
    ],
    ['mailOAuth.tls.caFile', caFile === undefined ? vscode.l10n.t('none') : vscode.l10n.t('set')],
  ];
}
