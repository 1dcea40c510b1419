import type { IncomingMessage } from 'node:http';
import * as l10n from '@vscode/l10n';
import { checkCa } from '../transport/ca-file.js';
import { maximumDelay } from '../transport/deadline.js';
import { sendRequest } from '../transport/http-request.js';
import { decodeBody } from './content-coding.js';
import { OAuthError } from './errors.js';
import type { RequestOptions } from './types.js';

/** The maximum size of a response, in octets. Metadata and tokens have a few thousand. */
const maximumBody = 1024 * 1024;

/** What `oauth4webapi` sends. */
interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | string | undefined;
}

type Fetch = (url: string, request: Request) => Promise<Response>;

/**
 * A `fetch` for one request: the deadline and the caller's signal cover the body too, the body is limited to 1 MB,
 * redirects are not followed, and additional CA certificates and a proxy are supported.
 *
 * It resolves when the whole body has been received.
 *
 * @throws {OAuthError} `bad-response` for a body that is too large
 * @throws {TransportError} `bad-ca`, `bad-proxy`, `proxy-failed`
 * @throws a `TimeoutError` at the deadline; the signal's reason; the errors of Node.js
 */
export function limitedFetch({ signal, timeoutMs = 20_000, ca, proxyFor }: RequestOptions): Fetch {
  checkCa(ca);
  return (url, { method, headers, body }) =>
    withDeadline(timeoutMs, signal, async (ended) => {
      const request = { method, headers, body: body?.toString(), signal: ended, ca, proxyFor };
      const answer = await sendRequest(new URL(url), request);
      return toResponse(answer, await readBody(answer, url), url);
    });
}

function toResponse(
  { statusCode: status = 0, statusMessage: statusText = '', headersDistinct }: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  url: string,
): Response {
  if (status < 200 || status > 599) {
    throw new OAuthError(
      'bad-response',
      l10n.t(
        '{0} did not answer like an authorization server (HTTP {1}). Check the endpoint.',
        new URL(url).host,
        status,
      ),
    );
  }
  const headers = new Headers(Object.entries(headersDistinct).flatMap(toHeaders));
  // Statuses such as 204 do not allow a body, but some servers send one anyway.
  const isEmpty = body.length === 0 || status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : body, { status, statusText, headers });
}

/**
 * Runs work with a signal that is aborted at the deadline or with the caller's signal. The timer keeps the
 * controller alive: of `AbortSignal.any` and `AbortSignal.timeout` Node.js 20 loses the deadline at a
 * garbage collection.
 */
async function withDeadline<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (ended: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal?.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException('The time is up.', 'TimeoutError')),
    Math.min(timeoutMs, maximumDelay),
  );
  signal?.addEventListener('abort', onAbort);
  try {
    return await work(controller.signal);
  } catch (error) {
    // A body that is interrupted by the signal may be reported as a network error.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function readBody(answer: IncomingMessage, url: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop destroys the stream and its socket.
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maximumBody) throw tooLarge(url);
    chunks.push(chunk);
  }
  const body = await decodeBody(Buffer.concat(chunks), answer.headers['content-encoding'], maximumBody);
  if (body === undefined) throw tooLarge(url);
  return new Uint8Array(body);
}

function tooLarge(url: string): OAuthError {
  return new OAuthError(
    'bad-response',
    l10n.t('The response of {0} is larger than 1 MB and was not read. Check the endpoint.', new URL(url).host),
  );
}

function toHeaders([name, values = []]: [string, string[] | undefined]): [string, string][] {
  return values.map((value) => [name, value]);
}
