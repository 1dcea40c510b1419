import { defined } from './common/defined.js';
import type { LoginCheckOptions } from './mail/login-check/login-check.js';
import { profileForHost } from './providers/catalogue.js';
import { readCaFiles } from './transport/ca-file.js';
import { chooseProxy, type ProxySettings } from './transport/proxy.js';

/** A login check as configured by a user: with the paths of CA files and the proxy settings. */
export interface LoginCheckRequest extends Omit<LoginCheckOptions, 'ca' | 'proxy' | 'serverProfile'> {
  readonly caFiles: readonly (string | undefined)[];
  readonly proxy: ProxySettings;
}

/**
 * Resolves the options of a login check: reads the CA files, chooses the proxy and looks up the server's profile.
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
