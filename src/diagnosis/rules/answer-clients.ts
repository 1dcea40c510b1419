import * as l10n from '@vscode/l10n';
import type { ErrorRule } from '../../providers/rule.js';

/** Errors of authorization servers about the client: its ID, its secret, its grants, redirects and scopes. */
export const answerClientRules: readonly ErrorRule[] = [
  {
    name: 'client-auth-method',
    source:
      'authelia/authelia#6860; nextcloud/user_oidc#907; Keycloak (JWTClientAuthenticator); RFC 7591 §2 (token_endpoint_auth_method)',
    samples: [
      {
        error: 'invalid_client',
        description:
          "The request was determined to be using 'token_endpoint_auth_method' method 'client_secret_post', however the OAuth 2.0 client registration does not allow this method.",
      },
      { error: 'unauthorized_client', description: 'Unsupported authentication method' },
      { error: 'invalid_client', description: 'Parameter client_assertion_type is missing' },
      { error: 'invalid_client', description: 'client_assertion parameter is missing' },
      { error: 'invalid_client', description: 'mTLS is required for this client' },
      { error: 'invalid_request', description: 'The client certificate is missing' },
    ],
    error: /^(?:(?:invalid|unauthorized)_client|invalid_request)$/,
    description:
      /token_endpoint_auth_method|\bmTLS\b|client certificate\b.{0,20}\b(?:missing|required)|client_assertion(?:_type)?\b.{0,20}\bmissing|(?:unsupported|not allowed|invalid) (?:client )?auth(?:entication)? method/i,
    explain: () =>
      l10n.t(
        'The client is registered for another way to send its secret, and every way that is supported here was tried. Change token_endpoint_auth_method in its registration to client_secret_basic or client_secret_post, or to none and send no secret.',
      ),
  },
  {
    name: 'callback-not-registered',
    source: 'Auth0 (Callback URL mismatch)',
    samples: [
      {
        error: 'unauthorized_client',
        description: 'Callback URL mismatch. http://127.0.0.1:1234/ is not in the list of allowed callback URLs',
      },
    ],
    error: /^unauthorized_client$/,
    description: /callback URL/i,
    explain: () =>
      l10n.t(
        'The redirect URI is not registered for this client. Add exactly this one to the allowed callback URLs, or choose another redirect.',
      ),
  },
  {
    name: 'client-not-known',
    source: 'ADFS (MSIS9607); Yandex (Client not found); Keycloak (UNKNOWN_CLIENT); authentik (client_id_error)',
    samples: [
      { error: 'invalid_client', description: 'Client not found' },
      {
        error: 'invalid_client',
        description:
          "MSIS9607: The 'client_id' parameter in the request is invalid. No registered client is found with this identifier.",
      },
      {
        error: 'unauthorized_client',
        description: 'UNKNOWN_CLIENT: Client was not identified by any client authenticator',
      },
      { error: 'invalid_client', description: 'The OAuth client was not found.' },
      { error: 'invalid_client', description: 'Unknown client' },
      { error: 'invalid_request', description: 'Errors.App.NotFound' },
      { error: 'invalid_client', description: 'The requested OAuth 2.0 Client does not exist.' },
      { error: 'unauthorized_client', description: 'Application does not exist' },
    ],
    error: /^(?:(?:invalid|unauthorized)_client|invalid_request)$/,
    description:
      /(?:client|app)(?: was)?[ .]?not ?found|(?:client|application) (?:does not|doesn't) exist|no registered client|UNKNOWN_CLIENT|unknown client/i,
    explain: () =>
      l10n.t(
        'The authorization server does not know this client ID. Check that it is exactly as in the registration, and that the endpoints are those of the server where it is registered.',
      ),
  },
  {
    name: 'scope-not-for-client',
    source: 'Yahoo (mail-w); RFC 6749 §4.1.2.1',
    samples: [
      { error: 'unauthorized_client', description: 'Your app is not permitted to use this scope' },
      { error: 'access_denied', description: 'The client is not allowed to request the scopes mail, offline' },
    ],
    error: /^(?:unauthorized_client|invalid_client|access_denied)$/,
    description:
      /\b(?:app|application|client)\b[^.]{0,20}\bnot (?:permitted|allowed|authori[sz]ed|approved)\b[^.]{0,30}\bscopes?\b/i,
    explain: () =>
      l10n.t(
        'The client may not request one of the scopes. Allow the scopes in its registration; some providers do so only after a review.',
      ),
  },
  {
    name: 'client-secret-expired',
    source: 'RFC 7591 §3.2.1 (client_secret_expires_at); Keycloak (secret rotation)',
    samples: [
      { error: 'invalid_client', description: 'Client secret expired' },
      { error: 'invalid_client', description: 'The client secret is expired or has been rotated' },
      { error: 'unauthorized_client', description: 'client_secret has expired' },
    ],
    error: /^(?:invalid|unauthorized)_client$/,
    description: /client[ _]secret (?:is |has |was )?(?:been )?expired/i,
    explain: () =>
      l10n.t('The client secret has expired or was replaced. Create a new one in the registration, and enter it here.'),
  },
  {
    name: 'client-secret-wrong',
    source: 'Keycloak (ClientIdAndSecretAuthenticator); Okta; Yandex (Wrong client secret)',
    samples: [
      { error: 'unauthorized_client', description: 'Invalid client secret' },
      { error: 'invalid_client', description: 'Wrong client secret' },
      { error: 'unauthorized_client', description: 'Client secret not provided in request' },
    ],
    error: /^(?:invalid|unauthorized)_client$/,
    description: /client[ _]secret\b/i,
    explain: () =>
      l10n.t(
        'The client secret is missing or wrong. Compare it with the registration; a client without a secret has to be registered as a public one.',
      ),
  },
  {
    name: 'grant-not-allowed',
    source: 'Keycloak (AuthorizationEndpoint, ClientCredentialsGrantType); Auth0; louislam/uptime-kuma#4202',
    samples: [
      { error: 'unauthorized_client', description: 'Client not enabled to retrieve service account' },
      { error: 'unauthorized_client', description: 'grant_type refresh_token is not for this client' },
      { error: 'unauthorized_client', description: 'The flow is disabled for the client.' },
      { error: 'unauthorized_client', description: 'Client not allowed for direct access grants' },
      { error: 'unauthorized_client', description: "Grant type 'refresh_token' not allowed for the client." },
      {
        error: 'unauthorized_client',
        description:
          'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.',
      },
      { error: 'unauthorized_client', description: 'Public client not allowed to retrieve service account' },
    ],
    error: /^unauthorized_client$/,
    description: /grant[ _]type|service account|\bflow is disabled\b|not allowed (?:for|to initiate)/i,
    explain: () =>
      l10n.t(
        'This client may not use this grant. Enable it in the client’s registration (authorization code, refresh token, device, client credentials), or sign in another way.',
      ),
  },
  {
    name: 'offline-access-not-allowed',
    source: 'authelia (scopes); RFC 6749 §3.3',
    samples: [
      { error: 'invalid_scope', description: "The OAuth 2.0 Client is not allowed to request scope 'offline_access'." },
      { error: 'invalid_scope', description: 'Invalid scopes: offline_access' },
      { error: 'invalid_scope', description: "'offline_access' is not allowed for this client" },
    ],
    error: /^invalid_scope$/,
    // A list of all that was asked for names it too.
    description: /scopes?:? ?["'`“]?offline_access["'`”]?[.)]?$|["'`“]offline_access["'`”] (?:is|scope)/,
    explain: () =>
      l10n.t(
        'The client may not request offline_access, the scope for refresh tokens. Allow the scope in the client’s registration, or remove it and sign in again when the token expires.',
      ),
  },
  {
    name: 'consent-withdrawn',
    source: 'Keycloak (“Client no longer has requested consent from user”)',
    samples: [
      { error: 'invalid_scope', description: 'Client no longer has requested consent from user' },
      { error: 'invalid_grant', description: 'The consent was withdrawn' },
    ],
    error: /^invalid_(?:scope|grant)$/,
    description: /no longer has requested consent|consent (?:was|has been) (?:withdrawn|revoked)/i,
    explain: () => l10n.t('The user’s consent to this client was withdrawn. Sign in again and consent.'),
  },
  {
    name: 'client-credentials-wrong',
    source: 'GitHub (incorrect_client_credentials); Zoho (invalid_client_secret); Yahoo (INVALID_CLIENT_SECRET)',
    samples: [
      { error: 'incorrect_client_credentials' },
      { error: 'invalid_client_secret' },
      { error: 'INVALID_CLIENT_SECRET' },
    ],
    error: /^(?:incorrect_client_credentials|invalid_client_secret)$/i,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server does not accept the client ID and secret ({0}). Compare both with the registration, and the endpoints with the account’s region.',
        error,
      ),
  },
  {
    name: 'client-id-missing',
    source: 'authentik (client_id_error); Yahoo (OAUTH_CONSUMER_UNKNOWN)',
    samples: [{ error: 'client_id_error' }, { error: 'OAUTH_CONSUMER_UNKNOWN' }],
    error: /^(?:client_id_error|oauth_consumer_unknown)$/i,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server does not know this client ID ({0}). Check that it is exactly as in the registration.',
        error,
      ),
  },
  {
    name: 'unsupported-grant',
    source: 'RFC 6749 §5.2',
    samples: [{ error: 'unsupported_grant_type' }],
    error: /^unsupported_grant_type$/,
    explain: () =>
      l10n.t(
        'The authorization server does not support this grant (unsupported_grant_type), or the address is not that of its token endpoint. Sign in another way, or compare the token endpoint with its metadata.',
      ),
  },
  {
    name: 'redirect-not-registered',
    source:
      'authentik (redirect_uri_error); Zoho (invalid_redirect_uri); Yahoo (INVALID_REDIRECT_URI); Auth0 (Callback URL mismatch)',
    samples: [{ error: 'redirect_uri_error' }, { error: 'invalid_redirect_uri' }],
    error: /^(?:redirect_uri_error|invalid_redirect_uri)$/,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server does not accept the redirect URI ({0}): it is not registered for this client, or not of a kind that it allows. Register it, or choose another redirect.',
        error,
      ),
  },
  {
    name: 'registration-not-accepted',
    source: 'RFC 7591 §3.2.2; Keycloak (client registration policies)',
    samples: [
      { error: 'invalid_client_metadata', description: "token_endpoint_auth_method 'none' is not supported" },
      { error: 'invalid_software_statement' },
      { error: 'unapproved_software_statement' },
    ],
    error: /^(?:invalid_client_metadata|(?:invalid|unapproved)_software_statement)$/,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server does not allow dynamic registration of this client ({0}), a public native one with a redirect to this machine. Ask its operator for the ID of such a client.',
        error,
      ),
  },
  {
    name: 'scope-names-differ',
    source: 'Zoho (invalid_oauthscope); Google (unregistered_scope)',
    samples: [{ error: 'invalid_oauthscope' }, { error: 'unregistered_scope' }],
    error: /^(?:invalid_oauthscope|unregistered_scope)$/,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server does not know a requested scope, or does not allow it for this client ({0}). Check the spelling of the scopes.',
        error,
      ),
  },
  {
    name: 'invalid-resource',
    source: 'RFC 8707 §2 (invalid_target); ADFS (MSIS9602)',
    samples: [{ error: 'invalid_resource', description: 'MSIS9602: The received ‘resource’ parameter is invalid.' }],
    error: /^invalid_resource$/,
    explain: () =>
      l10n.t(
        'The authorization server does not know the resource that the token is for. Compare the scopes, or the parameter “resource”, with its documentation.',
      ),
  },
];
