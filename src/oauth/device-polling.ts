import * as l10n from '@vscode/l10n';
import { requestDeviceTokens, type DeviceAuthorization, type DeviceRequest } from './device-authorization.js';
import { OAuthError } from './errors.js';
import type { RequestOptions, TokenSet } from './types.js';

/** Options of {@link awaitDeviceTokens}. */
export interface DevicePollingOptions extends RequestOptions {
  /** Waits for `ms` and rejects with the signal's reason; a timer by default. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** The increase of the interval by `slow_down`, in ms. RFC 8628 §3.5. */
const slowDown = 5000;

/** The maximum interval after failures, in ms. */
const longestBackoff = 60_000;

/**
 * Polls until the user has entered the code and given consent, and returns the tokens. The interval is increased after
 * `slow_down`, and if the server cannot be reached. RFC 8628 §3.5.
 *
 * @throws {OAuthError} `device-code-expired`; `server-error` with `access_denied` or another code of the server;
 * the signal's reason
 * @example
 * ```ts
 * import { awaitDeviceTokens, requestDeviceAuthorization, signInSettings } from 'xoauth2';
 *
 * const { server, scopes } = signInSettings('microsoft');
 * const request = { server, client: { clientId: process.env.CLIENT_ID ?? '' }, scopes };
 * const authorization = await requestDeviceAuthorization(request);
 * console.log(`Enter ${authorization.userCode} at ${authorization.verificationUri}`);
 * const { refreshToken } = await awaitDeviceTokens(request, authorization, { signal: AbortSignal.timeout(600_000) });
 * console.log(refreshToken !== undefined);
 * ```
 */
export async function awaitDeviceTokens(
  request: DeviceRequest,
  authorization: Pick<DeviceAuthorization, 'deviceCode' | 'clientAuthMethod' | 'expiresAt' | 'intervalMs'>,
  options: DevicePollingOptions = {},
): Promise<TokenSet> {
  const { now = Date.now, wait = waitForTimer, signal } = options;
  const { expiresAt } = authorization;
  let { intervalMs } = authorization;
  for (;;) {
    if (now() + intervalMs >= expiresAt) {
      await wait(Math.max(expiresAt - now(), 0), signal);
      throw expired();
    }
    await wait(intervalMs, signal);
    try {
      return await requestDeviceTokens(request, authorization, options);
    } catch (error) {
      intervalMs = nextInterval(error, intervalMs);
    }
  }
}

/** The interval until the next request, in ms. @throws the error, if polling cannot continue */
function nextInterval(error: unknown, intervalMs: number): number {
  if (!(error instanceof OAuthError)) throw error;
  if (mayBePending(error)) return intervalMs;
  switch (error.serverError ?? error.code) {
    case 'authorization_pending':
      return intervalMs;
    case 'slow_down':
      return intervalMs + slowDown;
    // §3.5: back off after a connection timeout.
    case 'network':
    case 'timeout':
    case 'unavailable':
    case 'rate-limited':
      return Math.max(intervalMs, Math.min(2 * intervalMs, longestBackoff));
    case 'expired_token':
      throw expired();
    default:
      throw error;
  }
}

/**
 * WSO2 sends `invalid_grant` until the user has finished, and also if the user has declined or the code has expired;
 * the life of the code limits the wait. wso2/product-is#21192, #10120.
 */
function mayBePending({ answer }: OAuthError): boolean {
  return (
    answer?.error === 'invalid_grant' &&
    /^invalid_request$|retrieving subject identifier for device code|^authorization_pending$/i.test(
      answer.description ?? '',
    )
  );
}

function expired(): OAuthError {
  return new OAuthError(
    'device-code-expired',
    l10n.t('The code expired before the sign-in was completed in the browser. Start the sign-in again.'),
  );
}

function waitForTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
  });
}
