import * as l10n from '@vscode/l10n';
import type { ErrorAnswer, ErrorRule } from './rule.js';

const entra = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';

/** What one or more AADSTS codes mean; Microsoft writes the code into the description: `AADSTS50011: The redirect URI …`. */
interface AadstsMeaning {
  readonly name: string;
  readonly codes: readonly number[];
  readonly sample: ErrorAnswer;
  readonly explain: () => string;
  /** Where people met it. */
  readonly thread: string;
}

const meanings: readonly AadstsMeaning[] = [
  {
    name: 'microsoft-redirect',
    codes: [50011],
    thread: 'simonrob/email-oauth2-proxy#133; harishkrupo/oauth2ms#15',
    sample: {
      error: 'invalid_request',
      description: "AADSTS50011: The redirect URI 'http://127.0.0.1/' specified in the request does not match.",
    },
    explain: () =>
      l10n.t(
        'The redirect URI is not registered for this application. Register exactly the one that was sent, such as http://localhost under “Mobile and desktop applications”.',
      ),
  },
  {
    name: 'microsoft-no-redirect',
    codes: [500113, 900971],
    thread: 'simonrob/email-oauth2-proxy#267',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS500113: No reply address is registered for the application.',
    },
    explain: () =>
      l10n.t(
        'The application has no redirect URI (reply address). Register http://localhost under “Mobile and desktop applications” in Microsoft Entra.',
      ),
  },
  {
    name: 'microsoft-redirect-platform',
    codes: [9002327, 9002326],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_request',
      description:
        "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    },
    explain: () =>
      l10n.t(
        'The redirect URI is registered for the platform “Single-page application”. Register it under “Mobile and desktop applications” instead.',
      ),
  },
  {
    name: 'microsoft-pkce',
    codes: [9002325, 501481],
    thread: 'panva/openid-client#175',
    sample: {
      error: 'invalid_request',
      description:
        'AADSTS9002325: Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    },
    explain: () =>
      l10n.t('Microsoft requires PKCE, and the code verifier was missing or did not match. Start the sign-in again.'),
  },
  {
    name: 'microsoft-client-unknown',
    codes: [700016, 7000229, 50128, 50059, 70001],
    thread: 'simonrob/email-oauth2-proxy#221; pdobsan/oama#33',
    sample: {
      error: 'unauthorized_client',
      description: "AADSTS700016: Application with identifier 'x' was not found in the directory 'y'.",
    },
    explain: () =>
      l10n.t(
        'This directory does not have the application. Compare the client ID with “Application (client) ID” in the registration, then check the tenant of the endpoints; in the tenant of the mailbox an administrator must have consented.',
      ),
  },
  {
    name: 'microsoft-no-such-tenant',
    codes: [90002, 900023, 90019],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'invalid_request', description: "AADSTS90002: Tenant 'example' not found." },
    explain: () =>
      l10n.t(
        'The tenant in the endpoints does not exist. Enter the directory (tenant) ID or a domain of the organization.',
      ),
  },
  {
    name: 'microsoft-account-type',
    codes: [50020, 50194, 9002332, 9001023, 90072, 9002331, 500200, 51004, 500208],
    thread: 'pdobsan/oama#33',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS50194: Application is not configured as a multi-tenant application.',
    },
    explain: () =>
      l10n.t(
        'The application is not set up for this kind of account or this tenant. Use the endpoints of the right tenant, or change “Supported account types” in the registration.',
      ),
  },
  {
    name: 'microsoft-consent',
    codes: [65001, 90094, 65006, 90095, 90093],
    thread: 'jobisoft/EAS-4-TbSync#96; osTicket/osTicket#5390',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS65001: The user or administrator has not consented to use the application.',
    },
    explain: () =>
      l10n.t(
        'The organization has not consented to this application. Ask its administrator for admin consent to exactly these scopes.',
      ),
  },
  {
    name: 'microsoft-declined',
    codes: [65004],
    thread: 'osTicket/osTicket#5390',
    sample: { error: 'access_denied', description: 'AADSTS65004: User declined to consent to access the app.' },
    explain: () => l10n.t('Consent was declined on the sign-in page. Sign in again and accept.'),
  },
  {
    name: 'microsoft-first-party',
    codes: [65002],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_request',
      description:
        'AADSTS65002: Consent between first party application and first party resource must be configured via preauthorization.',
    },
    explain: () =>
      l10n.t(
        'This client ID belongs to an application of Microsoft’s own that may not ask for these scopes. Register an application of your own.',
      ),
  },
  {
    name: 'microsoft-scope',
    codes: [70011, 28000, 700022, 650053],
    thread: 'WPManageNinja/fluent-smtp#154; O365/python-o365#427',
    sample: {
      error: 'invalid_scope',
      description: 'AADSTS70011: The provided value for the input parameter scope is not valid.',
    },
    explain: () =>
      l10n.t(
        'Microsoft does not accept these scopes. Use those of one resource only (https://outlook.office.com/…), separated by spaces, as the registration lists them.',
      ),
  },
  {
    name: 'microsoft-resource-missing',
    codes: [500011, 650052, 500014],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_resource',
      description:
        'AADSTS500011: The resource principal named https://outlook.office365.us was not found in the tenant.',
    },
    explain: () =>
      l10n.t(
        'The resource of the scopes does not exist in this tenant: Exchange Online is not licensed there, or the scopes are those of another cloud. Check the beginning of the scopes with the administrator.',
      ),
  },
  {
    name: 'microsoft-resource-not-registered',
    codes: [650057, 650056],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_client',
      description:
        "AADSTS650057: Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration.",
    },
    explain: () =>
      l10n.t(
        'The registration lacks these permissions. Add them under “API permissions” (Office 365 Exchange Online), then consent again.',
      ),
  },
  {
    name: 'microsoft-secret-missing',
    codes: [7000218, 7000216, 7000219],
    thread: 'mguessan/davmail#184',
    sample: {
      error: 'invalid_client',
      description:
        "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    },
    explain: () =>
      l10n.t(
        'Microsoft requires a client secret here. Enter one, or register the redirect URI under “Mobile and desktop applications” and allow public client flows.',
      ),
  },
  {
    name: 'microsoft-secret-unwanted',
    codes: [700025, 90023],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_client',
      description: 'AADSTS700025: Client is public so neither client_assertion nor client_secret should be presented.',
    },
    explain: () =>
      l10n.t(
        'This application is a public client and must send no client secret. Edit the account and leave the client secret empty.',
      ),
  },
  {
    name: 'microsoft-secret-wrong',
    codes: [7000215, 7000222, 700027, 50012],
    thread: 'MicrosoftDocs/azure-docs#31986',
    sample: { error: 'invalid_client', description: 'AADSTS7000215: Invalid client secret provided.' },
    explain: () =>
      l10n.t(
        'The client secret is wrong or has expired. Create a new one and copy its value, which is shown once, and not its ID.',
      ),
  },
  {
    name: 'microsoft-application-disabled',
    codes: [7000112],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'unauthorized_client', description: 'AADSTS7000112: Application is disabled.' },
    explain: () =>
      l10n.t(
        'The application is disabled in this tenant. An administrator can enable it under “Enterprise applications”.',
      ),
  },
  {
    name: 'microsoft-not-assigned',
    codes: [50105, 501051],
    thread: 'elie222/inbox-zero#1007',
    sample: {
      error: 'access_denied',
      description: 'AADSTS50105: The signed in user is not assigned to a role for the application.',
    },
    explain: () =>
      l10n.t(
        'Only assigned users may use this application, and this user is not. An administrator assigns users under “Enterprise applications”.',
      ),
  },
  {
    name: 'microsoft-code-used',
    codes: [54005],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code.',
    },
    explain: () => l10n.t('The authorization code was used already; a code works once. Sign in again for a new one.'),
  },
  {
    name: 'microsoft-malformed',
    codes: [9002313],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'invalid_grant', description: 'AADSTS9002313: Invalid request. Request is malformed or invalid.' },
    explain: () =>
      l10n.t(
        'The code or refresh token is malformed: it was not copied completely, or it is not a refresh token. It has not expired.',
      ),
  },
  {
    name: 'microsoft-grant-rejected',
    codes: [70000],
    thread: 'simonrob/email-oauth2-proxy#267',
    sample: { error: 'invalid_grant', description: 'AADSTS70000: Provided grant is invalid or malformed.' },
    explain: () =>
      l10n.t(
        'Microsoft rejected the refresh token, or the scopes asked for with it were never granted. Sign in again with these scopes.',
      ),
  },
  {
    name: 'microsoft-session-ended',
    codes: [50173, 700082, 70043, 70008, 50133, 50132, 700084, 50089],
    thread: 'simonrob/email-oauth2-proxy#181',
    sample: { error: 'invalid_grant', description: 'AADSTS700082: The refresh token has expired due to inactivity.' },
    explain: () =>
      l10n.t(
        'Microsoft has ended this sign-in (the password was changed, access was revoked, or it was unused for too long). Sign in again.',
      ),
  },
  {
    name: 'microsoft-second-factor',
    codes: [50072, 50074, 50076, 50079, 50158, 53004, 500121],
    thread: 'simonrob/email-oauth2-proxy#181',
    sample: { error: 'interaction_required', description: 'AADSTS50076: you must use multi-factor authentication.' },
    explain: () =>
      l10n.t(
        'Microsoft requires a second factor for this sign-in, or that one is set up. Sign in again in the browser and complete it.',
      ),
  },
  {
    name: 'microsoft-device',
    codes: [53000, 53001, 530003, 50097, 53002, 50005],
    thread: 'simonrob/email-oauth2-proxy#181',
    sample: {
      error: 'interaction_required',
      description: 'AADSTS53000: Device is not in required device state: compliant.',
    },
    explain: () =>
      l10n.t('The organization allows this sign-in only from a managed device. Use one, or ask the administrator.'),
  },
  {
    name: 'microsoft-policy',
    codes: [53003, 530035, 530034, 50131, 53011],
    thread: 'simonrob/email-oauth2-proxy#181',
    sample: {
      error: 'access_denied',
      description: 'AADSTS53003: Access has been blocked by Conditional Access policies.',
    },
    explain: () =>
      l10n.t(
        'A policy of the organization (Conditional Access, security defaults or user risk) blocks this sign-in. Its administrator finds the policy in the sign-in logs of Microsoft Entra.',
      ),
  },
  {
    name: 'microsoft-no-such-user',
    codes: [50034],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'invalid_grant', description: 'AADSTS50034: The user account does not exist in the directory.' },
    explain: () => l10n.t('This directory has no such user. Check the address and the tenant of the endpoints.'),
  },
  {
    name: 'microsoft-user-locked',
    codes: [50053],
    thread: 'elie222/inbox-zero#1007',
    sample: {
      error: 'invalid_grant',
      description: "AADSTS50053: The account is locked, you've tried to sign in too many times.",
    },
    explain: () =>
      l10n.t(
        'The user is locked after too many failed sign-ins, or signs in from a blocked address. Wait, then sign in again; an administrator can unlock the user.',
      ),
  },
  {
    name: 'microsoft-user-disabled',
    codes: [50057],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'invalid_grant', description: 'AADSTS50057: The user account is disabled.' },
    explain: () => l10n.t('The user is disabled in the directory. Only an administrator can enable it.'),
  },
  {
    name: 'microsoft-password',
    codes: [50055, 50126, 50056, 50135, 50144],
    thread: 'elie222/inbox-zero#1007',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS50126: Error validating credentials due to invalid username or password.',
    },
    explain: () =>
      l10n.t(
        'The user’s password is wrong, has expired, must be changed or was never set. Sign in again in the browser.',
      ),
  },
  {
    name: 'microsoft-no-session',
    codes: [50058, 16000, 50196, 50199, 50085],
    thread: 'microsoft/Partner-Center-PowerShell#259',
    sample: {
      error: 'login_required',
      description: 'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
    },
    explain: () =>
      l10n.t(
        'Microsoft requires that a user signs in, chooses an account or confirms the sign-in. Sign in again in the browser.',
      ),
  },
  {
    name: 'microsoft-other-tenant',
    codes: [700005, 7000012],
    thread: 'reference of error codes (AADSTS700005)',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS700005: Provided Authorization Code is intended to use against other tenant, thus rejected.',
    },
    explain: () =>
      l10n.t(
        'The code or refresh token is of another tenant than the endpoints. Use the endpoints of one tenant for the whole sign-in, and sign in again.',
      ),
  },
  {
    name: 'microsoft-other-cloud',
    codes: [900382, 900432, 900439],
    thread: 'reference of error codes (AADSTS900432)',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS900432: Confidential Client is not supported in Cross Cloud request.',
    },
    explain: () =>
      l10n.t(
        'The user and the application are in different clouds of Microsoft. Use the endpoints of the user’s cloud (login.microsoftonline.us, login.partner.microsoftonline.cn), with an application that is registered there.',
      ),
  },
  {
    name: 'microsoft-assertion-time',
    codes: [500133, 700024],
    thread: 'reference of error codes (AADSTS700024)',
    sample: {
      error: 'invalid_client',
      description: 'AADSTS700024: Client assertion is not within its valid time range.',
    },
    explain: () =>
      l10n.t('The times in the signed request do not fit. Set this machine’s clock by a time server, and try again.'),
  },
  {
    name: 'microsoft-field-missing',
    codes: [90014],
    thread: 'reference of error codes (AADSTS90014)',
    sample: {
      error: 'invalid_request',
      description: "AADSTS90014: The required field 'refresh_token' is missing from the credential.",
    },
    explain: () =>
      l10n.t(
        'Microsoft misses a parameter of the request. An empty value counts as missing: check the client ID, the secret, and the code or refresh token.',
      ),
  },
  {
    name: 'microsoft-transient',
    codes: [90033, 90055, 50001],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'temporarily_unavailable',
      description: 'AADSTS90033: A transient error has occurred. Please try again.',
    },
    explain: () => l10n.t('Microsoft’s authorization server has a temporary problem. Try again later.'),
  },
];

