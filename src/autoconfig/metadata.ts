import * as l10n from '@vscode/l10n';
import { discover } from '../oauth/discovery.js';
import type { AuthorizationServer, RequestOptions } from '../oauth/types.js';
import { ask } from './ask.js';
import type { MethodAnswer } from './types.js';

/** Fetches the metadata of an issuer. Replaceable for tests. */
export type DiscoverIssuer = (issuer: string, options: RequestOptions) => Promise<AuthorizationServer>;

/** Fetches the metadata of issuers (RFC 8414, then OpenID Connect Discovery). Redirects are not followed. */
export function askMetadata(
  issuers: readonly string[],
  options: RequestOptions & { readonly signal: AbortSignal },
  discoverIssuer: DiscoverIssuer = discover,
): Promise<MethodAnswer[]> {
  return Promise.all(
    issuers.map((issuer) =>
      ask({ method: 'metadata', question: issuer }, options.signal, async () => {
        const server = await discoverIssuer(issuer, options);
        const issuers = server.issuer === undefined ? [] : [server.issuer];
        return { summary: l10n.t('The authorization server has metadata.'), authorizationServer: server, issuers };
      }),
    ),
  );
}
