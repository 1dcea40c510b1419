import type { ProxyFor } from '../transport/http-request.js';
import type { OAuthExchange } from './exchange-record.js';

/** The client authentication methods at the token endpoint. RFC 6749 §2.3.1, OpenID Connect Core §9. */
export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** An authorization server: the part of its RFC 8414 metadata that is used. */
export interface AuthorizationServer {
  /** Absent if the endpoints were configured manually; `iss` is then not verified. */
  readonly issuer?: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint?: string;
  /** RFC 8628 §4. */
  readonly deviceAuthorizationEndpoint?: string;
  /** Whether every authorization response carries `iss` (RFC 9207 §3). */
  readonly sendsIssuer?: boolean;
  readonly clientAuthMethods?: readonly string[];
  /** The dynamic client registration endpoint. RFC 7591 §3. */
  readonly registrationEndpoint?: string;
  /** Whether a client ID may be the URL of its metadata document. draft-ietf-oauth-client-id-metadata-document */
  readonly clientIdMetadataDocuments?: boolean;
  /** The scopes that it supports (`scopes_supported`). */
  readonly scopesSupported?: readonly string[];
}

/** A client registered at the authorization server. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret?: string;
  /** The key for `private_key_jwt`, instead of a secret. */
  readonly key?: ClientKey;
}

/** A private key of a client, or of a service account. */
export interface ClientKey {
  /** The algorithm of the signature. RFC 7518 §3.1. */
  readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'ES512';
  /** PKCS #8 in PEM: a secret. */
  readonly privateKey: string;
  /** The key ID (`kid`). */
  readonly keyId?: string;
  /** The SHA-256 digest of the certificate, base64url (`x5t#S256`, RFC 7515 §4.1.8). */
  readonly thumbprint?: string;
}

/** A token response, with absolute times. */
export interface TokenSet {
  readonly accessToken: string;
  /** Milliseconds since 1970; absent if the server sent no `expires_in`. */
  readonly expiresAt?: number;
  /** Milliseconds since 1970. */
  readonly obtainedAt: number;
  readonly refreshToken?: string;
  /** The granted scopes; absent if neither response nor request contained any. */
  readonly scopes?: readonly string[];
  /** The email address from the ID token, if any. */
  readonly identity?: string;
  /** The client authentication method that the server accepted; it is tried first next time. */
  readonly clientAuthMethod?: ClientAuthMethod;
}

/** The options for connecting to an authorization server. */
export type ConnectOptions = Pick<RequestOptions, 'ca' | 'proxyFor' | 'timeoutMs' | 'onExchange'>;

/** Options of every request to an authorization server. */
export interface RequestOptions {
  /** Aborts the request and destroys its socket. */
  readonly signal?: AbortSignal;
  /** The time limit of one request, in ms; 20 000 by default. */
  readonly timeoutMs?: number;
  /** The clock, in ms since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** Called with a sentence about an unusual response that was accepted. */
  readonly onRemark?: (sentence: string) => void;
  /** Called with each exchange with the server, redacted. */
  readonly onExchange?: (exchange: OAuthExchange) => void;
  /** CA certificates (PEM) to trust in addition to the default ones, for https. */
  readonly ca?: string;
  /**
   * Chooses the proxy for an https server, `undefined` for none; for example `proxyOfEnvironment`. By default Node.js
   * connects directly, and VS Code through its own proxy.
   */
  readonly proxyFor?: ProxyFor;
}
