import { createInterface } from 'node:readline';
import { parsePastedRedirect } from '../sign-in/sign-in.js';
import { createAuthorizationRequest, exchangeCode, type AuthorizationRequest } from '../oauth/authorization-code.js';
import { describeError } from '../diagnosis/describe-error.js';
import { OAuthError } from '../oauth/errors.js';
import { LoopbackRedirect } from '../sign-in/loopback-redirect.js';
import { refreshTokens } from '../oauth/refresh.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import type { TokenSet } from '../oauth/types.js';
import { UsageError } from './exit-status.js';
import { print, printError, type Io } from './io.js';
import type { Options } from './options.js';
import { authorizationServer, oauthClient } from './server-options.js';

/** How long a sign-in may take, in ms. */
const signInLimit = 5 * 60_000;

/** `--generate_oauth2_token`: signs in with the browser and prints the tokens. */
export async function generateToken(options: Options, io: Io): Promise<void> {
  const { provider, server } = await authorizationServer(options, io.signal);
  const client = oauthClient(options, provider);
  const scopes = options.scope === undefined ? provider.scopes : splitScopes(options.scope);
  if (scopes.length === 0) throw new UsageError('--scope is empty.');
  const redirectUri = options.redirect_uri ?? provider.loopbackRedirectUri;
  const loopback = redirectUri.startsWith('http://') ? await LoopbackRedirect.listen(redirectUri) : undefined;
  try {
    const request = await createAuthorizationRequest({
      server,
      client,
      scopes,
      redirectUri: loopback?.redirectUri ?? redirectUri,
      parameters: provider.authorizationParameters,
      ...(options.user === undefined ? {} : { loginHint: options.user }),
    });
    const exchange = (response: URLSearchParams) =>
      exchangeCode({ server, client, scopes, response, ...request }, { signal: io.signal });
    printSignInUrl(request.url, options, io);
    printTokens(await signIn(request, loopback, exchange, io), options, io);
  } finally {
    loopback?.close();
  }
}

/** `--refresh_token`: gets a new access token and prints it. */
export async function refreshToken(options: Options, io: Io): Promise<void> {
  const { provider, server } = await authorizationServer(options, io.signal);
  const client = oauthClient(options, provider);
  const { refresh_token: given = '' } = options;
  const scopes = options.scope === undefined ? {} : { scopes: splitScopes(options.scope) };
  const tokens = await refreshTokens(
    { server, client, tokens: { refreshToken: given }, ...scopes },
    { signal: io.signal },
  );
  if (options.json === true) printJson(tokens, io);
  else if (options.quiet === true) print(io, tokens.accessToken);
  else printAccessToken(tokens, io);
  const rotated = tokens.refreshToken !== given;
  if (rotated && options.json !== true && options.quiet !== true) {
    print(io, `Refresh Token: ${tokens.refreshToken ?? ''}`);
  } else if (rotated && options.quiet === true) {
    printError(
      io,
      'xoauth2: the server gave a new refresh token in place of the old one; run without --quiet or with --json to get it.',
    );
  }
}

function printSignInUrl(url: string, options: Options, io: Io): void {
  const tell = options.quiet === true || options.json === true ? printError : print;
  tell(io, `To authorize token, visit this url and follow the directions:\n  ${url}`);
  printError(
    io,
    'Waiting for the browser. If it ends on a page that does not load, paste its whole address (or the code) here:',
  );
}

type Exchange = (response: URLSearchParams) => Promise<TokenSet>;

/** Takes whichever comes first: the redirect to the loopback listener, or a line on standard input. */
async function signIn(
  request: AuthorizationRequest,
  loopback: LoopbackRedirect | undefined,
  exchange: Exchange,
  io: Io,
): Promise<TokenSet> {
  const lines = createInterface({ input: io.stdin, terminal: false });
  try {
    return await new Promise<TokenSet>((resolve, reject) => {
      const limit = setTimeout(() => {
        reject(new OAuthError('timeout', 'Nothing came back from the browser within 5 minutes: start again.'));
      }, signInLimit);
      const settle = (tokens: Promise<TokenSet>) => tokens.then(resolve, reject).finally(() => clearTimeout(limit));
      io.signal.addEventListener('abort', () => {
        clearTimeout(limit);
        reject(io.signal.reason as Error);
      });
      lines.once('line', (line) => void settle(exchange(parsePastedRedirect(line, request.state))));
      if (loopback !== undefined) serve(loopback, request, exchange, settle);
    });
  } finally {
    lines.close();
    // A pipe that nobody closes would keep the process alive.
    io.stdin.destroy();
  }
}

function serve(
  loopback: LoopbackRedirect,
  { state, url }: AuthorizationRequest,
  exchange: Exchange,
  settle: (tokens: Promise<TokenSet>) => Promise<void>,
): void {
  loopback.serve({
    state,
    authorizationUrl: url,
    complete: async (response) => {
      const tokens = exchange(response);
      void settle(tokens);
      try {
        await tokens;
        return { ok: true, title: 'Signed in', text: 'You can close this page and go back to the terminal.' };
      } catch (error) {
        const text = error instanceof OAuthError ? describeError(error) : 'Go back to the terminal.';
        return { ok: false, title: 'The sign-in did not succeed', text };
      }
    },
  });
}

function printTokens(tokens: TokenSet, options: Options, io: Io): void {
  if (options.json === true) {
    printJson(tokens, io);
    return;
  }
  if (tokens.refreshToken === undefined) printError(io, 'xoauth2: the server gave no refresh token.');
  else print(io, `Refresh Token: ${tokens.refreshToken}`);
  printAccessToken(tokens, io);
}

function printAccessToken(tokens: TokenSet, io: Io): void {
  print(io, `Access Token: ${tokens.accessToken}`);
  const seconds = expiresIn(tokens);
  if (seconds === undefined) printError(io, 'xoauth2: the server did not say when the access token expires.');
  else print(io, `Access Token Expiration Seconds: ${seconds}`);
}

function printJson(tokens: TokenSet, io: Io): void {
  print(
    io,
    JSON.stringify(
      {
        access_token: tokens.accessToken,
        expires_in: expiresIn(tokens),
        refresh_token: tokens.refreshToken,
        scope: tokens.scopes?.join(' '),
      },
      undefined,
      2,
    ),
  );
}

function expiresIn({ expiresAt, obtainedAt }: TokenSet): number | undefined {
  return expiresAt === undefined ? undefined : Math.round((expiresAt - obtainedAt) / 1000);
}
