import * as vscode from 'vscode';
import { defined } from '../../common/defined.js';
import type { NewAccount } from '../../accounts/account.js';
import { chooseRedirect } from '../../sign-in/redirect-choice.js';
import { chooseSignIn, type SignInChoice } from '../../sign-in/sign-in-choice.js';
import type { Redirect } from '../../sign-in/sign-in.js';
import { providerById } from '../../providers/catalogue.js';
import type { RedirectKind } from '../../providers/provider-profile.js';
import { callbackPath } from '../ui/ids.js';
import { readSettings } from '../ui/settings.js';
import { UserError } from '../ui/user-error.js';

/** The editor's URI of this extension for a path; fixed, so that it can be registered. */
export function editorUri(context: vscode.ExtensionContext, path: string): string {
  return `${vscode.env.uriScheme}://${context.extension.id}${path}`;
}

/** Whether the browser runs where this extension host runs. */
export function browserIsLocal(context: vscode.ExtensionContext): boolean {
  const besideTheWindow =
    vscode.env.remoteName === undefined || context.extension.extensionKind === vscode.ExtensionKind.UI;
  return vscode.env.uiKind === vscode.UIKind.Desktop && besideTheWindow;
}

/** How the user of this account signs in, here and now. */
export function signInChoiceFor(context: vscode.ExtensionContext, account: NewAccount): SignInChoice {
  return chooseSignIn({
    ...situationOf(context, account),
    server: account.server,
    byDevice: account.grant === 'device',
    ...defined({ forced: readSettings().redirect }),
  });
}

/** How a redirect of this account's client comes back, here and now. */
function redirectKindFor(context: vscode.ExtensionContext, account: NewAccount): RedirectKind {
  const { redirect } = readSettings();
  const forced = redirect === 'device' ? undefined : redirect;
  return chooseRedirect({ ...situationOf(context, account), ...defined({ forced }) });
}

function situationOf(context: vscode.ExtensionContext, { provider, redirectUri }: NewAccount) {
  return {
    provider: providerById(provider),
    browserIsLocal: browserIsLocal(context),
    editorScheme: vscode.env.uriScheme,
    ...defined({ registered: redirectUri, relayUrl: readSettings().relayUrl }),
  };
}

/** The redirect URI to register for an account's client; a loopback one goes without its port. */
export async function registrableRedirectUri(context: vscode.ExtensionContext, account: NewAccount): Promise<string> {
  const kind = redirectKindFor(context, account);
  return kind === 'loopback' || kind === 'paste'
    ? loopbackRedirectUri(account)
    : (await makeRedirect(context, account, kind)).redirectUri;
}

/** The loopback redirect of an account's client, as it is registered. */
export function loopbackRedirectUri({ redirectUri, provider }: NewAccount): string {
  return redirectUri?.startsWith('http://') === true ? redirectUri : providerById(provider).loopbackRedirectUri;
}

/** The redirect of every kind but loopback, whose port is known only when it listens. */
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

function relayUrl({ redirectUri }: NewAccount): string {
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

/** In the browser-hosted editor only the URI that it makes for each request leads back to it. */
async function callbackUri(context: vscode.ExtensionContext): Promise<string> {
  const uri = editorUri(context, callbackPath);
  if (vscode.env.uiKind === vscode.UIKind.Desktop) return uri;
  return (await vscode.env.asExternalUri(vscode.Uri.parse(uri))).toString(true);
}
