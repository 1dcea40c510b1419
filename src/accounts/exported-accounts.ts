import * as v from 'valibot';
import { parseJsonObject } from '../common/json-object.js';
import { parseEndpoint } from '../oauth/http.js';
import { accountSchema, type Account, type NewAccount } from './account.js';

/** The version of the file that this program writes. */
const fileVersion = 1;

/** How a client authenticates; what it authenticates with is not in the file. */
const authentication = v.picklist(['none', 'secret', 'key']);

const { provider, label, email, server, grant, serviceAccount, scopes } = accountSchema.entries;
const { authorizationParameters, redirectUri, mailServers } = accountSchema.entries;

/** Fields are named one by one, so that one that is added to accounts later is not in the file by accident. */
const exported = v.object({
  provider,
  label,
  email,
  server,
  grant,
  client: v.object({ clientId: v.string(), authentication }),
  serviceAccount,
  scopes,
  authorizationParameters,
  redirectUri,
  mailServers,
});

const file = v.object({
  mailOAuthAccounts: v.literal(fileVersion),
  accounts: v.pipe(v.array(exported), v.maxLength(1000)),
});

/** An account without its secrets, its tokens and what belongs to one machine. */
export type ExportedAccount = Readonly<v.InferOutput<typeof exported>>;

/** Accounts as a file that can be passed on: without tokens, client secrets, keys and registration tokens. */
export function exportAccounts(accounts: readonly Account[]): string {
  return `${JSON.stringify({ mailOAuthAccounts: fileVersion, accounts: accounts.map(toExported) }, undefined, 2)}\n`;
}

function toExported(account: Account): ExportedAccount {
  const { clientId, clientSecret, key } = account.client;
  const by = key !== undefined ? 'key' : clientSecret !== undefined ? 'secret' : 'none';
  return v.parse(exported, { ...account, client: { clientId, authentication: by } });
}

/**
 * Reads such a file. It is untrusted: endpoints are https, or http on this machine.
 *
 * @returns `undefined` if it is something else
 */
export function readExportedAccounts(text: string): readonly ExportedAccount[] | undefined {
  const parsed = v.safeParse(file, parseJsonObject(text));
  if (!parsed.success) return undefined;
  const { accounts } = parsed.output;
  return accounts.every(({ server }) => endpointsOf(server).every(isEndpoint)) ? accounts : undefined;
}

/** A new account from an exported one. @param id the account's */
export function fromExported({ client, ...account }: ExportedAccount, id: string): NewAccount {
  return { ...account, id, client: { clientId: client.clientId } };
}

function endpointsOf(server: ExportedAccount['server']): string[] {
  const {
    authorizationEndpoint,
    tokenEndpoint,
    revocationEndpoint,
    deviceAuthorizationEndpoint,
    registrationEndpoint,
  } = server;
  return [
    authorizationEndpoint,
    tokenEndpoint,
    revocationEndpoint,
    deviceAuthorizationEndpoint,
    registrationEndpoint,
  ].filter((endpoint) => endpoint !== undefined);
}

function isEndpoint(text: string): boolean {
  try {
    parseEndpoint(text);
    return true;
  } catch {
    return false;
  }
}
