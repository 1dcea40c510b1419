import * as vscode from 'vscode';
import { storableServer, type Account } from '../../accounts/account.js';
import { defined } from '../../common/defined.js';
import { registeredLoopbackUri, obtainClient } from '../../sign-in/obtain-client.js';
import { browserIsLocal, registrableRedirectUri, signInChoiceFor, type RedirectAccount } from '../sign-in/redirects.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { readSettings } from '../ui/settings.js';
import { isCancellation, showError } from '../ui/show-error.js';
import { UserError } from '../ui/user-error.js';
import { connectOptions } from './connect-options.js';
import type { Answers } from './account-answers.js';

/** Whether a client can be obtained from the authorization server without asking the user. */
export function canObtainClient({ server, client }: Answers): boolean {
  if (server === undefined || client !== undefined) return false;
  return (
    server.registrationEndpoint !== undefined ||
    (server.clientIdMetadataDocuments === true && readSettings().clientMetadataUrl !== undefined)
  );
}

/**
 * Obtains a client and its redirect URI from the authorization server. Errors are shown; the wizard then asks for a
 * client.
 */
export async function obtainClientFor(
  context: vscode.ExtensionContext,
  answers: Answers,
  scopes: readonly string[],
  accounts: readonly Account[],
): Promise<Answers> {
  const { server } = answers;
  if (server === undefined) return answers;
  const { clientMetadataUrl, relayUrl } = readSettings();
  const byDevice = !browserIsLocal(context);
  const host = new URL(server.issuer ?? server.tokenEndpoint).host;
  try {
    const obtained = await withCancellableProgress(
      vscode.l10n.t('Registering this editor at {0}', host),
      async (signal) =>
        obtainClient(
          { server, scopes, accounts, byDevice, ...defined({ relayUrl, documentUrl: clientMetadataUrl }) },
          { signal, ...(await connectOptions()) },
        ),
    );
    if (obtained === undefined) return answers;
    const redirectUri = byDevice ? (relayUrl ?? registeredLoopbackUri) : registeredLoopbackUri;
    return { ...answers, client: obtained.client, scopes: obtained.scopes, redirectUri };
  } catch (error) {
    if (isCancellation(error)) throw error;
    await showError(error);
    return answers;
  }
}

/** The redirect URI to register for the user's own client; `undefined` if none is needed, or none is fixed. */
export function redirectUriToRegister(context: vscode.ExtensionContext, answers: Answers): string | undefined {
  const { provider, server, email = '', redirectUri } = answers;
  if (provider === undefined || server === undefined) return undefined;
  const account: RedirectAccount = {
    provider: provider.id,
    email,
    server: storableServer(server),
    client: { clientId: answers.clientId ?? '' },
    grant: 'authorization-code',
    ...defined({ redirectUri }),
  };
  if (signInChoiceFor(context, account).way === 'device') return undefined;
  try {
    return registrableRedirectUri(context, account);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
