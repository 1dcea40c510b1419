import * as l10n from '@vscode/l10n';

/** An error answer of an authorization server: the `error` code and the `error_description`. */
export interface ErrorAnswer {
  readonly error: string;
  readonly description?: string;
}

/** A rule: which answers it is for, and what they mean and ask for. */
export interface ErrorRule {
  readonly name: string;
  /** Where it is documented or was reported. */
  readonly source: string;
  readonly samples: readonly [ErrorAnswer, ...ErrorAnswer[]];
  /** Fits the `error` code; any if absent. */
  readonly error?: RegExp;
  /** Fits the `error_description`; any if absent. */
  readonly description?: RegExp;
  /** One sentence: the cause, and after a colon what to do. */
  readonly says: (answer: ErrorAnswer) => string;
}

const entra = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';
const google = 'https://developers.google.com/identity/protocols/oauth2/native-app';

/** Microsoft writes its code into the description: `AADSTS50011: The redirect URI …`. */
const aadsts = (...codes: readonly number[]) => new RegExp(`AADSTS(?:${codes.join('|')})\\b`);

const microsoftRules: readonly ErrorRule[] = [
  {
    name: 'microsoft-redirect',
    source: `${entra}; simonrob/email-oauth2-proxy#133; harishkrupo/oauth2ms#15`,
    samples: [
      {
        error: 'invalid_request',
        description: "AADSTS50011: The redirect URI 'http://127.0.0.1/' specified in the request does not match.",
      },
    ],
    description: aadsts(50011),
    says: () =>
      l10n.t(
        'The redirect URI is not registered at Microsoft: register http://localhost under “Mobile and desktop applications”, to the letter.',
      ),
  },
  {
    name: 'microsoft-tenant',
    source: `${entra}; simonrob/email-oauth2-proxy#221; pdobsan/oama#33`,
    samples: [
      {
        error: 'unauthorized_client',
        description: "AADSTS700016: Application with identifier 'x' was not found in the directory 'y'.",
      },
      {
        error: 'invalid_request',
        description: 'AADSTS50194: Application is not configured as a multi-tenant application.',
      },
      { error: 'unauthorized_client', description: 'The client does not exist or is not enabled for consumers.' },
      {
        error: 'invalid_request',
        description: 'AADSTS9002332: Application is configured for use by Azure Active Directory users only.',
      },
    ],
    description: new RegExp(`${aadsts(700016, 50020, 50194, 9002332, 9001023).source}|not enabled for consumers`),
    says: () =>
      l10n.t(
        'Microsoft does not know this application for this kind of account: use the endpoints of the right tenant, or change “Supported account types” in the registration.',
      ),
  },
  {
    name: 'microsoft-consent',
    source: `${entra}; jobisoft/EAS-4-TbSync#96; osTicket/osTicket#5390`,
    samples: [
      {
        error: 'invalid_grant',
        description: 'AADSTS65001: The user or administrator has not consented to use the application.',
      },
      { error: 'access_denied', description: 'AADSTS90094: Admin consent is required.' },
    ],
    description: aadsts(65001, 90094, 65006),
    says: () =>
      l10n.t(
        'The organisation has not consented to this application: ask its administrator for admin consent to exactly these scopes.',
      ),
  },
  {
    name: 'microsoft-scope',
    source: `${entra}; WPManageNinja/fluent-smtp#154; O365/python-o365#427`,
    samples: [
      {
        error: 'invalid_scope',
        description: 'AADSTS70011: The provided value for the input parameter scope is not valid.',
      },
      {
        error: 'invalid_request',
        description: 'AADSTS28000: scope is not valid because it contains more than one resource.',
      },
    ],
    description: new RegExp(`${aadsts(70011, 28000, 700022, 650053).source}|AADSTS900144.*'scope'`),
    says: () =>
      l10n.t(
        'Microsoft does not take these scopes: name those of one resource only (https://outlook.office.com/…), separated by spaces, as the registration lists them.',
      ),
  },
  {
    name: 'microsoft-secret-missing',
    source: `${entra}; mguessan/davmail#184`,
    samples: [
      {
        error: 'invalid_client',
        description:
          "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      },
    ],
    description: aadsts(7000218),
    says: () =>
      l10n.t(
        'Microsoft wants a client secret here: give one, or register the redirect URI under “Mobile and desktop applications” and allow public client flows.',
      ),
  },
  {
    name: 'microsoft-secret-unwanted',
    source: entra,
    samples: [
      {
        error: 'invalid_client',
        description:
          'AADSTS700025: Client is public so neither client_assertion nor client_secret should be presented.',
      },
    ],
    description: aadsts(700025),
    says: () =>
      l10n.t('Microsoft wants no client secret from this public client: edit the account and leave the secret empty.'),
  },
  {
    name: 'microsoft-secret-wrong',
    source: `${entra}; MicrosoftDocs/azure-docs#31986`,
    samples: [
      { error: 'invalid_client', description: 'AADSTS7000215: Invalid client secret provided.' },
      { error: 'invalid_client', description: 'AADSTS7000222: The provided client secret keys are expired.' },
    ],
    description: aadsts(7000215, 7000222),
    says: () =>
      l10n.t(
        'The client secret is wrong or has expired: create a new one and copy its value, which is shown once, and not its ID.',
      ),
  },
  {
    name: 'microsoft-session-ended',
    source: `${entra}; simonrob/email-oauth2-proxy#181`,
    samples: [
      { error: 'invalid_grant', description: 'AADSTS700082: The refresh token has expired due to inactivity.' },
      { error: 'invalid_grant', description: 'AADSTS50173: The provided grant has expired due to it being revoked.' },
    ],
    description: aadsts(50173, 700082, 70043, 70008),
    says: () =>
      l10n.t('Microsoft has ended this sign-in (password changed, revoked, or too long unused): sign in again.'),
  },
  {
    name: 'microsoft-policy',
    source: `${entra}; simonrob/email-oauth2-proxy#181`,
    samples: [
      { error: 'invalid_grant', description: 'AADSTS50076: you must use multi-factor authentication.' },
      { error: 'access_denied', description: 'AADSTS53003: Access has been blocked by Conditional Access policies.' },
    ],
    description: aadsts(50076, 50079, 53003, 53000, 530035, 50126, 50055, 50057),
    says: () =>
      l10n.t(
        'The organisation’s sign-in rules are not met (second factor, device, policy or the account itself): sign in again in the browser, and ask the administrator if that does not help.',
      ),
  },
];

const googleRules: readonly ErrorRule[] = [
  {
    name: 'google-secret-missing',
    source: 'taylorwilsdon/google_workspace_mcp#1008; Colin-b/httpx_auth#113',
    samples: [{ error: 'invalid_request', description: 'client_secret is missing.' }],
    description: /client_secret is missing/i,
    says: () =>
      l10n.t(
        'Google wants the client secret even from desktop apps, PKCE or not: add the one from the downloaded JSON file to the account.',
      ),
  },
  {
    name: 'google-oob',
    source: `${google}; google/gmail-oauth2-tools#28`,
    samples: [
      {
        error: 'invalid_request',
        description:
          "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy. redirect_uri=urn:ietf:wg:oauth:2.0:oob",
      },
    ],
    description: /comply with Google's OAuth 2\.0 policy|oauth:2\.0:oob/i,
    says: () =>
      l10n.t(
        'Google no longer allows this redirect: register a client of the type “Desktop app” and let the redirect be http://127.0.0.1.',
      ),
  },
  {
    name: 'google-testing-week',
    source: 'https://developers.google.com/identity/protocols/oauth2#expiration; tarickb/sasl-xoauth2#29',
    samples: [{ error: 'invalid_grant', description: 'Token has been expired or revoked.' }],
    error: /^invalid_grant$/,
    description: /token has been expired or revoked/i,
    says: () =>
      l10n.t(
        'Google has ended this sign-in: sign in again; if it happens every 7 days, the consent screen is in “Testing”, and publishing it ends that.',
      ),
  },
  {
    name: 'google-jwt-clock',
    source: 'googleapis/google-auth-library-nodejs#129; fastlane/fastlane#14972',
    samples: [
      {
        error: 'invalid_grant',
        description:
          'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      },
    ],
    description: /invalid JWT.*(?:short-lived|\biat\b|\bexp\b)/i,
    says: () => l10n.t('The times in the signed request are off: set this machine’s clock by a time server.'),
  },
  {
    name: 'google-delegation',
    source: 'googleapis/google-api-php-client#1379; n8n-io/n8n#17465',
    samples: [
      {
        error: 'unauthorized_client',
        description:
          'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      },
    ],
    description: /unauthorized to retrieve access tokens/i,
    says: () =>
      l10n.t(
        'The service account may not act for this user: an administrator adds its client ID with exactly these scopes under domain-wide delegation, which can take a day to work.',
      ),
  },
  {
    name: 'google-admin-policy',
    source: 'GAM-team/got-your-back#284; iterate-ch/docs#465',
    samples: [{ error: 'admin_policy_enforced' }],
    error: /^admin_policy_enforced$/,
    says: () =>
      l10n.t(
        'The organisation’s administrator, or Google’s Advanced Protection, keeps this client from the mailbox: the administrator can trust its client ID under API controls.',
      ),
  },
  {
    name: 'google-deleted-client',
    source: google,
    samples: [{ error: 'deleted_client', description: 'The OAuth client was deleted.' }],
    error: /^deleted_client$/,
    says: () =>
      l10n.t(
        'The client was deleted, as Google does after six months without use: restore it within 30 days, or register a new one.',
      ),
  },
  {
    name: 'google-disallowed-useragent',
    source: 'microsoft/aad_b2c_webview#37',
    samples: [{ error: 'disallowed_useragent' }],
    error: /^disallowed_useragent$/,
    says: () =>
      l10n.t('Google signs nobody in inside another program’s window: open the address in a browser of your own.'),
  },
  {
    name: 'google-testers-only',
    source: 'googleworkspace/cli#281; insanum/gcalcli#830; https://support.google.com/cloud/answer/15549945',
    samples: [
      {
        error: 'access_denied',
        description: 'The app is currently being tested, and can only be accessed by developer-approved testers.',
      },
    ],
    error: /^access_denied$/,
    description: /tester|verification process/i,
    says: () =>
      l10n.t(
        'The consent screen is in “Testing” and this address is not among its test users: add it there, or publish the app.',
      ),
  },
];

const otherRules: readonly ErrorRule[] = [
  {
    name: 'fastmail-resource',
    source: 'pimalaya/ortie README; RFC 8707 §2',
    samples: [{ error: 'invalid_target' }],
    error: /^invalid_target$/,
    says: () =>
      l10n.t(
        'The authorization server wants to be told which resource the token is for (invalid_target): ask its operator for a client that needs no “resource” parameter.',
      ),
  },
  {
    name: 'access-denied',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'access_denied' }, { error: 'authorization_declined' }],
    error: /^(?:access_denied|authorization_declined)$/,
    says: () => l10n.t('Access was denied on the sign-in page: sign in again and allow access to the mailbox.'),
  },
  {
    name: 'expired-device-code',
    source: 'RFC 8628 §3.5',
    samples: [{ error: 'expired_token' }],
    error: /^expired_token$/,
    says: () => l10n.t('The code was not used in time (expired_token): begin again.'),
  },
  {
    name: 'invalid-grant',
    source: 'RFC 6749 §5.2',
    samples: [{ error: 'invalid_grant', description: 'Bad Request' }],
    error: /^invalid_grant$/,
    says: () =>
      l10n.t(
        'The authorization server no longer accepts this sign-in (invalid_grant: expired, revoked or used already): sign in again.',
      ),
  },
  {
    name: 'invalid-client',
    source: 'RFC 6749 §5.2; docs.sendgrail.com (Zoho’s regions)',
    samples: [{ error: 'invalid_client' }],
    error: /^invalid_client$/,
    says: () =>
      l10n.t(
        'The authorization server does not accept the client ID and secret (invalid_client): compare both with the registration, and the endpoints with the account’s region, and edit the account.',
      ),
  },
  {
    name: 'unauthorized-client',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'unauthorized_client' }],
    error: /^unauthorized_client$/,
    says: () =>
      l10n.t(
        'This client may not use this way of signing in (unauthorized_client): check the type of the client in its registration.',
      ),
  },
  {
    name: 'invalid-scope',
    source: 'RFC 6749 §4.1.2.1; kootenpv/yagmail#78; googleapis/oauth2client#88',
    samples: [{ error: 'invalid_scope' }],
    error: /^invalid_scope$/,
    says: () =>
      l10n.t(
        'The authorization server does not know a requested scope, or does not give it to this client (invalid_scope): check the scopes letter by letter.',
      ),
  },
  {
    name: 'redirect-mismatch',
    source: `${google}; sfan0704/pikachubball#14`,
    samples: [{ error: 'redirect_uri_mismatch' }],
    error: /^redirect_uri_mismatch$/,
    says: () =>
      l10n.t(
        'The redirect URI is not registered for this client (redirect_uri_mismatch): register it, or choose another redirect.',
      ),
  },
  {
    name: 'invalid-request',
    source: 'RFC 6749 §5.2',
    samples: [{ error: 'invalid_request' }],
    error: /^invalid_request$/,
    says: () =>
      l10n.t(
        'The authorization server calls the request malformed (invalid_request): check the endpoints, the client and its secret.',
      ),
  },
  {
    name: 'server-trouble',
    source: 'RFC 6749 §4.1.2.1',
    samples: [{ error: 'temporarily_unavailable' }, { error: 'server_error' }],
    error: /^(?:server_error|temporarily_unavailable)$/,
    says: ({ error }) => l10n.t('The authorization server has a problem of its own ({0}): try again later.', error),
  },
];

/** Every rule, the most telling first: the words of a description before the code alone. */
export const errorRules: readonly ErrorRule[] = [...microsoftRules, ...googleRules, ...otherRules];

/** The rule for an error answer, if there is one. */
export function ruleFor({ error, description = '' }: ErrorAnswer): ErrorRule | undefined {
  return errorRules.find((rule) => rule.error?.test(error) !== false && rule.description?.test(description) !== false);
}
