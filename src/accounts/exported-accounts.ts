import * as v from 'valibot';
import { parseJsonObject } from '../common/json-object.js';
import { parseEndpoint } from '../oauth/http.js';
import { accountSchema, type Account, type NewAccount } from './account.js';

/** The version of the file format. */
const fileVersion = 1;

/** How a client authenticates; the file does not contain its secret or key. */
const authentication = v.picklist(['none', 'secret', 'key']);

const { provider, label, email, server, grant, serviceAccount, scopes } = accountSchema.entries;
const { authorizationParameters, redirectUri, mailServers } = accountSchema.entries;

/** An allow list, so that a field that is added to accounts later is not exported by accident. */
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

/** An account without its secrets, its tokens and anything specific to a machine. */
export type ExportedAccount = Readonly<v.InferOutput<typeof exported>>;

/** Serializes accounts for sharing: without tokens, client secrets, keys and registration access tokens. */
export function exportAccounts(accounts: readonly Account[]): string {
  return `${JSON.stringify({ mailOAuthAccounts: fileVersion, accounts: accounts.map(toExported) }, undefined, 2)}\n`;
}

function toExported(account: Account): ExportedAccount {
  const { clientId, clientSecret, key } = account.client;
  const by = key !== undefined ? 'key' : clientSecret !== undefined ? 'secret' : 'none';
  return v.parse(exported, { ...account, client: { clientId, authentication: by } });
}

/**
 * Parses such a file. It is untrusted: endpoints must be https, or http on loopback.
 *
 * @returns `undefined` for any other text
 */
export function readExportedAccounts(text: string): readonly ExportedAccount[] | undefined {
  const parsed = v.safeParse(file, parseJsonObject(text));
  if (!parsed.success) return undefined;
  const { accounts } = parsed.output;
  return accounts.every(({ server }) => endpointsOf(server).every(isEndpoint)) ? accounts : undefined;
}

/** Creates an account from an exported one. @param id the ID of the new account */
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
