import * as l10n from '@vscode/l10n';
import { readServerCapabilities, type CapabilityRequest } from '../mail/login-check/server-capabilities.js';
import { ask } from './ask.js';
import { serverLabel } from './server-label.js';
import type { FoundServer, MethodAnswer } from './types.js';

/** The options for connecting to mail servers. */
export type Reach = Omit<CapabilityRequest, 'protocol' | 'server' | 'signal'>;

/** Reads the capabilities that mail servers offer before a login. */
export function askCapabilities(
  servers: readonly FoundServer[],
  reach: (server: FoundServer) => Reach,
  signal: AbortSignal,
): Promise<MethodAnswer[]> {
  return Promise.all(
    servers.map((server) => {
      const { protocol, host, port, security } = server;
      const question = serverLabel(server);
      return ask({ method: 'capabilities', question }, signal, async () => {
        const { mechanisms } = await readServerCapabilities({ protocol, server, ...reach(server), signal });
        return {
          summary:
            mechanisms.length === 0
              ? l10n.t('The server lists no mechanisms.')
              : l10n.t('The server offers {0}.', mechanisms.join(', ')),
          offers: { server: { protocol, host, port, security }, mechanisms },
        };
      });
    }),
  );
}
