import * as l10n from '@vscode/l10n';
import type { ErrorRule } from '../../providers/rule.js';

/** Errors of authorization servers about the request, the user’s consent and the server. */
export const answerRequestRules: readonly ErrorRule[] = [
  {
    name: 'too-many-requests',
    source: 'Zoho (“You have made too many requests continuously”); RFC 6585 §4',
    samples: [
      {
        error: 'access_denied',
        description: 'You have made too many requests continuously. Please try again after some time.',
      },
      { error: 'invalid_request', description: 'Rate limit exceeded' },
      { error: 'access_denied', description: 'too many requests' },
    ],
    description: /too many (?:requests|attempts|tokens|refresh)|rate[ _-]limit/i,
    explain: () =>
      l10n.t(
        'The authorization server received too many requests and temporarily accepts no more. Try again later, and keep access tokens until they expire.',
      ),
  },
  {
    name: 'sign-in-page-expired',
    source: 'zmartzone/lua-resty-openidc#549; Keycloak (authentication_expired)',
    samples: [{ error: 'temporarily_unavailable', description: 'authentication_expired' }],
    error: /^temporarily_unavailable$/,
    description: /^authentication_expired$/,
    explain: () =>
      l10n.t(
        'The sign-in page was open for too long, or in several tabs, and the authorization server has dropped this sign-in. Sign in again in one tab.',
      ),
  },
  {
    name: 'network-not-allowed',
    source: 'Okta, Auth0 (network policies)',
    samples: [
      { error: 'access_denied', description: 'ip address not allowed' },
      { error: 'access_denied', description: 'Client IP is blocked' },
      { error: 'unauthorized', description: 'Login from this country is not permitted' },
    ],
    error: /^(?:access_denied|unauthorized)$/,
    description:
      /\b(?:IP|IP address|network|country|location) (?:\S{1,40} )?(?:is )?(?:not (?:allowed|permitted)|blocked|denied|restricted)/i,
    explain: () =>
      l10n.t(
        'The authorization server does not allow sign-ins from this network. Sign in from another one, without a VPN, or ask its administrator to allow this address.',
      ),
  },
  {
    name: 'not-assigned',
    source: 'Okta (User is not assigned to the client application); authentik (policy bindings)',
    samples: [
      { error: 'access_denied', description: 'User is not assigned to the client application.' },
      {
        error: 'access_denied',
        description: 'Policy evaluation failed for this request, please check the policy configurations.',
      },
      { error: 'access_denied', description: 'Realm not enabled' },
    ],
    error: /^access_denied$/,
    description: /not assigned|\bpolic(?:y|ies)\b|not (?:enabled|permitted|authori[sz]ed|a member)/i,
    explain: () =>
      l10n.t(
        'A rule of the authorization server does not allow this user to use this client. Its administrator can assign users to the client and check its policies; signing in again does not help until then.',
      ),
  },
  {
    name: 'address-cut',
    source: 'RFC 6749 §3.1.1; RFC 6749 §4.1.2.1',
    samples: [
      {
        error: 'invalid_request',
        description: "The provided request must include a 'response_type' input parameter.",
      },
    ],
    error: /^(?:invalid_request|unsupported_response_type)$/,
    description: /response_type/,
    explain: () =>
      l10n.t(
        'The authorization server received an incomplete sign-in address. Open the whole address again, from https:// to its end.',
      ),
  },
  {
    name: 'dpop-missing',
    source: 'Keycloak (“DPoP proof is missing”); RFC 9449 §5',
    samples: [{ error: 'invalid_request', description: 'DPoP proof is missing' }],
    error: /^invalid_(?:request|client|grant)$/,
    description: /\bdpop\b/i,
    explain: () =>
      l10n.t(
        'The authorization server requires DPoP for this client. SASL cannot use tokens bound to a key: register the client without DPoP.',
      ),
  },
  {
    name: 'https-required',
    source: 'Keycloak (“HTTPS required”)',
    samples: [{ error: 'invalid_request', description: 'HTTPS required' }],
    error: /^invalid_request$/,
    description: /https (?:is )?required/i,
    explain: () =>
      l10n.t(
        'The authorization server accepts requests only over https. Enter its addresses with https://, or ask its operator to check the proxy in front of it.',
      ),
  },
  {
    name: 'wrong-method',
    source: 'RFC 6749 §3.2; Keycloak; Authelia',
    samples: [
      { error: 'invalid_request', description: 'Token endpoint does not accept GET' },
      { error: 'invalid_request', description: 'HTTP method is not POST' },
    ],
    error: /^invalid_request$/,
    description: /(?:does not (?:accept|support)|method is not|only accepts?|must be) (?:HTTP )?(?:GET|POST)\b/i,
    explain: () =>
      l10n.t(
        'A request came to the wrong address: a token endpoint accepts POST only, and a browser opens the authorization endpoint. Check that the two are not swapped.',
      ),
  },
  {
    name: 'expired-device-code',
    source: 'RFC 8628 §3.5',
    samples: [{ error: 'expired_token' }, { error: 'code_expired' }, { error: 'device_code_expired' }],
    error: /^(?:expired_token|(?:device_)?code_expired)$/,
    explain: ({ error }) => l10n.t('The code expired before it was used ({0}). Start again.', error),
  },
  {
    name: 'device-flow-disabled',
    source: 'GitHub (device_flow_disabled)',
    samples: [{ error: 'device_flow_disabled' }],
    error: /^device_flow_disabled$/,
    explain: () =>
      l10n.t(
        'Sign-in with a code on another device is disabled for this client (device_flow_disabled). Enable it in its registration, or sign in with a browser.',
      ),
  },
  {
    name: 'authorization-pending',
    source: 'RFC 8628 §3.5',
    samples: [{ error: 'authorization_pending' }],
    error: /^authorization_pending$/,
    explain: () =>
      l10n.t(
        'The user has not confirmed the sign-in yet (authorization_pending). Open the address on a device, enter the code, and wait.',
      ),
  },
  {
    name: 'second-factor',
    source: 'Auth0 (mfa_required); RFC 9470 §3; OpenID Connect Core §3.1.2.6',
    samples: [
      { error: 'mfa_required' },
      { error: 'unmet_authentication_requirements' },
      { error: 'insufficient_user_authentication' },
    ],
    error: /^(?:mfa_required|unmet_authentication_requirements|insufficient_user_authentication)$/,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server requires a second factor ({0}). Sign in again with a browser, and complete it there.',
        error,
      ),
  },
  {
    name: 'dpop-required',
    source: 'RFC 9449 §8',
    samples: [{ error: 'use_dpop_nonce' }, { error: 'invalid_dpop_proof' }],
    error: /^(?:use_dpop_nonce|invalid_dpop_proof)$/,
    explain: ({ error }) =>
      l10n.t(
        'The authorization server requires DPoP for this client ({0}), and SASL cannot use tokens that are bound to a key. Register the client without DPoP.',
        error,
      ),
  },
  {
    name: 'interaction-required',
    source: 'OpenID Connect Core §3.1.2.6',
    samples: [
      { error: 'interaction_required' },
      { error: 'login_required' },
      { error: 'consent_required' },
      { error: 'account_selection_required' },
    ],
    error: /^(?:interaction|login|consent|account_selection)_required$/,
    explain: ({ error }) =>
      l10n.t('The authorization server requires the user to interact in the browser ({0}). Sign in again.', error),
  },
  {
    name: 'slow-down',
    source: 'RFC 8628 §3.5; RFC 6585 §4',
    samples: [{ error: 'slow_down' }, { error: 'rate_limit_exceeded' }, { error: 'too_many_requests' }],
    error: /^(?:slow_down|rate_limit(?:ed|_exceeded)?|too_many_requests)$/,
    explain: ({ error }) =>
      l10n.t('The authorization server received too many requests ({0}). Try again later.', error),
  },
  {
    name: 'no-such-endpoint',
    source: 'Keycloak (“Realm does not exist”, “Unable to find matching target resource method”)',
    samples: [{ error: 'Realm does not exist' }, { error: 'Unable to find matching target resource method' }],
    error: /^(?:realm does not exist|unable to find matching target resource method|not_found)$/i,
    explain: ({ error }) =>
      l10n.t(
        'There is no such realm or endpoint at this server ({0}). Compare the address with the server’s metadata (/.well-known/openid-configuration), upper and lower case included.',
        error,
      ),
  },
  {
    name: 'state-too-short',
    source: 'Authelia, Ory (invalid_state)',
    samples: [{ error: 'invalid_state' }],
    error: /^invalid_state$/,
    explain: () =>
      l10n.t(
        'The authorization server does not accept the state of the sign-in (invalid_state): it is missing or too short, as in an address that was cut. Open the whole address again.',
      ),
  },
];
