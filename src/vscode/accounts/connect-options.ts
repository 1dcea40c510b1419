import * as vscode from 'vscode';
import type { NewAccount } from '../../accounts/account.js';
import { defined } from '../../common/defined.js';
import type { ConnectOptions } from '../../oauth/types.js';
import { readCaFiles } from '../../transport/ca-file.js';
import { chooseProxy } from '../../transport/proxy.js';
import { systemCa } from '../../transport/tls.js';
import { readSettings } from '../ui/settings.js';

/**
 * How authorization servers are reached, as the settings say: the authorities that they are trusted by besides the
 * usual ones, the proxy, and the time limit.
 *
 * @param account the account whose server it is; its own CA file counts too
 * @throws {TransportError} `bad-ca`
 */
export async function connectOptions(account?: NewAccount): Promise<ConnectOptions> {
  const { caFile, proxy: own, timeoutMs } = readSettings();
  // The sandbox's authorization server has no TLS, and its CA file goes away with it.
  const isPlain = account?.server.tokenEndpoint.startsWith('http:') === true;
  return defined({
    ca: isPlain ? undefined : withSystemCa(await readCaFiles([account?.caFile, caFile])),
    // Where this program has no proxy of its own, VS Code uses its own: http.proxy, the system's, a PAC file.
    proxyFor: own === undefined ? undefined : (host: string, port: number) => chooseProxy(host, port, { own }),
    timeoutMs,
  });
}

/** The authorities of the user, and with `http.systemCertificates` those that the operating system trusts. */
export function withSystemCa(ca: string | undefined): string | undefined {
  const isUsed = vscode.workspace.getConfiguration('http').get<unknown>('systemCertificates') !== false;
  const all = [ca, isUsed ? systemCa() : undefined].filter((text) => text !== undefined);
  return all.length === 0 ? undefined : all.join('\n');
}
