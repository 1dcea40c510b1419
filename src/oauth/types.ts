import type { ProxyFor } from '../transport/http-request.js';
import type { OAuthExchange } from './exchange-record.js';

/** How a client shows who it is at the token endpoint. RFC 6749 §2.3.1, OpenID Connect Core §9. */
export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** An authorization server: what RFC 8414 metadata says of it, as far as it is used here. */
export interface AuthorizationServer {
  /** Unknown where the endpoints were named by hand; then `iss` is not checked. */
  readonly issuer?: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint?: string;
  /** RFC 8628 §4. */
  readonly deviceAuthorizationEndpoint?: string;
  /** Whether every authorization response carries `iss` (RFC 9207 §3). */
  readonly sendsIssuer?: boolean;
  readonly clientAuthMethods?: readonly string[];
  /** Where programs register themselves. RFC 7591 §3. */
  readonly registrationEndpoint?: string;
  /** Whether a client ID may be the URL of its metadata. draft-ietf-oauth-client-id-metadata-document */
  readonly clientIdMetadataDocuments?: boolean;
  /** The scopes that it offers. */
  readonly scopesSupported?: readonly string[];
}

/** An application registered at the authorization server. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret?: string;
  /** What it signs its assertions with (`private_key_jwt`), in place of a secret. */
  readonly key?: ClientKey;
}

/** A private key of a client, or of a service account. */
export interface ClientKey {
  /** The algorithm of the signature. RFC 7518 §3.1. */
  readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'ES512';
  /** PKCS #8 in PEM: a secret. */
  readonly privateKey: string;
  /** The name of the key at the server (`kid`). */
  readonly keyId?: string;
  /** The SHA-256 digest of the certificate, base64url (`x5t#S256`, RFC 7515 §4.1.8). */
  readonly thumbprint?: string;
}

/** What the token endpoint gave, with absolute times. */
export interface TokenSet {
  readonly accessToken: string;
  /** Milliseconds since 1970; unknown where the server sent no `expires_in`. */
  readonly expiresAt?: number;
  /** Milliseconds since 1970. */
  readonly obtainedAt: number;
  readonly refreshToken?: string;
  /** The scopes granted; unknown where neither answer nor request named any. */
  readonly scopes?: readonly string[];
  /** The email address that an ID token named, if there was one. */
  readonly identity?: string;
  /** The client authentication that the server took, tried first the next time. */
  readonly clientAuthMethod?: ClientAuthMethod;
}

/** How an authorization server is reached, and who hears of it. */
export type ConnectOptions = Pick<RequestOptions, 'ca' | 'proxyFor' | 'timeoutMs' | 'onExchange'>;

/** What every request to an authorization server can be given. */
export interface RequestOptions {
  /** Ends the request, to the socket. */
  readonly signal?: AbortSignal;
  /** The deadline of one request, in ms; 20 000 unless told. */
  readonly timeoutMs?: number;
  /** The clock, in ms since 1970; `Date.now` unless told. */
  readonly now?: () => number;
  /** Hears what is worth knowing of an answer that was used all the same, in a sentence. */
  readonly onRemark?: (sentence: string) => void;
  /** Hears each exchange with the server, without its secrets. */
  readonly onExchange?: (exchange: OAuthExchange) => void;
  /** Certificates of authorities (PEM) that are trusted besides the usual ones, for https. */
  readonly ca?: string;
  /**
   * The proxy to an https server, undefined for none; `proxyOfEnvironment` is such a function. Unless given, Node.js
   * connects by itself, and VS Code through its own proxy.
   */
  readonly proxyFor?: ProxyFor;
}
