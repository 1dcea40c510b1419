import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as l10n from '@vscode/l10n';
import { Provider, type Configuration } from 'oidc-provider';
import { refusalOf } from './guard.js';
import type { SandboxLog } from './journal.js';
import type { Introspection } from './login.js';
import { MemoryStorage } from './memory-adapter.js';
import { consentPage, escapeHtml, loginPage, page } from './pages.js';
import { addressOf, type Scenario } from './scenario.js';

/** The scope that the sandbox’s mail servers want: Gmail’s. */
export const mailScope = 'https://mail.google.com/';

/** The public client that is registered in every sandbox. */
export const sandboxClientId = 'sandbox';

/** A confidential client, for libraries that want a secret. It is no secret to anybody. */
export const confidentialClient = { clientId: 'sandbox-confidential', clientSecret: 'sandbox-secret' } as const;

const source = 'oauth';
const editorSchemes = ['vscode:', 'vscode-insiders:', 'vscodium:', 'code-oss:', 'cursor:', 'windsurf:'];

/** Tokens that were issued without a browser. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
}

/** The sandbox's authorization server while it listens. */
export interface SandboxAuthorizationServer {
  readonly issuer: string;
  readonly port: number;
  introspect(token: string): Promise<Introspection>;
  /** Issues tokens for an account as a sign-in would. */
  issueTokens(scenario: Scenario): Promise<IssuedTokens>;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1. @param port 0 for a free one */
export async function startAuthorizationServer(
  scenarios: readonly Scenario[],
  journal: SandboxLog,
  port: number,
): Promise<SandboxAuthorizationServer> {
  const server = http.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${bound}`;
  const storage = new MemoryStorage();
  const provider = quietly(() => new Provider(issuer, configuration(scenarios, storage)));
  allowLocalRedirects(provider);
  followScenarios(provider, scenarios, journal);
  const interactions = new Interactions(provider, scenarios, journal);
  const handle = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request, bound);
    if (refusal !== undefined) {
      journal.write(source, 'note', `refused ${request.method ?? ''}: ${refusal}`);
      response.writeHead(403, { 'content-type': 'text/plain' }).end('This sandbox serves its own machine only.\n');
      return;
    }
    if (request.url === '/.well-known/oauth-authorization-server') request.url = '/.well-known/openid-configuration';
    if (request.method === 'GET' && /^\/(?:auth|device)(?:\?|$)/.test(request.url ?? '')) {
      forgetSession(request, response);
    }
    if (request.url === '/') {
      respond(
        response,
        page(
          'Mail OAuth Sandbox',
          `<p>${escapeHtml(l10n.t('The authorization server of the sandbox. Its metadata:'))} <a href="/.well-known/openid-configuration">openid-configuration</a></p>`,
        ),
      );
    } else if (request.url?.startsWith('/interaction/') === true) void interactions.serve(request, response);
    else void handle(request, response);
  });
  return {
    issuer,
    port: bound,
    introspect: async (token) => {
      const found = await provider.AccessToken.find(token);
      if (found === undefined || found.isExpired) return { active: false };
      return { active: true, sub: found.accountId, ...(found.scope === undefined ? {} : { scope: found.scope }) };
    },
    issueTokens: (scenario) => issueTokens(provider, scenario),
    stop: () =>
      new Promise<void>((resolve) => {
        storage.clear();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function configuration(scenarios: readonly Scenario[], storage: MemoryStorage): Configuration {
  const scenarioOf = (accountId: string | undefined) => scenarios.find((scenario) => addressOf(scenario) === accountId);
  const redirects = [
    'http://127.0.0.1/',
    'http://127.0.0.1/callback',
    'http://localhost/',
    'http://localhost/callback',
    'vscode://mail-oauth.xoauth2/callback',
  ];
  const grants = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'];
  return {
    adapter: (kind: string) => storage.adapterFor(kind),
    clients: [
      {
        client_id: sandboxClientId,
        client_name: 'Mail OAuth',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: grants,
        redirect_uris: redirects,
      },
      {
        client_id: confidentialClient.clientId,
        client_secret: confidentialClient.clientSecret,
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: grants,
        redirect_uris: redirects,
      },
    ],
    scopes: ['openid', 'email', 'offline_access', mailScope],
    claims: { openid: ['sub'], email: ['email'] },
    // The address is read from the ID token, as mail clients do.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: (_context, client, code) =>
      Promise.resolve(client.grantTypeAllowed('refresh_token') && scenarioOf(code.accountId)?.refreshToken !== 'none'),
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: scenarioOf(sub)?.owner ?? sub, email_verified: true }),
    }),
    ttl: {
      AccessToken: (_context, token) => scenarioOf(token.accountId)?.accessTokenLife ?? 3600,
      AuthorizationCode: 600,
      DeviceCode: 600,
      RefreshToken: 86_400,
      IdToken: 3600,
      Interaction: 3600,
      Session: 86_400,
      Grant: 86_400,
    },
    features: {
      devInteractions: { enabled: false },
      deviceFlow: { enabled: true, ...devicePages() },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: { enabled: false },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = page(
        l10n.t('The authorization server refuses'),
        `<p><code>${escapeHtml(error)}</code> ${escapeHtml(description ?? '')}</p>`,
      );
    },
  };
}

/** Every sign-in begins with the question who it is: the sandbox’s accounts are made to be changed between. */
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

function devicePages(): object {
  return {
    userCodeInputSource: (context: { body: string }, form: string) =>
      (context.body = page(l10n.t('Enter the code of the device'), form)),
    userCodeConfirmSource: (
      context: { body: string },
      form: string,
      _client: unknown,
      _device: unknown,
      userCode: string,
    ) =>
      (context.body = page(
        l10n.t('Is this the code on the device?'),
        `<p><code>${escapeHtml(userCode)}</code></p>${form}<button type="submit" form="op.deviceConfirmForm">${escapeHtml(l10n.t('Continue'))}</button>`,
      )),
    successSource: (context: { body: string }) =>
      (context.body = page(l10n.t('Signed in'), `<p>${escapeHtml(l10n.t('Go back to the device.'))}</p>`)),
  };
}

/** Native clients may come back to any path of this machine and to editors (RFC 8252 §7.1, §7.3). */
function allowLocalRedirects(provider: Provider): void {
  const prototype = provider.Client.prototype as { redirectUriAllowed: (uri: string) => boolean };
  const registered = prototype.redirectUriAllowed;
  prototype.redirectUriAllowed = function (uri) {
    return registered.call(this, uri) || isLocal(uri);
  };
}

function isLocal(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return (
    editorSchemes.includes(protocol) || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}

/** Makes tokens as worthless as the account's scenario says. */
function followScenarios(provider: Provider, scenarios: readonly Scenario[], journal: SandboxLog): void {
  const scenarioOf = (accountId: string | undefined) => scenarios.find((scenario) => addressOf(scenario) === accountId);
  provider.on('access_token.saved', (token) => {
    const { deadTokens } = scenarioOf(token.accountId) ?? {};
    journal.write(source, 'note', `issues an access token to ${token.accountId} for “${token.scope ?? ''}”`);
    if (deadTokens === 'all' || (deadTokens === 'first' && !token.gty.includes('refresh_token'))) {
      void token.destroy();
      journal.write(source, 'note', `and by the scenario it is worthless`);
    }
  });
  provider.on('refresh_token.saved', (token) => {
    if (scenarioOf(token.accountId)?.refreshToken === 'refused') void token.destroy();
  });
  provider.on('grant.error', (_context, error) =>
    journal.write(source, 'sent', `${error.error}: ${error.error_description ?? ''}`),
  );
  provider.on('server_error', (_context, error) =>
    journal.write(source, 'note', `the sandbox has a fault: ${error.message}`),
  );
  provider.on('authorization.error', (_context, error) =>
    journal.write(source, 'sent', `${error.error}: ${error.error_description ?? ''}`),
  );
}

/** The pages between the authorization request and its redirect: who, and whether. */
class Interactions {
  readonly #provider: Provider;
  readonly #scenarios: readonly Scenario[];
  readonly #journal: SandboxLog;

  constructor(provider: Provider, scenarios: readonly Scenario[], journal: SandboxLog) {
    this.#provider = provider;
    this.#scenarios = scenarios;
    this.#journal = journal;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method === 'GET') await this.#ask(request, response);
      else if (request.method === 'POST') await this.#answer(request, response);
      else response.writeHead(405).end();
    } catch {
      respond(
        response,
        page(l10n.t('This sign-in is over'), `<p>${escapeHtml(l10n.t('Begin it anew where it began.'))}</p>`),
        400,
      );
    }
  }

  async #ask(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { uid, prompt, params, session } = await this.#provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const hint = typeof params['login_hint'] === 'string' ? params['login_hint'] : undefined;
      respond(response, loginPage(`/interaction/${uid}/login`, this.#scenarios, hint));
      return;
    }
    const scopes = scopeOf(params).split(' ').filter(Boolean);
    const actions = { allow: `/interaction/${uid}/allow`, deny: `/interaction/${uid}/deny` };
    respond(response, consentPage(actions, { address: session?.accountId ?? '', client: 'Mail OAuth', scopes }));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const step = request.url?.split('/').at(-1);
    const details = await this.#provider.interactionDetails(request, response);
    if (step === 'login') {
      const login = (await readForm(request)).get('login') ?? '';
      if (!this.#scenarios.some((scenario) => addressOf(scenario) === login)) throw new Error('no such account');
      this.#journal.write(source, 'note', `${login} signs in`);
      await this.#provider.interactionFinished(
        request,
        response,
        { login: { accountId: login } },
        { mergeWithLastSubmission: false },
      );
      return;
    }
    const accountId = details.session?.accountId;
    const scenario = this.#scenarios.find((one) => addressOf(one) === accountId);
    if (step !== 'allow' || scenario?.consent === 'denied') {
      this.#journal.write(source, 'note', `${accountId ?? ''} denies access`);
      const error = { error: 'access_denied', error_description: 'The user denied access.' };
      await this.#provider.interactionFinished(request, response, error, { mergeWithLastSubmission: false });
      return;
    }
    const grant = new this.#provider.Grant({
      ...(accountId === undefined ? {} : { accountId }),
      clientId: String(details.params['client_id']),
    });
    grant.addOIDCScope(scopeOf(details.params));
    const grantId = await grant.save();
    this.#journal.write(source, 'note', `${accountId ?? ''} allows access`);
    await this.#provider.interactionFinished(
      request,
      response,
      { consent: { grantId } },
      { mergeWithLastSubmission: true },
    );
  }
}

function scopeOf({ scope }: Record<string, unknown>): string {
  return typeof scope === 'string' ? scope : '';
}

async function issueTokens(provider: Provider, scenario: Scenario): Promise<IssuedTokens> {
  const accountId = addressOf(scenario);
  const client = await provider.Client.find(sandboxClientId);
  if (client === undefined) throw new Error('the client is missing');
  const grant = new provider.Grant({ accountId, clientId: sandboxClientId });
  grant.addOIDCScope(`openid email offline_access ${mailScope}`);
  const common = {
    accountId,
    client,
    grantId: await grant.save(),
    scope: `openid email offline_access ${mailScope}`,
    gty: 'authorization_code',
  };
  const accessToken = await new provider.AccessToken({
    ...common,
    ...(scenario.accessTokenLife === undefined ? {} : { expiresIn: scenario.accessTokenLife }),
  }).save();
  if (scenario.refreshToken === 'none') return { accessToken };
  return { accessToken, refreshToken: await new provider.RefreshToken(common).save() };
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) throw new Error('too long');
  }
  return new URLSearchParams(text);
}

function respond(response: ServerResponse, html: string, status = 200): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-frame-options': 'DENY',
    })
    .end(html);
}

/** The library warns about what is right here: http on loopback, keys made for this run. */
function quietly<T>(make: () => T): T {
  const { warn, info } = console;
  console.warn = console.info = () => undefined;
  try {
    return make();
  } finally {
    Object.assign(console, { warn, info });
  }
}
