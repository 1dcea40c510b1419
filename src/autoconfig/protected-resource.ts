import { parseJsonObject } from '../common/json-object.js';
import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { ask, type Tools } from './ask.js';
import type { MethodAnswer } from './types.js';

/** The URL of a host's protected resource metadata. RFC 9728 §3. */
export function protectedResourceUrl(host: string): string {
  return `https://${host}/.well-known/oauth-protected-resource`;
}

/** Fetches the protected resource metadata of hosts, which names their authorization servers. */
export function askProtectedResources(hosts: readonly string[], { web, signal }: Tools): Promise<MethodAnswer[]> {
  return Promise.all(
    hosts.map((host) => {
      const url = protectedResourceUrl(host);
      return ask({ method: 'protected-resource', question: url }, signal, async () => {
        const document = await web.get(url, 'application/json');
        if (document === undefined) return l10n.t('There is no such host.');
        if (document.status !== 200) return l10n.t('There is no such document (HTTP {0}).', document.status);
        const { issuers, scopes } = readResourceMetadata(document.body);
        if (issuers.length === 0) return l10n.t('The answer names no authorization server.');
        return {
          summary: l10n.t('It accepts tokens of {0}.', issuers.join(', ')),
          issuers,
          ...defined({ scopes: scopes.length === 0 ? undefined : scopes }),
        };
      });
    }),
  );
}

/** The maximum number of issuers and of scopes. */
const maximumListed = 20;

/** The https issuers and the scopes of protected-resource metadata. RFC 9728 §2. */
export function readResourceMetadata(body: Uint8Array): { readonly issuers: string[]; readonly scopes: string[] } {
  const fields = parseJsonObject(new TextDecoder().decode(body)) ?? {};
  const texts = (value: unknown) =>
    (Array.isArray(value) ? (value as unknown[]) : [])
      .filter((one) => typeof one === 'string')
      .slice(0, maximumListed)
      .map((text): string => safeText(text, noSecrets));
  const issuers = texts(fields['authorization_servers']).filter(
    (issuer) => issuer.startsWith('https://') && URL.canParse(issuer),
  );
  return { issuers, scopes: texts(fields['scopes_supported']) };
}

/** The https URL in a challenge such as `Bearer resource_metadata="https://…"`. RFC 9728 §5.1. */
export function resourceMetadataUrl(challenge: string): string | undefined {
  const url = /\bresource_metadata="([^"\\]{1,500})"/i.exec(challenge)?.[1];
  return url?.startsWith('https://') === true && URL.canParse(url) ? url : undefined;
}
