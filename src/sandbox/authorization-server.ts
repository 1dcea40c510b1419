import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as l10n from '@vscode/l10n';
import { Provider } from 'oidc-provider';
import { defined } from '../common/defined.js';
import { GrantedScopes } from './granted-scopes.js';
import { Interactions } from './interactions.js';
import type { Introspection } from './introspection.js';
import { issueTokens, type IssuedTokens } from './issue-tokens.js';
import { MemoryStorage } from './memory-adapter.js';
import { homePage, sendPage } from './pages.js';
import { providerConfiguration } from './provider-configuration.js';
import { isAllowedRedirect } from './redirect-uris.js';
import { explainRejection } from './request-guard.js';
import type { SandboxLog } from './sandbox-log.js';
import { findScenario, type Scenario } from './scenario.js';

const source = 'oauth';

/** The running authorization server of the sandbox. */
export interface SandboxAuthorizationServer {
  readonly issuer: string;
  readonly port: number;
  introspect(token: string): Promise<Introspection>;
  /** Issues tokens for an account like a sign-in. */
  issueTokens(scenario: Scenario): Promise<IssuedTokens>;
  /** Closes the port and discards all state. */
  stop(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 for a free one
 * @throws the system's error if the port is in use
 */
export async function startAuthorizationServer(
  scenarios: readonly Scenario[],
  log: SandboxLog,
  port: number,
): Promise<SandboxAuthorizationServer> {
  const server = http.createServer();
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${bound}`;
  const storage = new MemoryStorage();
  const provider = new Provider(issuer, providerConfiguration(scenarios, storage));
  allowLocalRedirects(provider);
  followScenarios(provider, scenarios, log);
  logErrors(provider, log);
  const scopes = new GrantedScopes();
  const respond = router(provider, new Interactions(provider, scenarios, scopes, log));
  server.on('request', (request, response) => {
    const rejection = explainRejection(request, bound);
    if (rejection === undefined) {
      respond(request, response);
      return;
    }
    log.write(source, 'note', rejection);
    const text = 'The sandbox accepts requests from this machine only.\n';
    response.writeHead(403, { 'content-type': 'text/plain' }).end(text);
  });
  return {
    issuer,
    port: bound,
    introspect: (token) => introspect(provider, token),
    issueTokens: (scenario) => issueTokens(provider, scenario, scopes),
    stop: () =>
      new Promise<void>((resolve) => {
        storage.clear();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: http.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function router(provider: Provider, interactions: Interactions): RequestListener {
  const handle = provider.callback();
  return (request, response) => {
    const { method, url = '' } = request;
    if (method === 'GET' && /^\/(?:auth|device)(?:\?|$)/.test(url)) forgetSession(request, response);
    if (url === '/.well-known/oauth-authorization-server') request.url = '/.well-known/openid-configuration';
    if (url === '/') sendPage(response, homePage());
    else if (url.startsWith('/interaction/')) void interactions.serve(request, response);
    else void handle(request, response);
  };
}

/** Makes the provider ask for the account at each sign-in, because testers often change accounts. */
function forgetSession({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers.cookie === undefined) return;
  const cookies = headers.cookie.split('; ');
  const sessions = cookies.filter((cookie) => cookie.startsWith('_session'));
  headers.cookie = cookies.filter((cookie) => !sessions.includes(cookie)).join('; ');
  response.setHeader(
    'set-cookie',
    sessions.map((cookie) => `${cookie.replace(/=.*/, '')}=; path=/; max-age=0; httponly`),
  );
}

/** The provider compares registered redirect URIs only; see {@link isAllowedRedirect} for the additional ones. */
function allowLocalRedirects(provider: Provider): void {
  const prototype = provider.Client.prototype as { redirectUriAllowed: (uri: string) => boolean };
  const registered = prototype.redirectUriAllowed;
  prototype.redirectUriAllowed = function (uri) {
    return registered.call(this, uri) || isAllowedRedirect(uri);
  };
}

/** Invalidates tokens according to the account's scenario. */
function followScenarios(provider: Provider, scenarios: readonly Scenario[], log: SandboxLog): void {
  provider.on('access_token.saved', (token) => {
    const { accountId, scope = '', gty } = token;
    const { invalidTokens } = findScenario(scenarios, accountId) ?? {};
    if (invalidTokens === 'all' || (invalidTokens === 'first' && !gty.includes('refresh_token'))) {
      void token.destroy();
      log.write(source, 'note', l10n.t('Issued an invalid access token to {0} for “{1}”.', accountId, scope));
    } else log.write(source, 'note', l10n.t('Issued an access token to {0} for “{1}”.', accountId, scope));
  });
  provider.on('client_credentials.saved', ({ clientId = '', scope = '' }) =>
    log.write(source, 'note', l10n.t('Issued an access token to the application {0} for “{1}”.', clientId, scope)),
  );
  provider.on('refresh_token.saved', (token) => {
    if (findScenario(scenarios, token.accountId)?.refreshToken === 'refused') void token.destroy();
  });
}

function logErrors(provider: Provider, log: SandboxLog): void {
  interface OAuthErrorResponse {
    readonly error: string;
    readonly error_description?: string | undefined;
  }
  const logError = (_context: unknown, { error, error_description: description }: OAuthErrorResponse) =>
    log.write(source, 'sent', description === undefined ? error : `${error}: ${description}`);
  provider.on('grant.error', logError);
  provider.on('authorization.error', logError);
  provider.on('server_error', (_context, { message }) =>
    log.write(source, 'note', l10n.t('Internal error: {0}', message)),
  );
}

async function introspect(provider: Provider, token: string): Promise<Introspection> {
  const ofApplication = await provider.ClientCredentials.find(token);
  if (ofApplication?.isValid === true) {
    return defined({ active: true, scope: ofApplication.scope, isApplication: true });
  }
  const found = await provider.AccessToken.find(token);
  if (found === undefined || found.isExpired) return { active: false };
  return defined({ active: true, sub: found.accountId, scope: found.scope });
}