/** Answers of Microsoft's authorization server that are known by words, or by a code together with words. */
const worded: readonly ErrorRule[] = [
  {
    name: 'microsoft-consumers',
    source: `${entra}; pdobsan/oama#33`,
    samples: [
      { error: 'unauthorized_client', description: 'The client does not exist or is not enabled for consumers.' },
    ],
    description: /not enabled for consumers/,
    explain: () =>
      l10n.t(
        'The application is not enabled for personal Microsoft accounts, or the client ID is wrong. Compare the client ID, and include personal accounts in “Supported account types”.',
      ),
  },
  {
    name: 'microsoft-scopes-missing',
    source: `${entra}; simonrob/email-oauth2-proxy#267`,
    samples: [
      {
        error: 'invalid_request',
        description: "AADSTS900144: The request body must contain the following parameter: 'scope'.",
      },
    ],
    description: /AADSTS900144:[^']{0,80}'scope'/,
    explain: () =>
      l10n.t(
        'Microsoft requires the scopes in each request, and no scopes were sent. Name the scopes again (--scope on the command line).',
      ),
  },
];

/** What Microsoft's authorization server answers, by its own codes. */
export const microsoftErrorRules: readonly ErrorRule[] = [
  ...worded,
  ...meanings.map(({ name, codes, sample, explain, thread }) => ({
    name,
    source: `${entra}; ${thread}`,
    samples: samplesOf(sample, codes),
    description: new RegExp(`AADSTS(?:${codes.join('|')})\\b`),
    explain,
  })),
];

/** The sample, and one for each further code. */
function samplesOf(sample: ErrorAnswer, codes: readonly number[]): readonly [ErrorAnswer, ...ErrorAnswer[]] {
  const others = codes.filter((code) => sample.description?.startsWith(`AADSTS${code}:`) !== true);
  return [sample, ...others.map((code) => ({ error: sample.error, description: `AADSTS${code}: (other words)` }))];
}
