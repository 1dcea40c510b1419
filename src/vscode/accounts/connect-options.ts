import * as vscode from 'vscode';
import type { NewAccount } from '../../accounts/account.js';
import { defined } from '../../common/defined.js';
import type { ConnectOptions } from '../../oauth/types.js';
import { readCaFiles } from '../../transport/ca-file.js';
import { chooseProxy } from '../../transport/proxy.js';
import { systemCa } from '../../transport/tls.js';
import { readSettings } from '../ui/settings.js';

/**
 * The options for connecting to authorization servers from the settings: additional CA certificates, proxy and time
 * limit.
 *
 * @param account the account of the server; its own CA file is included
 * @throws {TransportError} `bad-ca`
 */
export async function connectOptions(account?: NewAccount): Promise<ConnectOptions> {
  const { caFile, proxy: own, timeoutMs } = readSettings();
  // The sandbox's authorization server does not use TLS, and its CA file is deleted when it stops.
  const isPlain = account?.server.tokenEndpoint.startsWith('http:') === true;
  return defined({
    ca: isPlain ? undefined : withSystemCa(await readCaFiles([account?.caFile, caFile])),
    // Without a proxy setting of this extension, VS Code applies its own: http.proxy, the system's proxy, or a PAC
    // file.
    proxyFor: own === undefined ? undefined : (host: string, port: number) => chooseProxy(host, port, { own }),
    timeoutMs,
  });
}

/** Adds the CA certificates of the operating system, unless `http.systemCertificates` is off. */
export function withSystemCa(ca: string | undefined): string | undefined {
  const isUsed = vscode.workspace.getConfiguration('http').get<unknown>('systemCertificates') !== false;
  const all = [ca, isUsed ? systemCa() : undefined].filter((text) => text !== undefined);
  return all.length === 0 ? undefined : all.join('\n');
}
