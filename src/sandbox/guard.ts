import type { IncomingMessage } from 'node:http';

/**
 * Why a request is not served. Only programs and pages of this machine may use the sandbox: another host
 * name would be DNS rebinding, another origin a page of somebody else.
 */
export function refusalOf({ headers, method }: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return 'Host is not this sandbox';
  const { origin } = headers;
  const own = hosts.map((host) => `http://${host}`);
  if (origin !== undefined && !own.includes(origin)) return 'Origin is not this sandbox';
  const site = headers['sec-fetch-site'];
  if (method !== 'GET' && method !== 'HEAD' && (site === 'cross-site' || site === 'same-site')) {
    return 'the request comes from another site';
  }
  return undefined;
}
