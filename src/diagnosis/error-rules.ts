import * as l10n from '@vscode/l10n';
import { profiles } from '../providers/catalogue.js';
import { matches, type ErrorAnswer, type ErrorRule } from '../providers/rule.js';
import { limited } from './rule-input.js';

export type { ErrorAnswer, ErrorRule } from '../providers/rule.js';

/** Answers that belong to no single provider. */
const commonRules: readonly ErrorRule[] = [
  {
    name: 'access-denied',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'access_denied' }, { error: 'authorization_declined' }],
    error: /^(?:access_denied|authorization_declined)$/,
    explain: () => l10n.t('Access was denied on the sign-in page: sign in again and allow access to the mailbox.'),
  },
  {
    name: 'expired-device-code',
    source: 'RFC 8628 §3.5',
    samples: [{ error: 'expired_token' }],
    error: /^expired_token$/,
    explain: () => l10n.t('The code was not used in time (expired_token): begin again.'),
  },
  {
    name: 'invalid-grant',
    source: 'RFC 6749 §5.2',
    samples: [{ error: 'invalid_grant', description: 'Bad Request' }],
    error: /^invalid_grant$/,
    explain: () =>
      l10n.t(
        'The authorization server no longer accepts this sign-in (invalid_grant: expired, revoked or used already): sign in again.',
      ),
  },
  {
    name: 'invalid-client',
    source: 'RFC 6749 §5.2; docs.sendgrail.com (Zoho’s regions)',
    samples: [{ error: 'invalid_client' }],
    error: /^invalid_client$/,
    explain: () =>
      l10n.t(
        'The authorization server does not accept the client ID and secret (invalid_client): compare both with the registration, and the endpoints with the account’s region, and edit the account.',
      ),
  },
  {
    name: 'unauthorized-client',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'unauthorized_client' }],
    error: /^unauthorized_client$/,
    explain: () =>
      l10n.t(
        'This client may not use this way of signing in (unauthorized_client): check the type of the client in its registration.',
      ),
  },
  {
    name: 'invalid-scope',
    source: 'RFC 6749 §4.1.2.1; kootenpv/yagmail#78; googleapis/oauth2client#88',
    samples: [{ error: 'invalid_scope' }],
    error: /^invalid_scope$/,
    explain: () =>
      l10n.t(
        'The authorization server does not know a requested scope, or does not give it to this client (invalid_scope): check the scopes letter by letter.',
      ),
  },
  {
    name: 'redirect-mismatch',
    source: 'https://developers.google.com/identity/protocols/oauth2/native-app; sfan0704/pikachubball#14',
    samples: [{ error: 'redirect_uri_mismatch' }],
    error: /^redirect_uri_mismatch$/,
    explain: () =>
      l10n.t(
        'The redirect URI is not registered for this client (redirect_uri_mismatch): register it, or choose another redirect.',
      ),
  },
  {
    name: 'invalid-request',
    source: 'RFC 6749 §5.2',
    samples: [{ error: 'invalid_request' }],
    error: /^invalid_request$/,
    explain: () =>
      l10n.t(
        'The authorization server calls the request malformed (invalid_request): check the endpoints, the client and its secret.',
      ),
  },
  {
    name: 'server-trouble',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'temporarily_unavailable' }, { error: 'server_error' }],
    error: /^(?:server_error|temporarily_unavailable)$/,
    explain: ({ error }) => l10n.t('The authorization server has a problem of its own ({0}): try again later.', error),
  },
];

/** Every rule, the most specific first: the words of a description before the code alone. */
export const errorRules: readonly ErrorRule[] = [
  ...profiles.flatMap(({ errorRules: rules = [] }) => rules),
  ...commonRules,
];

/** The rule for an error answer, if there is one. */
export function ruleFor(answer: ErrorAnswer): ErrorRule | undefined {
  const { error, description = '' } = limited(answer);
  return errorRules.find((rule) => rule.error?.test(error) !== false && matches(description, rule.description));
}
