import * as v from 'valibot';
import { isJsonObject, parseJsonObject, type JsonObject } from '../common/json-object.js';
import type { AuthorizationServer, ConnectOptions } from '../oauth/types.js';

/*
 * The schema of stored accounts. Everything that is read is validated: a stored value may come from an older or a newer
 * version, or from an interrupted write.
 */

const mailServer = v.object({
  host: v.pipe(v.string(), v.nonEmpty()),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  security: v.picklist(['tls', 'starttls', 'none']),
});

const authorizationServer = v.object({
  issuer: v.exactOptional(v.string()),
  authorizationEndpoint: v.pipe(v.string(), v.url()),
  tokenEndpoint: v.pipe(v.string(), v.url()),
  revocationEndpoint: v.exactOptional(v.pipe(v.string(), v.url())),
  deviceAuthorizationEndpoint: v.exactOptional(v.pipe(v.string(), v.url())),
  sendsIssuer: v.exactOptional(v.boolean()),
  clientAuthMethods: v.exactOptional(v.array(v.string())),
  registrationEndpoint: v.exactOptional(v.pipe(v.string(), v.url())),
  clientIdMetadataDocuments: v.exactOptional(v.boolean()),
});

const tokenSet = v.object({
  accessToken: v.string(),
  expiresAt: v.exactOptional(v.number()),
  obtainedAt: v.number(),
  refreshToken: v.exactOptional(v.string()),
  scopes: v.exactOptional(v.array(v.string())),
  identity: v.exactOptional(v.string()),
  clientAuthMethod: v.exactOptional(
    v.picklist(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']),
  ),
});

const key = v.object({
  algorithm: v.picklist(['RS256', 'PS256', 'ES256', 'ES384', 'ES512']),
  privateKey: v.string(),
  keyId: v.exactOptional(v.string()),
  thumbprint: v.exactOptional(v.string()),
});

/** The version of the schema that this program writes. */
export const accountVersion = 3;

/**
 * How an account gets its tokens: with the user's consent, in a browser on this machine or with a code on any device;
 * or with the application's own identity, without a user and without a refresh token.
 */
const grant = v.picklist(['authorization-code', 'device', 'client-credentials', 'service-account']);

/** How an account gets its tokens. */
export type AccountGrant = v.InferOutput<typeof grant>;

/** The data of a client that this program registered dynamically (RFC 7591). */
const registration = v.object({
  scopes: v.array(v.string()),
  redirectUris: v.array(v.string()),
  /** The client configuration endpoint and its access token (RFC 7592). */
  management: v.exactOptional(v.object({ uri: v.pipe(v.string(), v.url()), accessToken: v.string() })),
});

const client = v.object({
  clientId: v.string(),
  clientSecret: v.exactOptional(v.string()),
  key: v.exactOptional(key),
  registration: v.exactOptional(registration),
});

/** The schema of an account. */
export const accountSchema = v.object({
  version: v.literal(accountVersion),
  /** Counts the changes of the account by all windows, from 1; 0 before the first one. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  id: v.pipe(v.string(), v.nonEmpty()),
  provider: v.string(),
  /** The user's name for the account, if it is not its address. */
  label: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
  email: v.pipe(v.string(), v.nonEmpty()),
  server: authorizationServer,
  grant: v.optional(grant, 'authorization-code'),
  client,
  /** The address of the service account that impersonates the mailbox's user. */
  serviceAccount: v.exactOptional(v.string()),
  scopes: v.array(v.string()),
  /** Additional parameters of the authorization request; they replace the provider's. */
  authorizationParameters: v.exactOptional(v.record(v.string(), v.string())),
  /** The redirect URI registered for the client, if it is not the provider's default. */
  redirectUri: v.exactOptional(v.string()),
  mailServers: v.object({
    imap: v.exactOptional(mailServer),
    smtp: v.exactOptional(mailServer),
    pop3: v.exactOptional(mailServer),
  }),
  /** The path of a PEM file with additional CA certificates for the account's servers. */
  caFile: v.exactOptional(v.string()),
  tokens: v.exactOptional(tokenSet),
});

/** A mail account with its client, its tokens and its servers. It is stored as one secret. */
export type Account = Readonly<v.InferOutput<typeof accountSchema>>;

/** The display name of an account. */
export function accountName({ label, email }: Pick<Account, 'label' | 'email'>): string {
  return label ?? email;
}

/** The part of the server's metadata that is stored. `scopesSupported` is only used while an account is added. */
export function storableServer({
  clientAuthMethods,
  scopesSupported: _,
  ...server
}: AuthorizationServer): Account['server'] {
  return clientAuthMethods === undefined ? server : { ...server, clientAuthMethods: [...clientAuthMethods] };
}

/**
 * Whether no user signs in: the application gets tokens in its own name, and requests a new one instead of a refresh.
 */
export function isApplication({ grant: by }: Pick<Account, 'grant'>): boolean {
  return by === 'client-credentials' || by === 'service-account';
}

/** An account that has not been stored yet. */
export type NewAccount = Omit<Account, 'version' | 'revision'>;

/** Why a stored account cannot be read. */
export type AccountProblem = 'damaged' | 'later-version';

/** The result of parsing a stored text. */
export type ParsedAccount =
  { readonly account: Account; readonly raw: JsonObject } | { readonly problem: AccountProblem };

/** The migrations from each version to the next. */
const migrations: Readonly<Record<number, (stored: JsonObject) => JsonObject>> = {
  1: (stored) => ({ ...stored, version: 2, revision: 0 }),
  2: (stored) => ({
    ...stored,
    version: 3,
    grant: 'authorization-code',
    server: withDeviceEndpoint(stored['server']),
  }),
};

/**
 * Before version 3 the device authorization endpoint was not stored. Microsoft's is a sibling of the token endpoint.
 */
function withDeviceEndpoint(server: unknown): unknown {
  if (!isJsonObject(server)) return server;
  const microsoft = /^(https:\/\/login\.microsoftonline\.com\/[^/]+\/oauth2\/v2\.0)\/token$/;
  const base = microsoft.exec(String(server['tokenEndpoint']))?.[1];
  return base === undefined ? server : { ...server, deviceAuthorizationEndpoint: `${base}/devicecode` };
}

/** Parses a stored account of this or an earlier version. */
export function parseAccount(text: string): ParsedAccount {
  const raw = migrate(parseJsonObject(text));
  if (raw === undefined) return { problem: 'damaged' };
  if (typeof raw['version'] === 'number' && raw['version'] > accountVersion) return { problem: 'later-version' };
  const parsed = v.safeParse(accountSchema, raw);
  return parsed.success ? { account: parsed.output, raw } : { problem: 'damaged' };
}

function migrate(stored: JsonObject | undefined): JsonObject | undefined {
  let migrated = stored;
  for (;;) {
    const version = migrated?.['version'];
    const step = typeof version === 'number' ? migrations[version] : undefined;
    if (migrated === undefined || step === undefined) return migrated;
    migrated = step(migrated);
  }
}

/**
 * Serializes an account. Unknown fields (of a later version) are preserved when an account is changed, except those of
 * replaced tokens.
 *
 * @param before the stored account before the change, if there is one
 */
export function serializeAccount(
  after: Account,
  before: { readonly account: Account; readonly raw: JsonObject } | undefined,
): string {
  return JSON.stringify(before === undefined ? after : withUnknown(after, before.account, before.raw));
}

function withUnknown(after: JsonObject, before: JsonObject, raw: JsonObject): JsonObject {
  const unknown = Object.entries(raw).filter(([name]) => !(name in before));
  const known = Object.entries(after).map(([name, value]) => {
    const [old, stored] = [before[name], raw[name]];
    const isSame = name !== 'tokens' && isJsonObject(value) && isJsonObject(old) && isJsonObject(stored);
    return [name, isSame ? withUnknown(value, old, stored) : value] as const;
  });
  return Object.fromEntries([...unknown, ...known]);
}

/** Returns the options for connecting to an account's authorization server. */
export type ConnectOptionsOf = (account: NewAccount) => Promise<ConnectOptions>;

/** The default options of Node.js. */
export const usualConnectOptions: ConnectOptionsOf = () => Promise.resolve({});
