import { requestDeviceAuthorization, type DeviceAuthorization } from '../oauth/device-authorization.js';
import { awaitDeviceTokens } from '../oauth/device-polling.js';
import { whyNoDevice } from '../sign-in/sign-in-choice.js';
import { UsageError } from './exit-status.js';
import { print, printError, type Io } from './io.js';
import type { Options } from './options.js';
import { printTokens, warnOfMissingScopes, warnOfOtherOwner } from './print-tokens.js';
import { authorizationServer, oauthClient, requestOptions, scopesFor } from './server-options.js';

/** `--generate_oauth2_token --grant device`: shows a code and waits until the user has entered it on any device. */
export async function signInByDevice(options: Options, io: Io): Promise<void> {
  const http = await requestOptions(options, io);
  const { provider, server } = await authorizationServer(options, http);
  const noDevice = whyNoDevice(provider, server);
  if (noDevice !== undefined) throw new UsageError(noDevice);
  const client = await oauthClient(options, { provider, server }, io);
  const scopes = scopesFor(options, provider, server);
  const request = { server, client, scopes };
  const authorization = await requestDeviceAuthorization(request, http);
  printCode(authorization, options, io);
  const tokens = await awaitDeviceTokens(request, authorization, http);
  warnOfMissingScopes(scopes, tokens, io);
  warnOfOtherOwner(options, tokens, io);
  printTokens(tokens, options, io);
}

function printCode(authorization: DeviceAuthorization, options: Options, io: Io): void {
  const { userCode, verificationUri, verificationUriComplete } = authorization;
  const tell = options.quiet === true || options.json === true ? printError : print;
  const whole =
    verificationUriComplete === undefined
      ? ''
      : `\n\nOr open the address that contains the code:\n  ${verificationUriComplete}`;
  tell(
    io,
    `To authorize token, open this address on any device and enter the code:\n  ${verificationUri}\n\n      ${large(userCode, io)}${whole}\n`,
  );
  printError(io, 'Waiting until the code is entered. Do not give it to anyone.');
}

/** Formats the code in bold and reverse video on a terminal. */
function large(code: string, { stdout, env }: Io): string {
  const isTerminal = (stdout as { readonly isTTY?: boolean }).isTTY === true;
  return isTerminal && env['NO_COLOR'] === undefined ? `\u001b[1;7m  ${code}  \u001b[0m` : code;
}
