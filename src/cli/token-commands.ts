import { defined } from '../common/defined.js';
import { describeError } from '../diagnosis/describe-error.js';
import {
  createAuthorizationRequest,
  exchangeCode,
  unknownState,
  type AuthorizationRequest,
} from '../oauth/authorization-code.js';
import { OAuthError } from '../oauth/errors.js';
import { refreshTokens } from '../oauth/refresh.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import type { TokenSet } from '../oauth/types.js';
import { runSignIn, type SignInFace } from '../sign-in/run-sign-in.js';
import type { Redirect } from '../sign-in/sign-in.js';
import { print, printError, type Io } from './io.js';
import { LineReader } from './line-reader.js';
import type { Options } from './options.js';
import { signInAsClient } from './application-command.js';
import { signInAsServiceAccount } from './service-account-command.js';
import { signInByDevice } from './device-command.js';
import { printAccessToken, printJson, printTokens, warnOfMissingScopes, warnOfOtherOwner } from './print-tokens.js';
import { authorizationServer, oauthClient, parseGrant, requestOptions, scopesFor } from './server-options.js';

/** `--generate_oauth2_token`: gets tokens with the selected grant, and prints them. */
export function generateToken(options: Options, io: Io): Promise<void> {
  switch (parseGrant(options)) {
    case 'authorization_code':
      return signInByBrowser(options, io);
    case 'device':
      return signInByDevice(options, io);
    case 'client_credentials':
      return signInAsClient(options, io);
    case 'service_account':
      return signInAsServiceAccount(options, io);
  }
}

async function signInByBrowser(options: Options, io: Io): Promise<void> {
  const http = await requestOptions(options, io);
  const { provider, server } = await authorizationServer(options, http);
  const client = await oauthClient(options, { provider, server }, io);
  const scopes = scopesFor(options, provider, server);
  const redirect = redirectFor(options.redirect_uri ?? provider.loopbackRedirectUri);
  const lines = new LineReader(io);
  let request: AuthorizationRequest | undefined;
  try {
    const tokens = await runSignIn(
      {
        redirect,
        begin: async ({ redirectUri }) => {
          request = await createAuthorizationRequest({
            server,
            client,
            scopes,
            redirectUri,
            parameters: provider.authorizationParameters,
            ...defined({ loginHint: options.user }),
          });
          return request;
        },
        complete: (response, signal) => {
          if (request === undefined) throw unknownState();
          return exchangeCode({ server, client, scopes, response, ...request }, { ...http, signal });
        },
      },
      face(options, io, { lines, isListening: 'loopback' in redirect }),
      io.signal,
    );
    if (tokens !== undefined) {
      warnOfMissingScopes(scopes, tokens, io);
      warnOfOtherOwner(options, tokens, io);
      printTokens(tokens, options, io);
    }
  } finally {
    lines.close();
    // An open pipe would keep the process alive.
    io.stdin.destroy();
  }
}

function redirectFor(redirectUri: string): { readonly loopback: string } | Redirect {
  return redirectUri.startsWith('http://') ? { loopback: redirectUri } : { kind: 'paste', redirectUri };
}

/** Where the address that the browser ends on can be pasted. */
interface Paste {
  readonly lines: LineReader;
  /** Whether the redirect can also reach a listener. */
  readonly isListening: boolean;
}

/** The user interface of a sign-in on a terminal: prints the URL, and accepts a pasted one at any time. */
function face(options: Options, io: Io, paste: Paste): SignInFace<TokenSet> {
  return {
    openBrowser: async (url) => {
      printSignInUrl(url, options, io);
      const offersPasting = !paste.isListening || (await paste.lines.mayContinue());
      printError(
        io,
        offersPasting
          ? 'Waiting for the browser. If it ends on a page that does not load, paste its whole address (or the code) here:'
          : 'Waiting for the browser.',
      );
      return { dispose: () => undefined };
    },
    askForRedirect: (_signal, problem) => {
      if (problem !== undefined) printError(io, `xoauth2: ${problem} Paste the address that the browser ends on:`);
      return nextLine(paste);
    },
    onStrayError: (error) =>
      printError(
        io,
        `xoauth2: the browser returned an error that does not match this sign-in: ${describeError(error)} Try again in the browser, or press Ctrl+C.`,
      ),
    successPage: () => ({
      ok: true,
      title: 'Signed in',
      text: 'You can close this page and go back to the terminal.',
    }),
    failurePage: (error) => ({
      ok: false,
      title: 'The sign-in failed',
      text: error instanceof OAuthError ? describeError(error) : 'Go back to the terminal.',
    }),
  };
}

/** The next line of standard input. After its end, only the listener can still receive the redirect. */
async function nextLine({ lines, isListening }: Paste): Promise<string> {
  const line = await lines.next();
  if (line !== undefined) return line;
  if (isListening) return new Promise(() => undefined);
  throw new OAuthError(
    'no-code',
    'Standard input ended before an address was pasted. Run the command in a terminal, or pipe the address that the browser ends on into it.',
  );
}

/** `--refresh_token`: gets a new access token and prints it. */
export async function refreshToken(options: Options, io: Io): Promise<void> {
  const http = await requestOptions(options, io);
  const { provider, server } = await authorizationServer(options, http);
  const client = await oauthClient(options, { provider, server }, io);
  const { refresh_token: given = '' } = options;
  const scopes = options.scope === undefined ? {} : { scopes: splitScopes(options.scope) };
  const tokens = await refreshTokens({ server, client, tokens: { refreshToken: given }, ...scopes }, http);
  if (options.json === true) printJson(tokens, io);
  else if (options.quiet === true) print(io, tokens.accessToken);
  else printAccessToken(tokens, io);
  const rotated = tokens.refreshToken !== given;
  if (rotated && options.json !== true && options.quiet !== true) {
    print(io, `Refresh Token: ${tokens.refreshToken ?? ''}`);
  } else if (rotated && options.quiet === true) {
    printError(
      io,
      'xoauth2: the server issued a new refresh token in place of the old one; run without --quiet or with --json to get it.',
    );
  }
}

function printSignInUrl(url: string, options: Options, io: Io): void {
  const tell = options.quiet === true || options.json === true ? printError : print;
  tell(io, `To authorize token, visit this url and follow the directions:\n  ${url}`);
}
