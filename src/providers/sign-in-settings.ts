import type { AuthorizationServer } from '../oauth/types.js';
import { providerById } from './catalogue.js';

/** The settings of an authorization request to a provider, except the client. */
export interface SignInSettings {
  readonly server: AuthorizationServer;
  /** The scopes for IMAP, SMTP and POP3, and for a refresh token if it needs one. */
  readonly scopes: readonly string[];
  /** Additional parameters that the provider requires. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The loopback redirect URI to register for the client; `signIn` adds a free port to it. */
  readonly redirectUri: string;
}

/**
 * The sign-in settings of a provider, from its documentation.
 *
 * @example
 * ```ts
 * import { signInSettings } from 'xoauth2';
 *
 * const { server, scopes } = signInSettings('google');
 * console.log(server.tokenEndpoint, scopes);
 * // prints: https://oauth2.googleapis.com/token [ 'https://mail.google.com/' ]
 * ```
 */
export function signInSettings(provider: 'google' | 'microsoft'): SignInSettings {
  const { server, scopes, authorizationParameters, loopbackRedirectUri } = providerById(provider);
  if (server === undefined) throw new TypeError(`${provider} has no endpoints`);
  return { server, scopes, parameters: authorizationParameters, redirectUri: loopbackRedirectUri };
}
