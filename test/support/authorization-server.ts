import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { Provider, type Configuration, type ClientMetadata } from 'oidc-provider';

export const mailScope = 'https://mail.google.com/';

/** The confidential client that Dovecot uses at the introspection endpoint. */
const resourceServer = { id: 'dovecot', secret: 'introspect-me' };

export interface AuthorizationServerOptions {
  /** In seconds. */
  readonly accessTokenTtl?: number;
  /** Additional clients. */
  readonly clients?: readonly ClientMetadata[];
  /** Whether dynamic client registration is enabled. */
  readonly registration?: boolean;
  /** Redirect URIs that are allowed though no client registered them. */
  readonly allowRedirect?: (uri: string) => boolean;
  /** The host name for TLS; http on 127.0.0.1 by default. Introspection always uses http. */
  readonly tls?: { readonly host: string; readonly key: Buffer | string; readonly cert: Buffer | string };
}

export type AuthorizationServer = Awaited<ReturnType<typeof startAuthorizationServer>>;

/** The client of a desktop app with a secret, as Google's; any loopback port. */
export const desktopClient = { clientId: 'desktop', clientSecret: 'desktop-secret-0123456789' };
/** A client for the client credentials grant. */
export const applicationClient = { clientId: 'application', clientSecret: 'application-secret-0123456789' };
/** A public client. */
export const publicClient = { clientId: 'public' };

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

const nativeRedirects = ['http://127.0.0.1/callback', 'http://127.0.0.1/', 'vscode://mail-oauth.xoauth2/callback'];

/**
 * A real authorization server on loopback: authorization code with PKCE, rotating refresh tokens whose
 * reuse revokes the grant, introspection, revocation, `iss` in the response. Any user may log in; the
 * login name is the account, and so the `sub` that introspection tells.
 */
export async function startAuthorizationServer(options: AuthorizationServerOptions = {}) {
  const server = options.tls === undefined ? http.createServer() : https.createServer(options.tls);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = options.tls === undefined ? 'http://127.0.0.1' : `https://${options.tls.host}`;
  const issuer = `${origin}:${(server.address() as AddressInfo).port}`;
  // Dovecot always uses http.
  const plain = options.tls === undefined ? server : http.createServer();
  if (plain !== server) await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const introspection = `127.0.0.1:${(plain.address() as AddressInfo).port}`;
  const provider = quietly(() => new Provider(issuer, configuration(options)));
  if (options.allowRedirect !== undefined) {
    const { allowRedirect } = options;
    const prototype = provider.Client.prototype as { redirectUriAllowed: (uri: string) => boolean };
    const registered = prototype.redirectUriAllowed;
    prototype.redirectUriAllowed = function (uri) {
      return registered.call(this, uri) || allowRedirect(uri);
    };
  }
  const handle = provider.callback();
  const secrets = new Set<string>();
  const accessTokens: InstanceType<Provider['AccessToken']>[] = [];
  provider.on('access_token.saved', (token) => {
    accessTokens.push(token);
    secrets.add(token.jti);
  });
  const registrationTokens: string[] = [];
  (provider.on as (name: string, listener: (token: { jti: string }) => void) => void)(
    'registration_access_token.saved',
    ({ jti }) => registrationTokens.push(jti),
  );
  for (const event of [
    'refresh_token.saved',
    'authorization_code.saved',
    'device_code.saved',
    'client_credentials.saved',
  ] as const) {
    (provider.on as (name: string, listener: (token: { jti: string }) => void) => void)(event, ({ jti }) =>
      secrets.add(jti),
    );
  }
  const answer: http.RequestListener = (request, response) => {
    if (request.url === '/.well-known/oauth-authorization-server') request.url = '/.well-known/openid-configuration';
    void handle(request, response);
  };
  server.on('request', answer);
  if (plain !== server) plain.on('request', answer);
  return {
    issuer,
    provider,
    /** With the credentials of the resource server. */
    introspectionUrl: `http://${resourceServer.id}:${resourceServer.secret}@${introspection}/token/introspection`,
    /** Every issued code and token. */
    secrets,
    /** The tokens that manage registrations. */
    registrationTokens: () => registrationTokens,
    /** The number of valid refresh tokens. */
    liveRefreshTokens: async () => {
      const found = await Promise.all([...secrets].map((value) => provider.RefreshToken.find(value)));
      return found.filter((token) => token?.isValid === true).length;
    },
    /** Revokes every access token, but no refresh token. */
    revokeAccessTokens: async () => {
      for (const token of accessTokens.splice(0)) await token.destroy();
    },
    /** Revokes every refresh token, but no access token. */
    revokeRefreshTokens: async () => {
      for (const value of secrets) await (await provider.RefreshToken.find(value))?.destroy();
    },
    issueTokens: (request: TokenOrder) => issueTokens(provider, request),
    stop: () =>
      new Promise<void>((resolve) => {
        if (plain !== server) plain.close();
        plain.closeAllConnections();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function configuration({
  accessTokenTtl = 3600,
  clients = [],
  registration = false,
}: AuthorizationServerOptions): Configuration {
  return {
    clients: [
      {
        client_id: desktopClient.clientId,
        client_secret: desktopClient.clientSecret,
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code', 'refresh_token', deviceGrant],
        redirect_uris: nativeRedirects,
      },
      {
        client_id: publicClient.clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token', deviceGrant],
        redirect_uris: nativeRedirects,
      },
      {
        client_id: applicationClient.clientId,
        client_secret: applicationClient.clientSecret,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
      {
        client_id: resourceServer.id,
        client_secret: resourceServer.secret,
        token_endpoint_auth_method: 'client_secret_basic',
        redirect_uris: [],
        response_types: [],
        grant_types: [],
      },
      ...clients,
    ],
    scopes: ['openid', 'offline_access', mailScope, 'read-only'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: (_context, client) => Promise.resolve(client.grantTypeAllowed('refresh_token')),
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, email: sub }) }),
    claims: { openid: ['sub', 'email'] },
    conformIdTokenClaims: false,
    ttl: {
      AccessToken: accessTokenTtl,
      AuthorizationCode: 60,
      RefreshToken: 86_400,
      Interaction: 600,
      Session: 86_400,
      Grant: 86_400,
      DeviceCode: 600,
      IdToken: 3600,
    },
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true },
      registration: { enabled: registration },
      registrationManagement: { enabled: registration },
      rpInitiatedLogout: { enabled: false },
    },
    cookies: { keys: ['made up for tests'] },
  };
}

