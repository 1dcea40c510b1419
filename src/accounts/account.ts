import * as v from 'valibot';

/*
 * The shapes of what is stored. Everything is parsed on the way in: a stored value may come from an
 * older version, a newer one, or a broken write.
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
  sendsIssuer: v.exactOptional(v.boolean()),
  clientAuthMethods: v.exactOptional(v.array(v.string())),
});

const tokenSet = v.object({
  accessToken: v.string(),
  expiresAt: v.exactOptional(v.number()),
  obtainedAt: v.number(),
  refreshToken: v.exactOptional(v.string()),
  scopes: v.exactOptional(v.array(v.string())),
  identity: v.exactOptional(v.string()),
  clientAuthMethod: v.exactOptional(v.picklist(['client_secret_basic', 'client_secret_post', 'none'])),
});

const account = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.nonEmpty()),
  provider: v.string(),
  email: v.pipe(v.string(), v.nonEmpty()),
  server: authorizationServer,
  client: v.object({ clientId: v.string(), clientSecret: v.exactOptional(v.string()) }),
  scopes: v.array(v.string()),
  /** The redirect URI registered for the client, where the provider's usual one does not serve. */
  redirectUri: v.exactOptional(v.string()),
  mailServers: v.object({
    imap: v.exactOptional(mailServer),
    smtp: v.exactOptional(mailServer),
    pop3: v.exactOptional(mailServer),
  }),
  /** A PEM file of certificate authorities that the mail servers are trusted by, besides the usual ones. */
  caFile: v.exactOptional(v.string()),
  tokens: v.exactOptional(tokenSet),
});

/** A mail account with its client, its tokens and its servers. The whole of it is one secret. */
export type Account = Readonly<v.InferOutput<typeof account>>;

/** Reads a stored account; `undefined` for anything that is none. */
export function parseAccount(text: string): Account | undefined {
  try {
    const parsed = v.safeParse(account, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
