import * as l10n from '@vscode/l10n';
import { parseFields } from './answer-fields.js';
import { OAuthError } from './errors.js';
import { limitedFetch } from './fetch.js';
import { exchange } from './http.js';
import type { OAuthClient, RequestOptions } from './types.js';

/**
 * Validates the URL of a client metadata document, which is the client ID.
 *
 * @throws {OAuthError} `bad-client-document`
 * @see https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-03.html section 3
 */
export function parseClientDocumentUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isUsable =
    url?.protocol === 'https:' &&
    url.pathname !== '/' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '' &&
    // Servers compare the URL exactly, so it must be normalized.
    url.href === text;
  if (isUsable) return text;
  throw new OAuthError(
    'bad-client-document',
    l10n.t(
      'The address of a client metadata document is an https URL with a path, such as https://example.com/client-metadata.json, without user, password and fragment.',
    ),
  );
}

/**
 * Fetches a client metadata document like an authorization server, and returns the client.
 *
 * @param redirectUri the redirect URI that the document must list
 * @throws {OAuthError} `bad-client-document` if the document is invalid; `network`, `timeout`; the signal's reason
 * @example
 * ```ts
 * import { clientOfDocument, createAuthorizationRequest, discover } from 'xoauth2';
 *
 * const server = await discover('https://login.example.com');
 * const redirectUri = 'http://127.0.0.1/';
 * if (server.clientIdMetadataDocuments === true) {
 *   const client = await clientOfDocument('https://example.com/client-metadata.json', redirectUri);
 *   const { url } = await createAuthorizationRequest({ server, client, scopes: ['mail'], redirectUri });
 *   console.log(url);
 * }
 * ```
 */
export async function clientOfDocument(
  text: string,
  redirectUri: string,
  options: RequestOptions = {},
): Promise<OAuthClient> {
  const url = parseClientDocumentUrl(text);
  const fields = await exchange(url, options, [], async () => {
    const response = await limitedFetch(options)(url, { method: 'GET', headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      throw problem(
        l10n.t('{0} answered with HTTP {1}. It must be served with 200 and no redirect.', url, response.status),
      );
    }
    return parseFields(await response.text());
  });
  if (fields === undefined) throw problem(l10n.t('{0} is not a client metadata document (JSON).', url));
  if (fields['client_id'] !== url) {
    throw problem(l10n.t('The document at {0} must have exactly this address as its “client_id”.', url));
  }
  if ('client_secret' in fields) {
    throw problem(l10n.t('The document at {0} contains a secret, which anyone can read.', url));
  }
  const redirectUris = fields['redirect_uris'];
  if (!Array.isArray(redirectUris) || !redirectUris.includes(redirectUri)) {
    throw problem(l10n.t('The document at {0} does not list the redirect URI {1}.', url, redirectUri));
  }
  return { clientId: url };
}

function problem(message: string): OAuthError {
  return new OAuthError('bad-client-document', message);
}