/** Tokens to issue without a browser. */
interface TokenOrder {
  readonly user: string;
  readonly scope?: string;
  readonly clientId?: string;
  /** In seconds; negative for an expired token. */
  readonly expiresIn?: number;
}

async function issueTokens(provider: Provider, order: TokenOrder) {
  const { user, scope = mailScope, clientId = publicClient.clientId, expiresIn } = order;
  const client = await provider.Client.find(clientId);
  if (client === undefined) throw new Error(`no client ${clientId}`);
  const grant = new provider.Grant({ accountId: user, clientId });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const common = { accountId: user, client, grantId, scope, gty: 'authorization_code' };
  const accessToken = new provider.AccessToken({ ...common, ...(expiresIn === undefined ? {} : { expiresIn }) });
  const refreshToken = new provider.RefreshToken(common);
  const access = await accessToken.save();
  return {
    accessToken: access,
    refreshToken: await refreshToken.save(),
    /** Revokes the access token. */
    revoke: async () => (await provider.AccessToken.find(access))?.destroy(),
  };
}

/** Suppresses the provider's warnings about http, its own keys and its development pages. */
function quietly<T>(make: () => T): T {
  const { warn, info } = console;
  console.warn = console.info = () => undefined;
  try {
    return make();
  } finally {
    Object.assign(console, { warn, info });
  }
}

/**
 * Clicks through the login and consent pages as a user would, without a browser.
 *
 * @param deny clicks “Cancel” instead of consenting
 * @returns the redirect that the server ends on; it is not followed
 */
export async function signInWithoutBrowser(url: string, user: string, deny = false): Promise<URL> {
  const end = await clickThrough(url, user, deny);
  if (end instanceof URL) return end;
  throw new Error(`no redirect: ${end}`);
}

/**
 * Enters a device code like a user, without a browser.
 *
 * @param url the `verification_uri_complete`
 * @returns what the last page says
 */
export async function enterDeviceCode(url: string, user: string, deny = false): Promise<string> {
  const end = await clickThrough(url, user, deny);
  if (typeof end === 'string') return end;
  throw new Error(`redirected to ${end.origin}`);
}

/** @returns the redirect to elsewhere, or the text of the page that asks nothing */
async function clickThrough(url: string, user: string, deny: boolean): Promise<URL | string> {
  const { origin } = new URL(url);
  const cookies = new Map<string, string>();
  const request = async (target: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(target, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  let response = await request(url);
  for (let hops = 0; hops < 20; hops++) {
    const location = response.headers.get('location');
    if (location !== null) {
      const next = new URL(location, origin);
      if (next.origin !== origin) return next;
      response = await request(next.href);
      continue;
    }
    const html = await response.text();
    const answered = await answerPage(html, origin, user, deny, request);
    if (answered === undefined) return html.replace(/<(style|script)[^]*?<\/\1>|<[^>]+>|\s+/g, ' ').slice(0, 300);
    response = answered;
  }
  throw new Error('the sign-in does not end');
}

async function answerPage(
  html: string,
  origin: string,
  user: string,
  deny: boolean,
  request: (target: string, form?: Record<string, string>) => Promise<Response>,
): Promise<Response | undefined> {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
  const abort = /href="([^"]*\/abort)"/.exec(html)?.[1];
  if (action === undefined) return undefined;
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1];
  if (xsrf !== undefined) {
    const userCode = /name="user_code" value="([^"]+)"/.exec(html)?.[1];
    // The page to enter a code, to which it goes back from “Abort”.
    if (userCode === undefined) return undefined;
    const answer = html.includes('name="confirm"') ? (deny ? { abort: 'yes' } : { confirm: 'yes' }) : {};
    return request(new URL(action, origin).href, { xsrf, user_code: userCode, ...answer });
  }
  const login = html.includes('name="login"');
  if (deny && !login && abort !== undefined) return request(new URL(abort, origin).href);
  return request(
    new URL(action, origin).href,
    login ? { prompt: 'login', login: user, password: 'any' } : { prompt: 'consent' },
  );
}
