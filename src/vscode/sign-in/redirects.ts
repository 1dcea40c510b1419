import * as vscode from 'vscode';
import { defined } from '../../common/defined.js';
import type { NewAccount } from '../../accounts/account.js';
import { chooseRedirect } from '../../sign-in/redirect-choice.js';
import { chooseSignIn, type SignInChoice } from '../../sign-in/sign-in-choice.js';
import type { Redirect } from '../../sign-in/sign-in.js';
import { providerById } from '../../providers/catalogue.js';
import type { RedirectKind } from '../../providers/provider-profile.js';
import { callbackPath } from '../ui/ids.js';
import { isSandboxAccount } from '../sandbox/is-sandbox-account.js';
import { readSettings } from '../ui/settings.js';
import { UserError } from '../ui/user-error.js';

/** The editor's URI for a path of this extension. It is fixed, so that it can be registered. */
export function editorUri(context: vscode.ExtensionContext, path: string): string {
  return `${vscode.env.uriScheme}://${context.extension.id}${path}`;
}

/** Whether the browser runs where this extension host runs. */
export function browserIsLocal(context: vscode.ExtensionContext): boolean {
  const besideTheWindow =
    vscode.env.remoteName === undefined || context.extension.extensionKind === vscode.ExtensionKind.UI;
  return vscode.env.uiKind === vscode.UIKind.Desktop && besideTheWindow;
}

/** Chooses how the user of this account signs in. */
export function signInChoiceFor(context: vscode.ExtensionContext, account: RedirectAccount): SignInChoice {
  return chooseSignIn({
    ...situationOf(context, account),
    server: account.server,
    byDevice: account.grant === 'device',
    ...defined({ forced: readSettings().redirect }),
  });
}

/** The properties of an account that determine its redirect. */
export type RedirectAccount = Pick<NewAccount, 'provider' | 'email' | 'server' | 'client' | 'redirectUri' | 'grant'>;

/** Chooses the kind of redirect for this account's client. */
function redirectKindFor(context: vscode.ExtensionContext, account: RedirectAccount): RedirectKind {
  const { redirect } = readSettings();
  const forced = redirect === 'device' ? undefined : redirect;
  return chooseRedirect({ ...situationOf(context, account), ...defined({ forced }) });
}

function situationOf(context: vscode.ExtensionContext, account: RedirectAccount) {
  const { provider, redirectUri } = account;
  return {
    provider: providerById(provider),
    browserIsLocal: browserIsLocal(context),
    // The sandbox accepts any redirect URI of this extension.
    editorUriIsFixed: vscode.env.uiKind === vscode.UIKind.Desktop || isSandboxAccount(account),
    editorScheme: vscode.env.uriScheme,
    ...defined({ registered: redirectUri, relayUrl: readSettings().relayUrl }),
  };
}

/**
 * The redirect URI to register for an account's client; a loopback URI without its port.
 *
 * @throws {UserError} `no-relay` if none is fixed
 */
export function registrableRedirectUri(context: vscode.ExtensionContext, account: RedirectAccount): string {
  switch (redirectKindFor(context, account)) {
    case 'loopback':
      return loopbackRedirectUri(account);
    case 'paste':
      return account.redirectUri ?? loopbackRedirectUri(account);
    case 'relay':
      return relayUrl(account);
    case 'direct':
      if (account.redirectUri === undefined && vscode.env.uiKind === vscode.UIKind.Web) throw changingUri();
      return account.redirectUri ?? editorUri(context, callbackPath);
  }
}

function changingUri(): UserError {
  return new UserError(
    'no-relay',
    vscode.l10n.t(
      'In the browser, the editor’s redirect URI is different for each request, so it cannot be registered. Set mailOAuth.relayUrl to a page that forwards to the editor.',
    ),
  );
}

/** The registered loopback redirect URI of an account's client. */
export function loopbackRedirectUri({ redirectUri, provider }: RedirectAccount): string {
  return redirectUri?.startsWith('http://') === true ? redirectUri : providerById(provider).loopbackRedirectUri;
}

/** The redirect of any kind except loopback, whose port is known only after listening. */
export async function makeRedirect(
  context: vscode.ExtensionContext,
  account: NewAccount,
  kind: Exclude<RedirectKind, 'loopback'>,
): Promise<Redirect> {
  switch (kind) {
    case 'direct': {
      const registered = account.redirectUri;
      return { kind, redirectUri: registered ?? (await callbackUri(context)) };
    }
    case 'relay':
      return { kind, redirectUri: relayUrl(account), forwardTo: await callbackUri(context) };
    case 'paste':
      return { kind, redirectUri: account.redirectUri ?? loopbackRedirectUri(account) };
  }
}

function relayUrl({ redirectUri }: RedirectAccount): string {
  const url = redirectUri?.startsWith('https://') === true ? redirectUri : readSettings().relayUrl;
  if (url === undefined) {
    throw new UserError(
      'no-relay',
      vscode.l10n.t(
        'The relay redirect needs a page that forwards to the editor: set mailOAuth.relayUrl to its address.',
      ),
    );
  }
  return url;
}

/** The editor in a browser is reachable only through a URI that it creates for each request. */
async function callbackUri(context: vscode.ExtensionContext): Promise<string> {
  const uri = editorUri(context, callbackPath);
  if (vscode.env.uiKind === vscode.UIKind.Desktop) return uri;
  return (await vscode.env.asExternalUri(vscode.Uri.parse(uri))).toString(true);
}
