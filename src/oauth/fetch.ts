import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { checkCa } from '../transport/ca-file.js';
import { trustedWith } from '../transport/tls.js';
import { OAuthError } from './errors.js';
import type { RequestOptions } from './types.js';

/** The largest answer of an authorization server, in octets. Metadata and tokens have some thousands. */
const maximumBody = 1024 * 1024;

/** What `oauth4webapi` sends. */
interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | undefined;
}

type Fetch = (url: string, request: Request) => Promise<Response>;

/**
 * A `fetch` for one request: the deadline and the caller's signal cover the body too, the body is at most
 * 1 MB, and an https server may be one of the caller's own authorities.
 *
 * The response it resolves to holds the whole body.
 *
 * @throws {OAuthError} `bad-response` for a body that is too large
 * @throws {TransportError} `bad-ca`
 * @throws a `TimeoutError` at the deadline; the signal's reason; what `fetch` throws
 */
export function limitedFetch({ signal, timeoutMs = 20_000, ca }: RequestOptions): Fetch {
  checkCa(ca);
  return (url, request) =>
    withDeadline(timeoutMs, signal, async (ended) => {
      const send = ca !== undefined && url.startsWith('https:') ? fetchWithCa(ca) : fetchWithDefaults;
      const response = await send(url, request, ended);
      const body = await readBody(response.body, url);
      const { status, statusText, headers } = response;
      // A status such as 204 allows no body, not even an empty one.
      return new Response(body.length === 0 ? null : body, { status, statusText, headers });
    });
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
  const timer = setTimeout(() => controller.abort(new DOMException('The time is up.', 'TimeoutError')), timeoutMs);
  signal?.addEventListener('abort', onAbort);
  try {
    return await work(controller.signal);
  } catch (error) {
    // A body that breaks off because of the signal may be reported as a network error.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function readBody(body: ReadableStream<Uint8Array> | null, url: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream, to the socket.
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maximumBody) {
      throw new OAuthError(
        'bad-response',
        l10n.t('The answer of {0} is larger than 1 MB and was not read. Check the endpoint.', new URL(url).host),
      );
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

type Answer = Pick<Response, 'status' | 'statusText' | 'headers' | 'body'>;

function fetchWithDefaults(url: string, { method, headers, body }: Request, signal: AbortSignal): Promise<Answer> {
  return fetch(url, { method, headers, redirect: 'manual', signal, ...(body === undefined ? {} : { body }) });
}

/** The `fetch` of Node.js takes no certificate authorities, `node:https` does. */
function fetchWithCa(ca: string): typeof fetchWithDefaults {
  return async (url, { method, headers, body }, signal) => {
    const https = await import('node:https');
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      https
        .request(url, { method, headers, signal, ca: trustedWith(ca), rejectUnauthorized: true, minVersion: 'TLSv1.2' })
        .once('error', reject)
        .once('response', resolve)
        .end(body?.toString());
    });
    return {
      status: response.statusCode ?? 0,
      statusText: response.statusMessage ?? '',
      headers: new Headers(Object.entries(response.headersDistinct).flatMap(toHeaders)),
      body: Readable.toWeb(response) as ReadableStream<Uint8Array>,
    };
  };
}

function toHeaders([name, values = []]: [string, string[] | undefined]): [string, string][] {
  return values.map((value) => [name, value]);
}
