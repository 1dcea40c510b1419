import type { NewAccount } from '../../accounts/account.js';
import { readCaFiles } from '../../transport/ca-file.js';
import { readSettings } from '../ui/settings.js';

/**
 * The certificates of authorities (PEM) that an account's authorization server is trusted by, besides the
 * usual ones: those of the account and of the settings.
 *
 * @throws {TransportError} `bad-ca`
 */
export async function authorizationServerCa({ server, caFile }: NewAccount): Promise<string | undefined> {
  // The sandbox's authorization server has no TLS, and its CA file goes away with it.
  if (!server.tokenEndpoint.startsWith('https:')) return undefined;
  return readCaFiles([caFile, readSettings().caFile]);
}
