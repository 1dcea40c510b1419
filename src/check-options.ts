import { defined } from './common/defined.js';
import type { LoginCheckOptions } from './mail/login-check/login-check.js';
import { profileForHost } from './providers/catalogue.js';
import { readCaFiles } from './transport/ca-file.js';
import { chooseProxy, type ProxySettings } from './transport/proxy.js';

/** A login check as users describe it: CA files by name, the proxy by settings, the provider not at all. */
export interface LoginCheckRequest extends Omit<LoginCheckOptions, 'ca' | 'proxy' | 'serverProfile'> {
  readonly caFiles: readonly (string | undefined)[];
  readonly proxy: ProxySettings;
}

/**
 * Completes a request for a login check: reads the CA files, chooses the proxy and looks up what is known of
 * the server.
 *
 * @throws {TransportError} `bad-ca`, `bad-proxy`
 */
export async function resolveCheckOptions({
  caFiles,
  proxy,
  ...request
}: LoginCheckRequest): Promise<LoginCheckOptions> {
  const { host, port } = request.server;
  return {
    ...request,
    ...defined({
      ca: await readCaFiles(caFiles),
      proxy: chooseProxy(host, port, proxy),
      serverProfile: profileForHost(host),
    }),
  };
}
