import type { IncomingMessage, ServerResponse } from 'node:http';
import * as l10n from '@vscode/l10n';
import type { Provider } from 'oidc-provider';
import type { GrantedScopes } from './granted-scopes.js';
import { consentPage, loginPage, messagePage, sendPage } from './pages.js';
import type { SandboxLog } from './sandbox-log.js';
import { addressOf, findScenario, type Scenario } from './scenario.js';

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** The maximum length of a form, in characters. */
const longestForm = 10_000;

/** The pages between the authorization request and its redirect: account selection and consent. */
export class Interactions {
  readonly #provider: Provider;
  readonly #scenarios: readonly Scenario[];
  readonly #scopes: GrantedScopes;
  readonly #log: SandboxLog;

  constructor(provider: Provider, scenarios: readonly Scenario[], scopes: GrantedScopes, log: SandboxLog) {
    this.#provider = provider;
    this.#scenarios = scenarios;
    this.#scopes = scopes;
    this.#log = log;
  }

  /** Handles a request below `/interaction/`. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    try {
      const details = await this.#provider.interactionDetails(request, response);
      if (request.method === 'GET') this.#show(details, response);
      else await this.#submit(details, request, response);
    } catch (error) {
      this.#note(l10n.t('The sign-in page failed: {0}', String(error)));
      const page = messagePage(l10n.t('Sign-in expired'), l10n.t('Start it again from your app.'));
      sendPage(response, page, 400);
    }
  }

  #show({ uid, prompt, params, session }: Details, response: ServerResponse): void {
    if (prompt.name === 'login') {
      const hint = typeof params['login_hint'] === 'string' ? params['login_hint'] : undefined;
      sendPage(response, loginPage(`/interaction/${uid}/login`, this.#scenarios, hint));
      return;
    }
    const actions = { allow: `/interaction/${uid}/allow`, deny: `/interaction/${uid}/deny` };
    const scopes = scopeOf(params).split(' ').filter(Boolean);
    sendPage(response, consentPage(actions, { address: session?.accountId ?? '', client: 'Mail OAuth', scopes }));
  }

  async #submit(details: Details, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const action = request.url?.split('/').at(-1);
    if (action === 'login') return this.#logIn(request, response);
    const accountId = details.session?.accountId ?? '';
    const denied = action !== 'allow' || findScenario(this.#scenarios, accountId)?.consent === 'denied';
    return denied ? this.#deny(accountId, request, response) : this.#allow(accountId, details, request, response);
  }

  async #logIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const scenario = findScenario(this.#scenarios, (await readForm(request)).get('login') ?? '');
    if (scenario === undefined) throw new Error('no such account');
    const accountId = addressOf(scenario);
    this.#note(l10n.t('{0} signed in.', accountId));
    const result = { login: { accountId } };
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  async #deny(accountId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#note(l10n.t('{0} denied access.', accountId));
    const result = { error: 'access_denied', error_description: 'The user denied access.' };
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  async #allow(
    accountId: string,
    { params }: Details,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const grant = new this.#provider.Grant({ accountId, clientId: String(params['client_id']) });
    const { granted, withheld } = this.#scopes.next(findScenario(this.#scenarios, accountId), scopeOf(params));
    grant.addOIDCScope(granted);
    if (withheld !== '') grant.rejectOIDCScope(withheld);
    const grantId = await grant.save();
    this.#note(l10n.t('{0} allowed access.', accountId));
    const result = { consent: { grantId } };
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }

  #note(text: string): void {
    this.#log.write('oauth', 'note', text);
  }
}

function scopeOf({ scope }: Record<string, unknown>): string {
  return typeof scope === 'string' ? scope : '';
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > longestForm) throw new Error('the form is too long');
  }
  return new URLSearchParams(text);
}
